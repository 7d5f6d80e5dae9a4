"""Series: their steps, how many wait for each, and whether they run."""

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from mailings.admin_views.common import (
    CAN_EDIT_SERIES,
    CAN_SEE_SERIES,
    CAN_SEND,
    OfSeries,
    series_trail,
    series_url,
)
from mailings.admin_views.deeds import why_not
from mailings.exceptions import MailingError
from mailings.models import Sender, SeriesStep
from mailings.selectors.series import waiting_by_step
from mailings.services import series as services
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import CountersignError
from privacy.staff_views import QuestionView

MOST_DAYS = 365


class StepForm(forms.Form):
    """When a step comes, and for whom."""

    wait_days = forms.IntegerField(
        label=_("Days to wait"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("After the step before; the first one after the day on which it begins for somebody."),
    )
    stops_when_acted = forms.BooleanField(
        label=_("Not for those who have acted since"),
        required=False,
        help_text=_("Whoever took any action since the series began for them gets no more of it."),
    )


class NewStepForm(StepForm):
    """The same of a step that is new, with what its mailing is called."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For staff only."))
    sender = forms.ModelChoiceField(label=_("From"), queryset=Sender.objects.order_by("pk"))
    field_order = ("name", "sender", "wait_days", "stops_when_acted")


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class SeriesView(OfSeries, WagtailAdminTemplateMixin, View):
    """All steps of a series, the first first. The number of queries does not depend on that of people."""

    permission = CAN_SEE_SERIES
    template_name = "mailings/admin/series.html"
    header_icon = "list-ol"
    http_method_names = ["get"]

    @property
    def page_title(self) -> str:
        return self.series.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return series_trail(self.series.name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        context = self.get_context_data(
            series=self.series,
            steps=waiting_by_step(self.series),
            can_edit=user.has_perm(CAN_EDIT_SERIES),
            can_send=user.has_perm(CAN_SEND),
            back_url=reverse("mailing_series:index"),
        )
        return TemplateResponse(request, self.template_name, context)


@method_decorator(never_cache, name="dispatch")
class SeriesDeedView(OfSeries, QuestionView):
    """A deed with a series; goes back to it."""

    permission = CAN_SEND
    header_icon = "list-ol"
    back_label: ClassVar[Any] = _("Back to the series")

    def subject(self) -> str:
        return self.series.name

    def back_url(self) -> str:
        return series_url(self.series)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return series_trail(self.page_title, series=self.series)

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, MailingError):
            raise refusal
        return why_not(refusal)


@audience(Audience.STAFF)
class StartView(SeriesDeedView):
    page_title = _("Let it run")
    question = _("It begins for whoever comes in from today on, and for nobody who came before.")
    effects = [
        _("Each gets one step after another, once, as long as they are on its list."),
        _("While it runs, its steps cannot be changed. It can rest at any time."),
    ]
    button = _("Let it run")
    done = _("It runs.")

    def act(self, actor: Actor) -> None:
        services.start_series(series=self.series, actor=actor)


@audience(Audience.STAFF)
class RestView(SeriesDeedView):
    page_title = _("Have it rest")
    question = _("Nobody comes in, and who waits for a step waits on. It goes on when you let it run.")
    button = _("Have it rest")
    done = _("It rests. Its steps can be changed.")

    def act(self, actor: Actor) -> None:
        services.rest_series(series=self.series, actor=actor)


class StepFormView(OfSeries, WagtailAdminTemplateMixin, View):
    """A form about a step on GET, kept on POST."""

    permission: ClassVar[str] = CAN_EDIT_SERIES
    template_name = "mailings/admin/step_form.html"
    header_icon = "list-ol"
    button: Any = _("Save")

    def make_form(self, data: Any = None) -> forms.Form:
        raise NotImplementedError

    def save(self, form: Any, actor: Actor) -> str:
        """Keep it; where one goes then. Raises MailingError."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return series_trail(self.page_title, series=self.series)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                then = self.save(form, Actor.staff(self.staff))
            except MailingError as refusal:
                form.add_error(None, why_not(refusal))
            else:
                messages.success(request, _("It is saved."))
                return redirect(then)
        return self.draw(form, status=422)

    def draw(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, series=self.series, button=self.button, back_url=series_url(self.series)
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AddStepView(StepFormView):
    """One more mailing at the end; goes on to its words."""

    page_title = _("Add a step")

    def make_form(self, data: Any = None) -> NewStepForm:
        return NewStepForm(data, initial={"wait_days": 3})

    def save(self, form: NewStepForm, actor: Actor) -> str:
        step = services.add_step(series=self.series, actor=actor, **form.cleaned_data)
        return reverse("mailing:overview", args=[step.mailing.public_id])


class OfStep(OfSeries):
    """Views of one step of a series."""

    @cached_property
    def step(self) -> SeriesStep:
        rows = SeriesStep.objects.select_related("series", "mailing")
        step = rows.filter(series=self.series, public_id=self.kwargs["step"]).first()
        if step is None:
            raise Http404
        return step


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EditStepView(OfStep, StepFormView):
    """When a step comes, and for whom."""

    page_title = _("When it comes")

    def make_form(self, data: Any = None) -> StepForm:
        step = self.step
        return StepForm(
            data, initial={"wait_days": step.wait_days, "stops_when_acted": step.stops_when_acted}
        )

    def save(self, form: StepForm, actor: Actor) -> str:
        services.change_step(step=self.step, actor=actor, **form.cleaned_data)
        return series_url(self.series)


@audience(Audience.STAFF)
class RemoveStepView(OfStep, SeriesDeedView):
    permission = CAN_EDIT_SERIES
    page_title = _("Remove this step")
    question = _("Its words are deleted. Who waits for it waits for the one after it.")
    button = _("Remove it")
    done = _("The step is removed.")
    is_danger = True

    def subject(self) -> str:
        return f"{self.series.name}: {self.step.mailing.name}"

    def act(self, actor: Actor) -> None:
        services.remove_step(step=self.step, actor=actor)
