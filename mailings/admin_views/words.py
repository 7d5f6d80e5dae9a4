"""The editor of a mailing's words: blocks on one side, the mail itself on the other."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.admin.views.generic import (
    CreateEditViewOptionalFeaturesMixin,
    DeleteView,
    EditView,
    RevisionsCompareView,
    RevisionsRevertMixin,
)
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.generic.preview import PreviewOnEdit, PreviewRevision
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.utils.decorators import xframe_options_sameorigin_override

from mailings.admin_views.common import mailing_url, mailings_trail
from mailings.enums import MailingState
from mailings.exceptions import NotThatState
from mailings.models import MailContent
from mailings.selectors import scope
from mailings.services.words import hold_draft, remove_words
from privacy.actors import Actor
from privacy.localized import language_name
from privacy.scopes import AnyUser
from privacy.viewsets import OwnRows

# A mail has its styles in itself. No script of anybody's runs, and nothing is fetched from anywhere else.
FRAME_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    # The admin's own page scrolls the frame, so it stays of one origin with it.
    "sandbox": ["allow-same-origin"],
}


def words_title(content: MailContent) -> str:
    """What these words are, beside the name of their mailing."""
    language = language_name(content.language)
    if not content.mailing.contents.exclude(variant=content.variant).exists():
        return language
    return gettext("%(language)s, wording %(variant)s") % {
        "language": language,
        "variant": content.get_variant_display(),
    }


class OwnWords(OwnRows):
    """Views of the words of mailings that this user may see."""

    model = MailContent

    def visible_rows(self, user: AnyUser) -> QuerySet[MailContent]:
        return MailContent.objects.filter(mailing__in=scope.visible_to(user))


class DraftWords(OwnWords):
    """Views that change words: those of a draft alone; else they lead to the mailing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.visible_rows(request.user).filter(pk=kwargs["pk"]).select_related("mailing").first()
        if found is not None and found.mailing.state != MailingState.DRAFT:
            messages.warning(request, gettext("It is no draft any more, so it stays as it is."))
            return redirect(mailing_url(found.mailing))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class WordsEditView(DraftWords, CreateEditViewOptionalFeaturesMixin, EditView):
    """The editor, which saves by itself, with the mail beside it."""

    view_name = "edit"

    def get_queryset(self) -> QuerySet[MailContent]:
        return MailContent.objects.select_related("mailing__wrapper", "latest_revision__user")

    def save_instance(self) -> MailContent:
        """Keep them, and a revision. Nobody changes words while they begin to be sent."""
        with transaction.atomic():
            hold_draft(self.object.mailing)
            saved: MailContent = super().save_instance()
        return saved

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().form_valid(form)
        except NotThatState:
            self.produced_error_code = "locked"
            self.produced_error_message = gettext("It is no draft any more, so it stays as it is.")
            response = self.form_invalid(form)
        return response

    def get_page_subtitle(self) -> str:
        return f"{self.object.mailing.name}: {words_title(self.object)}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.object)

    def get_success_url(self) -> str:
        return mailing_url(self.object.mailing)

    def get_success_message(self, instance: Any = None) -> str:
        return gettext("Saved. What comes next stands here.")

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        if not self.expects_json_response:
            panels.append(PreviewSidePanel(self.object, self.request, preview_url=self.get_preview_url()))
        return panels

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        mailing = self.object.mailing
        return [HeaderButton(gettext("Mailing"), url=mailing_url(mailing), icon_name="arrow-left")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_other_words(self.object)]


class WordsRevertView(RevisionsRevertMixin, WordsEditView):
    """The editor with what stood there before, to be kept again."""

    view_name = "revisions_revert"


class WordsDeleteView(DraftWords, DeleteView):
    """Throws away the words of one language."""

    def delete_action(self) -> None:
        remove_words(content=self.object, actor=Actor.staff(self.request.user))

    def get_success_url(self) -> str:
        return mailing_url(self.object.mailing)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.object)


class WordsHistoryView(OwnWords, HistoryView):
    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return words_trail(self.object, gettext("History"))


class WordsCompareView(OwnWords, PermissionCheckedMixin, RevisionsCompareView):
    permission_required = "change"


@method_decorator(
    [never_cache, csp_override(FRAME_POLICY), xframe_options_sameorigin_override], name="dispatch"
)
class WordsPreviewView(DraftWords, PreviewOnEdit):
    """The mail as it is typed, in the editor's frame; what is typed is kept for the frame alone."""

    def get_object(self) -> Any:
        """Another campaign's as if it were not there: Wagtail asks for the right first, which would tell."""
        if not self.visible_rows(self.request.user).filter(pk=self.kwargs["pk"]).exists():
            raise Http404
        return super().get_object()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(self._get_form_data(self._get_form_state()))
        if not self.validate_form(form):
            return self.error_response()
        content = form.save(commit=False)
        return content.serve_preview(request, request.GET.get("mode", content.default_preview_mode))


@method_decorator(
    [never_cache, csp_override(FRAME_POLICY), xframe_options_sameorigin_override], name="dispatch"
)
class WordsRevisionView(OwnWords, PermissionCheckedMixin, PreviewRevision):
    """The mail as it was once."""

    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.revision_object.serve_preview(request, request.GET.get("mode", ""))


@method_decorator(
    [never_cache, csp_override(FRAME_POLICY), xframe_options_sameorigin_override], name="dispatch"
)
class WordsLookView(OwnWords, PermissionCheckedMixin, PreviewRevision):
    """The mail as it stands, for other pages' frames: also once it was sent."""

    permission_required = "view"

    def get_revision_object(self) -> MailContent:
        found: MailContent = self.object
        return found

    def setup(self, request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> None:
        super().setup(request, pk, 0, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.object.serve_preview(request, request.GET.get("mode", ""))


def words_trail(content: MailContent, *labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the mailing to its words."""
    mailing = content.mailing
    steps = mailings_trail()
    steps += [{"url": mailing_url(mailing), "label": mailing.name}]
    steps += [
        {
            "url": reverse("mail_words:edit", args=[content.pk]) if labels else "",
            "label": words_title(content),
        }
    ]
    return [*steps, *({"url": "", "label": label} for label in labels)]


def _other_words(content: MailContent) -> list[Button]:
    others = content.mailing.contents.exclude(pk=content.pk).order_by("variant", "language")
    return [
        Button(
            words_title(other), url=reverse("mail_words:edit", args=[other.pk]), icon_name="edit", priority=30
        )
        for other in others
    ]
