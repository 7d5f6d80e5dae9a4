"""The legal register for Data stewards and Administrators: demands of authorities, and legal holds."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.choices import AccessDeed
from privacy.exceptions import SealedError
from privacy.freshness import needs_fresh_login
from privacy.holds import scope_choices
from privacy.legal import begin_hold, end_hold, write_demand
from privacy.legal_forms import DemandForm, HoldForm
from privacy.locking import HOLDERS
from privacy.models.legal import LegalDemand, LegalHold
from privacy.readings import has_read, note_reading
from privacy.staff_views import Guarded, GuardedMenuItem, QuestionView, trail

CAN_SEE = "countersign_privacy.view_legaldemand"
CAN_WRITE = "countersign_privacy.change_legaldemand"
CAN_HOLD = "countersign_privacy.add_legalhold"
TITLE = gettext_lazy("Legal register")


class LegalMenuItem(GuardedMenuItem):
    """The way there, for those who tend data."""

    permission = CAN_SEE
    who = HOLDERS

    def __init__(self) -> None:
        super().__init__(TITLE, reverse_lazy("countersign_legal"), icon_name="doc-full", order=920)


@audience(*HOLDERS)
@method_decorator(never_cache, name="dispatch")
class RegisterView(Guarded, WagtailAdminTemplateMixin, View):
    """What was demanded of us, and what must not be deleted; nothing sealed is shown."""

    permission = CAN_SEE
    template_name = "privacy/admin/legal.html"
    header_icon = "doc-full"
    page_title = TITLE

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        labels = dict(scope_choices())
        holds = LegalHold.objects.select_related("demand").order_by("-began", "-pk")
        context = self.get_context_data(
            demands=LegalDemand.objects.order_by("-received", "-pk"),
            holds=[(hold, labels.get(hold.scope, hold.scope)) for hold in holds],
        )
        return TemplateResponse(request, self.template_name, context)


class _FormView(Guarded, WagtailAdminTemplateMixin, View):
    """One form of the register; 422 with what is wrong, and what was typed kept."""

    template_name = "privacy/admin/legal_form.html"
    header_icon = "doc-full"
    warnings: ClassVar[list[Any]] = []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=[(reverse("countersign_legal"), TITLE)])

    def draw(self, form: Any, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, warnings=self.warnings, page_title=self.page_title)
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(*HOLDERS)
@needs_fresh_login(also_to_look=True)
@method_decorator(never_cache, name="dispatch")
class DemandView(_FormView):
    """Enter a demand, or read and change one, once it is noted that it was read."""

    permission = CAN_WRITE

    @cached_property
    def demand(self) -> LegalDemand | None:
        public_id = self.kwargs.get("public_id")
        return get_object_or_404(LegalDemand, public_id=public_id) if public_id else None

    @property
    def page_title(self) -> str:
        return gettext("Demand of an authority")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.demand is None:
            return self.draw(DemandForm())
        if not has_read(user=self.staff, deed=AccessDeed.UNMASKED, of=self.demand.subject_id):
            return redirect("countersign_legal_demand_read", self.demand.public_id)
        known = {name: getattr(self.demand, name, None) for name in DemandForm.base_fields}
        try:
            words = self.demand.unseal()
        except SealedError:
            messages.warning(request, gettext("What was written about it cannot be read any more."))
        else:
            known |= {"words": words.words, "counsel": words.counsel}
        return self.draw(DemandForm(initial=known))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DemandForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        write_demand(demand=self.demand, words=form.sealed(), said=form.said(), actor=Actor.staff(self.staff))
        messages.success(request, gettext("Saved in the register."))
        return redirect("countersign_legal")


@audience(*HOLDERS)
@needs_fresh_login
class ReadDemandView(QuestionView):
    """Note that what is sealed of a demand is read, on POST, and lead on to it."""

    permission = CAN_WRITE
    header_icon = "view"
    page_title = _("Read a demand")
    question = _("Read what was written about this demand?")
    effects: ClassVar[list[Any]] = [_("That you read it stands in the access log, once a day.")]
    button = _("Read it")
    done = _("Noted that you read it.")
    back_label = _("Rather not: back")

    @cached_property
    def demand(self) -> LegalDemand:
        return get_object_or_404(LegalDemand, public_id=self.kwargs["public_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=[(self.back_url(), TITLE)])

    def subject(self) -> str:
        return f"{self.demand.get_kind_display()}: {self.demand.authority}"

    def back_url(self) -> str:
        return reverse("countersign_legal")

    def next_url(self) -> str:
        return reverse("countersign_legal_demand", args=[self.demand.public_id])

    def act(self, actor: Actor) -> None:
        note_reading(
            actor=actor,
            deed=AccessDeed.UNMASKED,
            kinds=("counsel", "words"),
            of=self.demand.subject_id,
        )


@audience(*HOLDERS)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class BeginHoldView(_FormView):
    """Have the deletion of one scope rest."""

    permission = CAN_HOLD
    page_title = _("Begin a legal hold")
    warnings: ClassVar[list[Any]] = [
        _("Ask counsel first: a hold keeps data of people who were promised that they go."),
        _(
            "The keys of direct actions are destroyed in time all the same, and what a form holds that "
            "nobody confirmed runs out by itself. If a court orders one of these to be kept, speak with "
            "counsel before that event."
        ),
        _(
            "A hold keeps nobody from having themselves erased or from leaving. Whoever is asked by staff to "
            "erase somebody whom a hold may concern asks counsel."
        ),
    ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(HoldForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = HoldForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        begin_hold(
            demand=form.demands.get(form.cleaned_data["demand"]),
            scope=form.cleaned_data["scope"],
            review=form.cleaned_data["review"],
            words=form.sealed(),
            actor=Actor.staff(self.staff),
        )
        messages.success(request, gettext("The hold stands: what it covers is not deleted by itself."))
        return redirect("countersign_legal")


@audience(*HOLDERS)
@needs_fresh_login
class EndHoldView(QuestionView):
    """End a hold."""

    permission = CAN_HOLD
    page_title = _("End the hold")
    question = _("End this legal hold?")
    effects: ClassVar[list[Any]] = [
        _("What is due by then is deleted the next day, and nobody can bring it back.")
    ]
    button = _("End the hold")
    done = _("The hold has ended: what is due goes the next day.")
    back_label = _("Rather not: back")
    is_danger = True

    @cached_property
    def hold(self) -> LegalHold:
        return get_object_or_404(LegalHold, public_id=self.kwargs["public_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=[(self.back_url(), TITLE)])

    def subject(self) -> str:
        return str(dict(scope_choices()).get(self.hold.scope, self.hold.scope))

    def back_url(self) -> str:
        return reverse("countersign_legal")

    def act(self, actor: Actor) -> None:
        end_hold(hold=self.hold, actor=actor)
