"""What partners are given: asked for, agreed to, taken along, called back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.days import utc_today
from privacy.freshness import needs_fresh_login
from privacy.kind_names import LABELS
from privacy.models import SealedFile
from privacy.staff_views import Guarded, GuardedMenuItem, trail
from supporters import registries
from supporters.admin_views.leaving import WHO, LeavingDeedView, page_of, why_not
from supporters.exceptions import SupportersError
from supporters.hand_over_reads import columns_of
from supporters.models import HandOver, Organization, Partner
from supporters.models.leaving import MAY_HAND_OVER
from supporters.registries import question_name
from supporters.services import hand_overs as services
from supporters.services.partners import agree_to_key

INDEX = "hand_over:index"
# So long a partner may write to somebody who took it back, and nobody asked.
OVERDUE = timedelta(days=7)


class HandOversMenuItem(GuardedMenuItem):
    permission = MAY_HAND_OVER
    who = WHO

    def __init__(self) -> None:
        super().__init__(_("Hand-overs"), reverse_lazy(INDEX), icon_name="resubmit", order=16)


class HandOverForm(forms.Form):
    """Which partner, on which of its questions."""

    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Partner.objects.exclude(recipient=""),
        to_field_name="public_id",
        help_text=_("Those with a public key on their page."),
    )
    question = forms.ChoiceField(label=_("What people said yes to"), widget=forms.Select)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(key, question_name(key)) for key in registries.handed_columns]
        self.fields["question"].choices = asked  # type: ignore[attr-defined]


@audience(*WHO)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class HandOversView(Guarded, WagtailAdminTemplateMixin, View):
    """All of them and the form on GET; on POST one is asked for."""

    permission = MAY_HAND_OVER
    template_name = "supporters/admin/hand_overs.html"
    header_icon = "resubmit"
    page_title = _("Hand-overs")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(HandOverForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = HandOverForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            services.ask_for_hand_over(
                partner=form.cleaned_data["partner"],
                question=form.cleaned_data["question"],
                actor=Actor.staff(self.staff),
            )
        except SupportersError as refusal:
            messages.error(request, why_not(refusal))
        return redirect(INDEX)

    def draw(self, form: HandOverForm, *, status: int = 200) -> HttpResponse:
        page = page_of(HandOver.objects.select_related("partner__recipient_by"), self.request)
        needs_two = Organization.load(request_or_site=self.request).exports_need_two
        keys = Partner.objects.exclude(recipient="").exclude(recipient=F("agreed_recipient"))
        overdue = utc_today() - OVERDUE
        shown = [
            {
                "work": row,
                "is_own": row.asked_by == self.request.user,
                "question": question_name(row.question),
                "columns": [LABELS.get(column, column) for column in columns_of(row)],
                "bound": bytes(row.bound).hex(),
                "is_overdue": row.received is None and row.taken is not None and row.taken < overdue,
                # The id of its heading, which names its buttons.
                "heading": f"hand-over-{row.public_id}",
            }
            for row in page
        ]
        context = self.get_context_data(
            hand_overs=shown,
            page_obj=page,
            is_making=any(row.is_being_made for row in page),
            form=form,
            can_ask=bool(registries.handed_columns) and Partner.objects.exclude(recipient="").exists(),
            needs_two=needs_two,
            keys=list(keys.select_related("recipient_by")) if needs_two else [],
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class HandOverDeedView(LeavingDeedView):
    permission = MAY_HAND_OVER
    model = HandOver
    back = INDEX


@audience(*WHO)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class AgreeToKeyView(Guarded, View):
    """Agree, as the second person, that a key is the partner's own. POST only."""

    permission = MAY_HAND_OVER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        partner = get_object_or_404(Partner, public_id=kwargs["public_id"])
        try:
            agree_to_key(
                partner=partner,
                recipient=request.POST.get("recipient", ""),
                actor=Actor.staff(self.staff),
            )
        except SupportersError as refusal:
            messages.error(request, why_not(refusal))
        else:
            messages.success(request, gettext("You agreed: files are encrypted to this key from now on."))
        return redirect(INDEX)


@audience(*WHO)
@needs_fresh_login
class AllowHandOverView(HandOverDeedView):
    """Agree as the second person."""

    done = _("You agreed. The file is being made; whoever asked for it downloads it here.")

    def act(self, actor: Actor) -> None:
        services.allow_hand_over(hand_over=self.work, bound=self.bound, actor=actor)


@audience(*WHO)
class EndHandOverView(HandOverDeedView):
    """Decline it, call it back, or delete its file."""

    done = _("It is deleted.")

    def act(self, actor: Actor) -> None:
        services.end_hand_over(hand_over=self.work, actor=actor)


@audience(*WHO)
@needs_fresh_login
class TakeHandOverView(HandOverDeedView):
    """The encrypted file, for whoever asked for it, after a line in the access log."""

    def act(self, actor: Actor) -> SealedFile:
        return services.open_hand_over(hand_over=self.work, actor=actor)


@audience(*WHO)
class ReceivedView(HandOverDeedView):
    """Say that the partner has it."""

    done = _("Noted: the partner has it.")

    def act(self, actor: Actor) -> None:
        services.note_received(hand_over=self.work, actor=actor)
