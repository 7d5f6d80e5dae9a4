"""Importing people from other systems: choose a file, say what it holds, see what would happen, import, undo.

What a file says is shown to nobody: its headings to who chose it, its rows as numbers, lines and reasons.
"""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import CountersignError, FileBroken, SealedError
from privacy.files import destroy_files, is_expired
from privacy.models import SealedFile
from privacy.roles import Role
from privacy.staff_views import Guarded, GuardedMenuItem, QuestionView, trail
from privacy.tens import in_tens
from privacy.uploads import MEGABYTE, SealedUpload, sealed_uploads
from supporters.admin_views.import_forms import SayForm, UploadForm
from supporters.admin_views.import_words import columns_in_words, count_lines, fault_lines
from supporters.enums import ImportBasis, ImportStage, Outcome, WorkState
from supporters.exceptions import ImportGone, KeysRotated, NotSure, OwnRequest, TooManySearches
from supporters.import_file import heading_of
from supporters.import_systems import recognize
from supporters.jobs.import_common import NAMED, UPLOAD
from supporters.models import SupporterImport
from supporters.services import imports as services
from supporters.services.import_agreeing import needs_second, takes_off_many

CAN_SEE = "countersign_supporters.view_supporterimport"
CAN_IMPORT = "countersign_supporters.add_supporterimport"
IMPORTERS = (Role.STEWARDS,)
LARGEST_FILE = 200 * MEGABYTE
# Of the list; older ones are gone after 30 days.
SHOWN = 50
BEFORE = (ImportStage.READING, ImportStage.CHECKING)


class ImportsMenuItem(GuardedMenuItem):
    """The way there, for whoever may."""

    permission = CAN_IMPORT
    who = IMPORTERS

    def __init__(self) -> None:
        super().__init__(
            _("Import people"), reverse_lazy("supporter_import:index"), icon_name="upload", order=20
        )


def imports_trail(*labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the imports; the last is the page itself."""
    return trail(*labels, above=[(reverse("supporter_import:index"), _("Import people"))])


def too_large() -> str:
    return gettext("This file is larger than %(most)s MB. Divide it into several files.") % {
        "most": LARGEST_FILE // MEGABYTE
    }


@audience(*IMPORTERS)
@method_decorator(sealed_uploads(kind=UPLOAD, at_most=LARGEST_FILE), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ImportsView(Guarded, WagtailAdminTemplateMixin, View):
    """The form for a file, and the imports of the last 30 days in numbers; on POST the file is taken in."""

    permission = CAN_IMPORT
    template_name = "supporters/admin/imports.html"
    header_icon = "upload"
    page_title = _("Import people")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Not in dispatch(): when that is reached, the uploaded file has been taken in.
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(self.permission):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(UploadForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        uploads = _sealed_files(request)
        if any(getattr(handler, "was_too_big", False) for handler in request.upload_handlers):
            form.errors["file"] = form.error_class([too_large()])
        if not form.is_valid():
            destroy_files([upload.pk for upload in uploads])
            return self.draw(form, status=422)
        wanted = form.cleaned_data["file"].sealed_file
        destroy_files([upload.pk for upload in uploads if upload.pk != wanted.pk])
        work = services.begin_import(
            upload=wanted, language=get_language() or "en", actor=Actor.staff(self.staff)
        )
        return redirect("supporter_import:one", work.public_id)

    def draw(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        # What a colleague has only chosen is theirs.
        seen = ~Q(stage__in=BEFORE) | Q(asked_by_id=self.staff.pk)
        seen |= Q(bound__isnull=False, rows_file__isnull=False)
        rows = SupporterImport.objects.filter(seen)
        shown = rows.select_related("asked_by", "mail_list").order_by("-pk")[:SHOWN]
        context = self.get_context_data(form=form, imports=shown, largest=LARGEST_FILE // MEGABYTE)
        return TemplateResponse(self.request, self.template_name, context, status=status)


def _sealed_files(request: HttpRequest) -> list[SealedFile]:
    uploads = [upload for _name, several in request.FILES.lists() for upload in several]
    return [upload.sealed_file for upload in uploads if isinstance(upload, SealedUpload)]


class OfImport(Guarded):
    """Views of one import. Before it has begun it is for who chose the file alone: headings are shown."""

    permission = CAN_IMPORT
    kwargs: dict[str, Any]
    # What waits for a second person is shown to them, without headings.
    for_second: ClassVar[bool] = False

    @cached_property
    def work(self) -> SupporterImport:
        rows = SupporterImport.objects.select_related("rows_file", "undo_file", "mail_list", "asked_by")
        found = rows.filter(public_id=self.kwargs["work"]).first()
        if found is None:
            raise Http404
        is_shown = found.stage not in BEFORE or (self.for_second and found.waits_for_second)
        if not is_shown and found.asked_by_id != self.staff.pk:
            raise Http404
        return found

    @property
    def is_own(self) -> bool:
        return bool(self.work.asked_by_id == self.staff.pk)

    def here(self) -> HttpResponse:
        """Back to its page."""
        return redirect("supporter_import:one", self.work.public_id)

    def late(self) -> HttpResponse:
        """Back, with why nothing was done."""
        messages.warning(self.request, gettext("It had changed meanwhile: look where it stands now."))
        return self.here()


class ImportPage(OfImport, WagtailAdminTemplateMixin, View):
    """The page of one import, whatever stands to be done."""

    template_name = "supporters/admin/import.html"
    header_icon = "upload"

    def get_page_title(self) -> Any:
        return str(self.work)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return imports_trail(str(self.work))

    def form(self, *args: Any) -> SayForm | None:
        """What can be said of its columns; None where it is too late, or its rows are gone."""
        work, file = self.work, self.work.rows_file
        if (
            not self.is_own
            or work.stage not in BEFORE
            or work.is_under_way
            or file is None
            or is_expired(file)
        ):
            return None
        try:
            columns = recognize(heading_of(file)).columns
        except (SealedError, FileBroken):
            return None
        return SayForm(*args, columns=columns, work=work)

    def draw(self, form: SayForm | None, *, status: int = 200) -> HttpResponse:
        work = self.work
        is_there = work.undo_file is not None and not is_expired(work.undo_file)
        # A check that stopped midway has counted a part.
        is_counted = bool(work.counts) and (work.stage not in BEFORE or work.is_checked)
        context = self.get_context_data(
            work=work,
            says=gettext("It is being undone") if work.undoing else work.get_stage_display(),
            form=form,
            is_known=bool(work.system) and work.system != "other",
            is_counted=is_counted and not work.is_under_way,
            counts=count_lines(work.counts),
            faults=fault_lines(work.bad_rows, work.mapping),
            named=NAMED,
            is_before=work.stage in BEFORE,
            can_undo=work.can_be_undone and is_there,
            can_go_on=work.state == WorkState.FAILED and work.stage not in BEFORE,
            has_proof=work.basis == ImportBasis.CONSENT,
            is_own=self.is_own,
            leaves=in_tens(work.counts.get(Outcome.LEAVES, 0)) if work.is_checked else 0,
            takes_many=work.is_checked and takes_off_many(work),
            needs_two=work.is_checked and needs_second(work),
            bound=bytes(work.bound).hex() if work.bound is not None else "",
            holds=columns_in_words(work.mapping) if work.waits_for_second else [],
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(*IMPORTERS)
@method_decorator(never_cache, name="dispatch")
class ImportView(ImportPage):
    """How far it is, and what can be done now. Nothing is changed."""

    for_second = True
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.form())


@audience(*IMPORTERS)
@method_decorator(never_cache, name="dispatch")
class CheckImportView(ImportPage):
    """Say what it holds; a worker counts what importing it would do. A GET leads to its page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.here()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form is None:
            return self.late()
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            services.check_import(work=self.work, said=form.said(), actor=Actor.staff(self.staff))
        except ImportGone:
            return self.late()
        except TooManySearches:
            form.add_error(
                None, gettext("You have checked 20 files within this hour. Go on in the next hour.")
            )
            return self.draw(form, status=429)
        return self.here()


class ImportDeed(OfImport, View):
    """One button of the page of an import."""

    http_method_names = ["post"]
    deed: ClassVar[Any]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            type(self).deed(work=self.work, actor=Actor.staff(self.staff))
        except ImportGone:
            return self.late()
        return self.here()


@audience(*IMPORTERS)
class StartImportView(OfImport, View):
    """Import what was checked, or ask a second person. POST only; pressed twice it is done once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_sure = request.POST.get("is_sure") == "yes"
        try:
            services.start_import(work=self.work, actor=Actor.staff(self.staff), is_sure=is_sure)
        except ImportGone:
            return self.late()
        except NotSure:
            messages.error(request, gettext("Say first that you want so many to be taken off all mail."))
        return self.here()


@audience(*IMPORTERS)
class AllowImportView(OfImport, View):
    """Agree as the second person. POST only."""

    for_second = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            bound = bytes.fromhex(request.POST.get("bound", ""))
            services.allow_import(work=self.work, bound=bound, actor=Actor.staff(self.staff))
        except OwnRequest:
            messages.error(request, gettext("Another data steward has to agree, not whoever asked for it."))
        except (ImportGone, ValueError):
            return self.late()
        return self.here()


@audience(*IMPORTERS)
class DeclineImportView(OfImport, View):
    """Say no as the second person, or take the question back. POST only."""

    for_second = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.decline_import(work=self.work, actor=Actor.staff(self.staff))
        messages.success(request, gettext("It is not imported as it stands."))
        return redirect("supporter_import:index")


@audience(*IMPORTERS)
class GoOnImportView(ImportDeed):
    """Go on where something went wrong. POST only."""

    deed = services.go_on_importing


@audience(*IMPORTERS)
class ForgetImportView(OfImport, View):
    """Destroy a file that shall not be imported. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.forget_import(work=self.work, actor=Actor.staff(self.staff))
        except ImportGone:
            return self.late()
        messages.success(request, gettext("The file is destroyed. Nothing of it was imported."))
        return redirect("supporter_import:index")


@audience(*IMPORTERS)
@method_decorator(never_cache, name="dispatch")
class UndoImportView(OfImport, QuestionView):
    """Asks on GET, takes the import back on POST."""

    page_title = _("Undo this import")
    question = _(
        "Everybody it brought is erased, but for those who did something themselves since. People you knew "
        "before lose what it gave them: the list, the tags, and answers that still stand as it wrote them. "
        "Whom it took off your mail stays off: they alone can come back. Nobody can undo this."
    )
    button = _("Undo the import")
    done = _("The import is being undone.")
    back_label = _("Keep it")
    is_danger = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return imports_trail(str(self.work), self.page_title)

    def subject(self) -> str:
        return str(self.work)

    def back_url(self) -> str:
        return reverse("supporter_import:one", args=[self.work.public_id])

    def act(self, actor: Actor) -> None:
        services.undo_import(work=self.work, actor=actor)

    def why_not(self, refusal: CountersignError) -> str:
        if isinstance(refusal, ImportGone):
            return gettext(
                "It cannot be undone any more: a day has passed, somebody in it was erased, or it is undone."
            )
        if isinstance(refusal, KeysRotated):
            return gettext("It cannot be undone any more: the keys were rotated since.")
        return super().why_not(refusal)
