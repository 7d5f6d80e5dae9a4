"""Staff's views of signatures, and the deeds that end or change one: in Wagtail's admin.

Everybody sees masked data of their own campaigns only. Absent and not yours look the same.
"""

from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, Table
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from petitions import selectors, services
from petitions.chart import chart_of
from petitions.enums import PetitionState, SignatureState
from petitions.exceptions import AlreadyOver, NeverMailed, NotQuarantined, PetitionClosed, PetitionError
from petitions.models import Petition, Signature
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.choices import AccessDeed, AccessReason
from privacy.exceptions import SealedError
from privacy.ledger import log_access
from privacy.scopes import AnyUser

CAN_SEE = "countersign_petitions.view_signature"
CAN_ACT = "countersign_petitions.change_signature"
CAN_RULE = "countersign_petitions.change_petition"
PAGE_SIZE = 50
CHART_DAYS = 30


def own_petition(user: AnyUser, public_id: UUID) -> Petition:
    """One of the petitions this user may see. Raises Http404."""
    petition = selectors.visible_to(user).filter(public_id=public_id).first()
    if petition is None:
        raise Http404
    return petition


def own_signature(user: AnyUser, petition: UUID, signature: UUID) -> Signature:
    """One of the signatures this user may see, with its petition and supporter. Raises Http404."""
    rows = selectors.signatures_visible_to(user).select_related("petition__campaign", "supporter")
    row = rows.filter(public_id=signature, petition__public_id=petition).first()
    if row is None:
        raise Http404
    return row


class Guarded:
    """Demands ``permission`` before anything is looked up."""

    permission: ClassVar[str]
    request: HttpRequest

    @cached_property
    def staff(self) -> AbstractBaseUser:
        """Who acts."""
        if not self.request.user.is_authenticated:
            raise PermissionDenied
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def petition_trail(petition: Petition) -> list[dict[str, Any]]:
    """Breadcrumbs down to one petition's signatures."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("petition:index"), "label": _("Petitions")},
        {"url": reverse("petition:signatures", args=[petition.public_id]), "label": petition.name},
    ]


class SignatureFilters(WagtailFilterSet):
    """By state, and by day."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=SignatureState.choices)
    created = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = Signature
        fields = ["state", "created"]


class DeedColumn(Column):
    """What can be done with one signature."""

    cell_template_name = "petitions/admin/signature_deeds.html"

    def get_cell_context_data(self, instance: Signature, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["can_act"] = parent_context["request"].user.has_perm(CAN_ACT)
        return context


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class SignaturesView(Guarded, BaseListingView):
    """The signatures of one petition, masked, 50 a page; above them the bars of the last 30 days.

    Not Wagtail's IndexView: that one exports what it lists. The number of queries does not
    depend on the number of rows.
    """

    permission = CAN_SEE
    model = Signature
    template_name = "petitions/admin/signatures.html"
    header_icon = "form"
    paginate_by = PAGE_SIZE
    default_ordering = "-pk"
    filterset_class = SignatureFilters
    columns: ClassVar[list[Column]] = [
        Column("masked_name", label=_("Name"), accessor=lambda row: row.masked.name or "–"),
        Column("masked_email", label=_("Address"), accessor=lambda row: row.masked.email or "–"),
        Column("state", label=_("State"), accessor="get_state_display"),
        DateColumn("created", label=_("Day")),
        Column("region", label=_("Region")),
        Column("language", label=_("Language")),
        DeedColumn("deeds", label=_("Deeds"), accessor=lambda row: row),
    ]

    @cached_property
    def petition(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])

    def get_base_queryset(self) -> QuerySet[Signature]:
        visible = selectors.signatures_visible_to(self.request.user)
        return visible.filter(petition=self.petition).select_related("supporter")

    def get_valid_orderings(self) -> list[str]:
        return []

    def get_table(self, object_list: Any) -> Table:
        rows = list(object_list)
        for row, masked in zip(rows, selectors.masked_signers(rows), strict=True):
            row.petition = self.petition
            row.masked = masked
        return super().get_table(rows)

    def get_index_url(self) -> str:
        return reverse("petition:signatures", args=[self.petition.public_id])

    def get_index_results_url(self) -> str:
        return reverse("petition:signatures_results", args=[self.petition.public_id])

    def get_page_title(self) -> str:
        return _g("Signatures")

    def get_page_subtitle(self) -> str:
        return self.petition.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = petition_trail(self.petition)
        return [*trail[:-1], {"url": "", "label": self.get_page_title(), "sublabel": self.petition.name}]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not self.request.user.has_perm(CAN_RULE):
            return []
        petition = self.petition
        deeds = [("edit", reverse("petition:edit", args=[petition.pk]), _("Edit"))]
        if petition.state == PetitionState.OPEN:
            deeds.append(("cross", reverse("petition:close", args=[petition.public_id]), _("Close")))
        if petition.state != PetitionState.WON:
            deeds.append(("pick", reverse("petition:win", args=[petition.public_id]), _("Won")))
        if petition.delivered_on is None:
            deeds.append(("mail", reverse("petition:deliver", args=[petition.public_id]), _("Handed over")))
        return [
            Button(label, url=url, icon_name=icon, priority=place)
            for place, (icon, url, label) in enumerate(deeds)
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.results_only:
            context["petition"] = self.petition
            context["total"] = selectors.total_of(self.petition)
            context["waiting"] = selectors.waiting_of(self.petition)
            context["chart"] = chart_of(selectors.signatures_per_day(self.petition, days=CHART_DAYS))
        return context


class ReasonForm(forms.Form):
    """Why somebody looks: one of a few reasons, nothing typed."""

    reason = forms.ChoiceField(
        label=_("Why do you need to see it?"), choices=[("", "…"), *AccessReason.choices], widget=forms.Select
    )


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class UnmaskView(Guarded, WagtailAdminTemplateMixin, View):
    """One signature: masked on GET, with the reasons; on POST in clear, after that was logged.

    The answer to the POST is the page itself and never a redirect: what is shown lies in no
    session, address or message.
    """

    permission = CAN_ACT
    template_name = "petitions/admin/unmask.html"
    header_icon = "view"
    page_title = _("One signature")

    @cached_property
    def signature(self) -> Signature:
        return own_signature(self.request.user, self.kwargs["petition"], self.kwargs["signature"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.signature.petition), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        details = self.open(AccessReason(form.cleaned_data["reason"]))
        return self.draw(form, details=details, is_gone=details is None)

    def open(self, reason: AccessReason) -> list[tuple[str, str]] | None:
        """Log, then read; None where nothing can be read any more (and nothing was logged)."""
        row = self.signature.supporter or self.signature
        with transaction.atomic():
            try:
                sealed = row.unseal()
            except SealedError:
                return None
            shown = [
                ("given_name", _("First name"), sealed.given_name),
                ("family_name", _("Last name"), sealed.family_name),
                ("email", _("Address"), sealed.email),
                ("postal_code", _("Postal code"), sealed.postal_code),
            ]
            log_access(
                user=self.staff,
                deed=AccessDeed.UNMASKED,
                kinds=[kind for kind, _label, value in shown if value],
                subject_ids=[row.subject_id] if row.subject_id else [],
                count=1,
                reason=reason,
            )
        return [(str(label), value) for _kind, label, value in shown if value]

    def draw(
        self,
        form: ReasonForm,
        *,
        details: list[tuple[str, str]] | None = None,
        is_gone: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        [masked] = selectors.masked_signers([self.signature])
        context = self.get_context_data(
            form=form, details=details, is_gone=is_gone, masked=masked, signature=self.signature
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class DeedView(Guarded, WagtailAdminTemplateMixin, View):
    """Asks on GET, acts on POST, goes back to the signatures. One subclass and one address a deed."""

    template_name = "petitions/admin/deed.html"
    header_icon = "warning"
    question: ClassVar[Any]
    button: ClassVar[Any]
    done: ClassVar[Any]
    is_danger = False

    @cached_property
    def petition(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])

    def act(self, actor: Actor) -> None:
        """Do it. Raises PetitionError where it can't be done any more."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*petition_trail(self.petition), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(
            petition=self.petition, question=self.question, button=self.button, is_danger=self.is_danger
        )
        return TemplateResponse(request, self.template_name, context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        petition = self.petition
        try:
            self.act(Actor.staff(self.staff))
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
        else:
            messages.success(request, self.done)
        return redirect("petition:signatures", petition=petition.public_id)


def why_not(refusal: PetitionError) -> str:
    """A sentence for staff, which names nobody."""
    if isinstance(refusal, NotQuarantined):
        return _g("This signature is not in quarantine any more: a colleague may have been faster.")
    if isinstance(refusal, NeverMailed):
        return _g(
            "This address is the target's own. It is never mailed, so the signature stays in quarantine."
        )
    if isinstance(refusal, AlreadyOver):
        return _g("This signature had ended before.")
    if isinstance(refusal, PetitionClosed):
        return _g("The petition is closed.")
    return _g("What was typed is gone: the time of this signature is over.")


class SignatureDeedView(DeedView):
    """A deed with one signature."""

    permission = CAN_ACT

    @cached_property
    def signature(self) -> Signature:
        return own_signature(self.request.user, self.kwargs["petition"], self.kwargs["signature"])

    @cached_property
    def petition(self) -> Petition:
        return self.signature.petition


@audience(Audience.STAFF)
class ReleaseView(SignatureDeedView):
    page_title = _("Release from quarantine")
    question = _(
        "The signature goes on: it waits for confirmation, and the mail with the button is sent now."
    )
    button = _("Release")
    done = _("The signature was released. It counts when its button is pressed.")

    def act(self, actor: Actor) -> None:
        services.release_signature(signature=self.signature, actor=actor)


@audience(Audience.STAFF)
class InvalidateView(SignatureDeedView):
    page_title = _("Invalidate")
    question = _("The signature leaves the count for good, and all that was typed with it is destroyed.")
    button = _("Invalidate")
    done = _("The signature was invalidated.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.invalidate_signature(signature=self.signature, actor=actor)


@audience(Audience.STAFF)
class CloseView(DeedView):
    permission = CAN_RULE
    page_title = _("Close the petition")
    question = _(
        "It can be signed no more, and it cannot be opened again: the key of its signatures is destroyed."
    )
    button = _("Close")
    done = _("The petition is closed.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.close_petition(petition=self.petition, actor=actor)


@audience(Audience.STAFF)
class WinView(DeedView):
    permission = CAN_RULE
    page_title = _("Declare it won")
    question = _("Its pages show the words of victory. It can be signed no more, and not be opened again.")
    button = _("Won!")
    done = _("The petition is won.")

    def act(self, actor: Actor) -> None:
        if not services.close_petition(petition=self.petition, won=True, actor=actor):
            services.declare_won(petition=self.petition, actor=actor)


@audience(Audience.STAFF)
class DeliverView(DeedView):
    permission = CAN_RULE
    page_title = _("Handed over")
    question = _("Note that the count was handed over today. From this day on signers' data run out.")
    button = _("It was handed over")
    done = _("Noted.")

    def act(self, actor: Actor) -> None:
        services.deliver_petition(petition=self.petition, actor=actor)
