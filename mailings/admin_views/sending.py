"""From a draft to a mailing that is over: sent at its hour, taken back, paused, resumed, stopped."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mailings.admin_views.common import mailing_url
from mailings.admin_views.deeds import MailingDeedView, MailingFormView, why_not
from mailings.admin_views.forms import HourForm
from mailings.admin_views.whom_words import audience_words, whom_words
from mailings.checklist import stops_of
from mailings.exceptions import NeedsSecond, NoLists, StoppedByCheck
from mailings.selectors.approvals import is_approved
from mailings.selectors.recipients import audience_of
from mailings.selectors.speed import pace_for
from mailings.services import sending as services
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.conf import current


@audience(Audience.STAFF)
class HourView(MailingFormView):
    """When a draft leaves: at an hour, by which clock, or as soon as somebody lets it go."""

    for_steps = False
    template_name = "mailings/admin/form.html"
    page_title = _("When it leaves")
    says = _("Nothing is sent by this: it says when, for whoever approves it and lets it go.")
    done = _("The hour is kept.")

    def make_form(self, data: Any = None) -> HourForm:
        return HourForm(data, mailing=self.mailing)

    def save(self, form: HourForm, actor: Actor) -> None:
        said = form.cleaned_data
        services.plan_hour(
            mailing=self.mailing,
            local=said["local"],
            zone=said["zone"],
            is_local_morning=said["is_local_morning"],
            actor=actor,
        )


@audience(Audience.STAFF)
class SendView(MailingDeedView):
    """What leaves, to whom and when; one button."""

    for_steps = False
    template_name = "mailings/admin/send.html"
    page_title = _("Send it")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mailing = self.mailing
        if not mailing.is_editable:
            return redirect(mailing_url(mailing))
        people = audience_of(mailing)
        first_leaves = timezone.now() + timedelta(minutes=current().mail_undo_minutes)
        begins = max(first_leaves, mailing.scheduled_at or first_leaves)
        pace = pace_for(mailing, people.number or 0, begins=begins)
        deadline = mailing.deadline_at
        context = self.get_context_data(
            mailing=mailing,
            chosen=whom_words(mailing),
            number=audience_words(people) if mailing.lists.exists() else "",
            pace=pace,
            is_late=pace is not None and deadline is not None and pace.last_leaves_at > deadline,
            in_the_way=self.in_the_way(),
            undo_minutes=current().mail_undo_minutes,
            back_url=self.back_url(),
        )
        return TemplateResponse(request, self.template_name, context)

    def in_the_way(self) -> str:
        """The first thing that is missing, as a sentence."""
        if not self.mailing.lists.exists():
            return why_not(NoLists())
        if not is_approved(self.mailing):
            return why_not(NeedsSecond())
        return why_not(StoppedByCheck()) if stops_of(self.mailing) else ""

    def act(self, actor: Actor) -> None:
        services.send_mailing(mailing=self.mailing, actor=actor)

    @property
    def done(self) -> Any:
        if self.mailing.scheduled_at is not None:
            return _("It waits for its hour. Until then you can take it back.")
        return _("It leaves in a few minutes. Until then you can take it back.")


@audience(Audience.STAFF)
class TakeBackView(MailingDeedView):
    for_steps = False
    page_title = _("Take it back")
    header_icon = "undo"
    question = _("Nothing has left yet. It becomes a draft again, as it was.")
    button = _("Take it back")
    done = _("It is a draft again. Nobody got it.")

    def act(self, actor: Actor) -> None:
        services.take_back(mailing=self.mailing, actor=actor)


@audience(Audience.STAFF)
class PauseView(MailingDeedView):
    page_title = _("Pause")
    header_icon = "time"
    question = _("Whoever has not got it yet waits until somebody lets it go on.")
    button = _("Pause")
    done = _("It rests.")

    def act(self, actor: Actor) -> None:
        services.pause_mailing(mailing=self.mailing, actor=actor)


class GoOnView(MailingDeedView):
    """Lets it go on: at its rate, or at half of it."""

    half_rate: bool

    def act(self, actor: Actor) -> None:
        services.resume_mailing(mailing=self.mailing, half_rate=self.half_rate, actor=actor)


@audience(Audience.STAFF)
class ResumeView(GoOnView):
    page_title = _("Go on")
    header_icon = "resubmit"
    question = _("It goes on with those who have not got it yet. Nobody gets it twice.")
    button = _("Go on")
    done = _("It goes on.")
    half_rate = False


@audience(Audience.STAFF)
class ResumeHalfView(GoOnView):
    page_title = _("Go on at half the rate")
    header_icon = "resubmit"
    question = _(
        "It goes on half as fast, so that what goes wrong shows before more have it. Nobody gets it twice."
    )
    button = _("Go on at half the rate")
    done = _("It goes on at half the rate.")
    half_rate = True


@audience(Audience.STAFF)
class StopView(MailingDeedView):
    for_steps = False
    page_title = _("Stop it for good")
    header_icon = "cross"
    question = _("Whoever has not got it yet never will. This cannot be taken back.")
    button = _("Stop it for good")
    done = _("It is stopped.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.stop_mailing(mailing=self.mailing, actor=actor)
