"""What the imports of tables share: a file is checked, shown as what it would do, then imported.

Between the two buttons the file lies sealed, for a day at most, and for whoever chose it alone. So the very
bytes that were judged are imported, nobody has to choose the file twice, and a list of people that was
picked by mistake is never on a disk in clear. A file that cannot be imported is destroyed at once.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from privacy.audiences import admits
from privacy.csv_export import write_csv
from privacy.exceptions import UnreadableTable
from privacy.files import destroy_files, is_expired, open_file
from privacy.models import SealedFile
from privacy.roles import Role
from privacy.uploads import SealedUpload

IMPORTERS = (Role.ORGANIZERS, Role.ADMINISTRATORS)
# Of each list on the page; the rest is counted.
SHOWN = 200


class ImportButton:
    """Put before a list: with a button to its import, for those whom it is for."""

    import_url_name: ClassVar[str]
    import_rights: ClassVar[tuple[str, ...]]
    request: HttpRequest

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = [*super().header_buttons]  # type: ignore[misc]
        user = self.request.user
        if admits(user, frozenset(IMPORTERS)) and user.has_perms(self.import_rights):
            url = reverse(self.import_url_name)
            # Behind the button that adds one, whose priority is 1000.
            buttons.append(HeaderButton(gettext("Import"), url=url, icon_name="upload", priority=1100))
        return buttons


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Nothing is imported yet: you see first what each row would do."),
        # An empty file has a sentence of ours.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )


class Checked(Protocol):
    """A file that could be read, beside what importing it would do."""

    @property
    def file(self) -> Any: ...

    @property
    def plan(self) -> Any: ...

    @property
    def is_importable(self) -> bool:
        """Whether no row stands in the way, and there is something to do."""


class ImportPage(WagtailAdminTemplateMixin, View):
    """What the pages of one import share. Demands the rights before anything of the request is read."""

    header_icon = "upload"
    # Of the sealed file; the namespace of the viewset's addresses; who may; what stands on the page.
    kind: ClassVar[str]
    namespace: ClassVar[str]
    rights: ClassVar[tuple[str, ...]]
    index_label: ClassVar[str | Promise]
    labels: ClassVar[dict[str, Any]]
    most_rows: ClassVar[int]

    def check(self, data: bytes) -> Checked:
        """The dry run. Raises UnreadableTable."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Not in dispatch(): when that is reached, the uploaded file has been taken in.
        super().setup(request, *args, **kwargs)
        if not request.user.has_perms(self.rights):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(f"{self.namespace}:index"), "label": self.index_label},
            {"url": "", "label": self.page_title},
        ]

    def draw(self, *, status: int = 200, checked: Checked | None = None, **context: Any) -> HttpResponse:
        context |= {"labels": self.labels, "most_rows": self.most_rows, "shown": SHOWN, "slice": f":{SHOWN}"}
        if checked is not None:
            context |= {"checked": checked, "file": checked.file, "plan": checked.plan}
        return TemplateResponse(
            self.request, self.template_name, self.get_context_data(**context), status=status
        )


class ChooseFileView(ImportPage):
    """Choose a file; a POST checks it. What can be imported goes on to its review, all else is named here."""

    largest_file: ClassVar[int]

    def too_large(self) -> str:
        """The sentence for a file that is too large."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(form=ImportForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        uploads = sealed_files(request)
        checked = self._check(form)
        if checked is not None and checked.is_importable:
            return redirect(f"{self.namespace}:import_review", file=uploads[0].public_id)
        destroy_files([upload.pk for upload in uploads])
        return self.draw(form=form, checked=checked, status=200 if form.is_valid() and checked else 422)

    def _check(self, form: ImportForm) -> Checked | None:
        """The file of the form, checked; None with an error on the form where it cannot be."""
        if any(getattr(handler, "was_too_big", False) for handler in self.request.upload_handlers):
            form.errors["file"] = form.error_class([self.too_large()])
        if not form.is_valid():
            return None
        upload = form.cleaned_data["file"]
        try:
            if upload.size > self.largest_file:
                raise UnreadableTable(self.too_large())
            return self.check(upload.read())
        except UnreadableTable as refusal:
            form.add_error("file", refusal.sentence)
            return None


class ReviewFileView(ImportPage):
    """What one's checked file would do, counted anew on each GET; a POST imports it, all or nothing."""

    page_title = _("What would be imported")

    def get(self, request: HttpRequest, file: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        found = own_upload(request, file, kind=self.kind)
        return self.draw(checked=self.check(read_upload(found))) if found else self.gone()

    def post(self, request: HttpRequest, file: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        found = own_upload(request, file, kind=self.kind)
        return self.gone() if found is None else self.take_in(found)

    def take_in(self, found: SealedFile) -> HttpResponse:
        """Import the file, which was checked, and destroy it; it stays where somebody was faster."""
        raise NotImplementedError

    def again(self, found: SealedFile, sentence: str = "") -> HttpResponseRedirect:
        """Back to the review, which counts anew."""
        if sentence:
            messages.error(self.request, sentence)
        return redirect(f"{self.namespace}:import_review", file=found.public_id)

    def done(self, found: SealedFile, sentence: str) -> HttpResponseRedirect:
        """To the list, with one line of what was done."""
        destroy_files([found.pk])
        messages.success(self.request, sentence)
        return redirect(f"{self.namespace}:index")

    def gone(self) -> HttpResponseRedirect:
        messages.warning(
            self.request,
            gettext("This file is not here any more: it was imported, or a day has passed. Choose it again."),
        )
        return redirect(f"{self.namespace}:import")


def example_file(*, labels: Iterable[Any], rows: Iterable[tuple[str, ...]], name: str) -> HttpResponse:
    """A file to begin with; its headings are in the language of whoever asks."""
    out = BytesIO()
    write_csv(out, heading=[str(label) for label in labels], rows=rows)
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def sealed_files(request: HttpRequest) -> list[SealedFile]:
    """All that this request uploaded, whatever the fields are called."""
    uploads = [upload for _name, several in request.FILES.lists() for upload in several]
    return [upload.sealed_file for upload in uploads if isinstance(upload, SealedUpload)]


def own_upload(request: HttpRequest, public_id: UUID, *, kind: str) -> SealedFile | None:
    """The file this user had checked; None if it is gone, somebody else's or never was."""
    found = SealedFile.objects.filter(
        public_id=public_id, kind=kind, owner_id=staff_of(request).pk, size__isnull=False
    ).first()
    return None if found is None or is_expired(found) else found


def read_upload(found: SealedFile) -> bytes:
    """All of a file that was checked: 10 MB at most."""
    with open_file(found) as stream:
        return stream.read()


def staff_of(request: HttpRequest) -> AbstractBaseUser:
    """Who acts."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
