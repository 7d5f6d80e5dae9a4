"""Rules against bad signatures: written, counted, let loose and undone; each has a page that tells."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from petitions import selectors, services
from petitions.admin_views.common import CAN_ACT, CAN_SIFT, OfPetition, petition_trail
from petitions.admin_views.deeds import DeedView, why_not
from petitions.admin_views.fraud_forms import NumberForm, RuleForm
from petitions.enums import FraudPhase
from petitions.exceptions import NumberNeeded, PetitionError
from petitions.fraud_words import conditions_in_words
from petitions.models import FraudRule, FraudRun, Petition
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded

# Counts and runs shown at once; older ones than 30 days are gone anyway.
RUNS = 50


def rules_url(petition: Petition) -> str:
    """Where staff see the rules of a petition."""
    return reverse("petition:rules", args=[petition.public_id])


def run_url(run: FraudRun, view: str = "run") -> str:
    return reverse(f"petition:{view}", args=[run.petition.public_id, run.public_id])


def rules_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way there, for whoever may."""
    if not user.has_perm(CAN_SIFT):
        return []
    return [Button(gettext("Find bad signatures"), url=rules_url(petition), icon_name="search", priority=9)]


def words_of(rule: FraudRule) -> list[str]:
    """What it looks for; nothing where that can be read no more."""
    try:
        return conditions_in_words(rule.unseal())
    except SealedError:
        return []


def rules_trail(petition: Petition, label: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the rules of a petition."""
    up = {"url": rules_url(petition), "label": petition.name}
    return [*petition_trail(petition)[:-1], up, {"url": "", "label": label}]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class RulesView(OfPetition, WagtailAdminTemplateMixin, View):
    """What is looked for, and what came of it. The number of queries does not depend on theirs."""

    permission = CAN_SIFT
    template_name = "petitions/admin/rules.html"
    header_icon = "search"
    page_title = _("Find bad signatures")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return rules_trail(self.petition, self.page_title)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("petition:rule_add", args=[self.petition.public_id])
        return [Button(_("Write a rule"), url=url, icon_name="plus")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = selectors.rules_of(self.petition)
        said = {
            one.rule.pk: conditions_in_words(one.conditions) for one in shown if one.conditions is not None
        }
        runs = list(selectors.fraud_runs_visible_to(request.user).filter(petition=self.petition)[:RUNS])
        context = self.get_context_data(
            petition=self.petition,
            rules=[(one.rule, said.get(one.rule.pk)) for one in shown],
            runs=[(run, said.get(run.rule_id or 0), selectors.hits_are_told(run)) for run in runs],
        )
        return TemplateResponse(request, self.template_name, context)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class WriteRuleView(OfPetition, WagtailAdminTemplateMixin, View):
    """The form; a rule is counted as soon as it is written, and nothing more."""

    permission = CAN_SIFT
    template_name = "petitions/admin/delivery_form.html"
    header_icon = "search"
    page_title = _("Write a rule")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return rules_trail(self.petition, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(RuleForm(petition=self.petition))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RuleForm(request.POST, petition=self.petition)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            run = services.write_rule(
                petition=self.petition, conditions=form.conditions, actor=Actor.staff(self.staff)
            )
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
            return redirect(rules_url(self.petition))
        return redirect(run_url(run))

    def draw(self, form: RuleForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            media=form.media,
            petition=self.petition,
            intro=_(
                "All that you fill in must hold. It is counted first, and nothing happens to a signature "
                "until you say so. Names and addresses are opened for the count by the machine: that you "
                "searched is written into the access log, not for what."
            ),
            button=_("Count"),
            back_url=rules_url(self.petition),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


class OfRule(OfPetition):
    """Views of one rule of a petition that this user may see."""

    permission = CAN_SIFT

    @cached_property
    def rule(self) -> FraudRule:
        rule = self.petition.fraud_rules.filter(public_id=self.kwargs["rule"]).first()
        if rule is None:
            raise Http404
        rule.petition = self.petition
        return rule


@audience(Audience.STAFF)
class CountRuleView(OfRule, View):
    """Count it anew: 302 to the page that tells. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rule = self.rule
        try:
            return redirect(run_url(services.count_rule(rule=rule, actor=Actor.staff(self.staff))))
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
            return redirect(rules_url(self.petition))


@audience(Audience.STAFF)
class DeleteRuleView(OfRule, DeedView):
    page_title = _("Delete this rule")
    question = _(
        "What was looked for is forgotten. What it put aside stays there, and can still be put back."
    )
    button = _("Delete")
    done = _("The rule is deleted.")
    back_label = _("Back to the rules")
    is_danger = True

    def subject(self) -> str:
        return "; ".join(words_of(self.rule)) or self.petition.name

    def back_url(self) -> str:
        return rules_url(self.petition)

    def act(self, actor: Actor) -> None:
        services.delete_rule(rule=self.rule, actor=actor)


@audience(Audience.STAFF)
class NoteBurstView(OfPetition, View):
    """Say no more of it: 302 to the signatures. POST only."""

    permission = CAN_ACT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.note_burst(petition=self.petition, actor=Actor.staff(self.staff))
        return redirect(reverse("petition:signatures", args=[self.petition.public_id]))


class OfRun(Guarded):
    """Views of one of the runs this user may see. Absent and not yours look the same."""

    permission = CAN_SIFT
    kwargs: dict[str, Any]

    @cached_property
    def run(self) -> FraudRun:
        visible = selectors.fraud_runs_visible_to(self.request.user)
        own = {"public_id": self.kwargs["run"], "petition__public_id": self.kwargs["petition"]}
        if (found := visible.filter(**own).first()) is None:
            raise Http404
        return found

    @cached_property
    def petition(self) -> Petition:
        return self.run.petition

    def back_url(self) -> str:
        return run_url(self.run)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return rules_trail(self.petition, self.page_title)  # type: ignore[attr-defined]

    def said(self) -> list[str]:
        """What was looked for, where that is still known."""
        return [] if self.run.rule is None else words_of(self.run.rule)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class RunView(OfRun, WagtailAdminTemplateMixin, View):
    """How a count or a run stands, and what can be done next."""

    template_name = "petitions/admin/run.html"
    header_icon = "search"
    page_title = _("What the rule hits")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.run
        is_told = selectors.hits_are_told(run)
        examples = selectors.examples_of(run) if run.is_counted else []
        until = run.undo_until
        context = self.get_context_data(
            run=run,
            petition=self.petition,
            said=self.said(),
            is_told=is_told,
            share=run.hits * 100 / run.total if run.total else 0,
            is_large=selectors.is_large(run),
            examples=list(zip(examples, selectors.masked_signers(examples), strict=True)),
            still_aside=selectors.put_aside_by(run).count() if run.ran_on else 0,
            may_undo=run.phase == FraudPhase.RUN and until is not None and utc_today() <= until,
            back_url=rules_url(self.petition),
        )
        return TemplateResponse(request, self.template_name, context)


class RunDeedView(OfRun, DeedView):
    """A deed with one run; goes back to its page."""

    back_label = _("Back")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return rules_trail(self.petition, self.page_title)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class LetLooseView(OfRun, WagtailAdminTemplateMixin, View):
    """Put aside what is hit: asked on GET, done on POST. A large share is asked twice, with the number."""

    template_name = "petitions/admin/run_sure.html"
    header_icon = "warning"
    page_title = _("Put them aside")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.run.is_counted or not selectors.hits_are_told(self.run):
            return redirect(self.back_url())
        return self.draw()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NumberForm(request.POST) if "number" in request.POST else None
        typed = form.cleaned_data["number"] if form is not None and form.is_valid() else None
        try:
            services.run_rule(run=self.run, typed=typed, actor=Actor.staff(self.staff))
        except NumberNeeded as refusal:
            if form is not None:
                form.add_error("number", why_not(refusal))
            return self.draw(form or NumberForm(), status=200 if form is None else 422)
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
        return redirect(self.back_url())

    def draw(self, form: NumberForm | None = None, *, status: int = 200) -> HttpResponse:
        run = self.run
        context = self.get_context_data(
            run=run,
            petition=self.petition,
            said=self.said(),
            form=form,
            share=run.hits * 100 / run.total if run.total else 0,
            is_large=selectors.is_large(run),
            back_url=self.back_url(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
class UndoRunView(RunDeedView):
    page_title = _("Put them back")
    question = _(
        "All that it put aside counts again, as it was before. Whoever took the name off meanwhile stays off."
    )
    button = _("Put them back")
    done = _("They are being put back.")

    def act(self, actor: Actor) -> None:
        services.undo_run(run=self.run, actor=actor)


@audience(Audience.STAFF)
class GoOnView(RunDeedView):
    page_title = _("Go on")
    question = _("It goes on where it stopped; nothing is done twice.")
    button = _("Go on")
    done = _("It goes on.")

    def act(self, actor: Actor) -> None:
        services.go_on_with_run(run=self.run, actor=actor)
