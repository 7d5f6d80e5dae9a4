"""One mailing at a glance: what is left to do, how far it is, or what became of it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from mailings.admin_views.common import (
    CAN_ADD,
    CAN_EDIT,
    CAN_SEND,
    CAN_VIEW,
    OfMailing,
    is_step,
    mailings_trail,
    series_trail,
)
from mailings.admin_views.steps import Drafted, steps_of
from mailings.admin_views.whom import WHO
from mailings.admin_views.whom_words import audience_words, whom_words
from mailings.checklist import remarks_of
from mailings.enums import UNDER_WAY, MailingState
from mailings.models import Mailing
from mailings.selectors.approvals import is_approved
from mailings.selectors.narrow import is_narrow_mailing
from mailings.selectors.progress import progress_of, unknown_of
from mailings.selectors.recipients import audience_of
from mailings.selectors.results import results_of
from mailings.selectors.speed import pace_for
from mailings.selectors.testing import standings
from mailings.selectors.words import words_of
from privacy.audiences import Audience, admits, audience

# What a state means, in one sentence, for staff.
MEANINGS = {
    MailingState.DRAFT: _("Nobody gets it yet."),
    MailingState.SCHEDULED: _("It waits. Until it leaves, it can be taken back."),
    MailingState.SENDING: _("It is on its way, each to one person by itself."),
    MailingState.PAUSED: _("It rests. Nobody gets it until somebody lets it go on."),
    MailingState.SENT: _("All who were to get it did, as far as their mailboxes took it."),
    MailingState.CANCELLED: _("It was stopped. Who had not got it by then never will."),
}


def ways_of(mailing: Mailing, rights: Sequence[str]) -> list[Button]:
    """What can become of a mailing from where it stands, for whoever has these rights."""
    send = {
        MailingState.SENDING: [("pause", gettext("Pause")), ("stop", gettext("Stop it for good"))],
        MailingState.PAUSED: [
            ("resume", gettext("Go on")),
            ("resume_half", gettext("Go on at half the rate")),
            ("stop", gettext("Stop it for good")),
        ],
    }
    state = MailingState(mailing.state)
    deeds = send.get(state, []) if CAN_SEND in rights else []
    if is_step(mailing):
        # It ends with its series.
        deeds = [deed for deed in deeds if deed[0] != "stop"]
    ways = [_button(mailing, name, label) for name, label in deeds]
    if state == MailingState.DRAFT and CAN_EDIT in rights:
        edit = Button(gettext("Name, sender, look"), url=reverse("mailing:edit", args=[mailing.pk]))
        ways.append(edit)
        if not is_step(mailing):
            ways.append(_button(mailing, "test", gettext("Try two wordings")))
    elif state == MailingState.DRAFT:
        ways.append(_button(mailing, "check", gettext("The mail itself")))
    elif state != MailingState.SCHEDULED:
        ways += [
            _button(mailing, "results", gettext("Results")),
            _button(mailing, "check", gettext("The mail itself")),
        ]
    if CAN_ADD in rights:
        if state == MailingState.SENT:
            ways.append(_button(mailing, "again", gettext("Again to those who have not acted")))
        ways += [
            _button(mailing, "duplicate", gettext("Copy")),
            Button(gettext("History"), url=reverse("mailing:history", args=[mailing.pk])),
        ]
    return ways


def _button(mailing: Mailing, name: str, label: str) -> Button:
    return Button(label, url=reverse(f"mailing:{name}", args=[mailing.public_id]))


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class OverviewView(OfMailing, WagtailAdminTemplateMixin, View):
    """All that one needs to decide what comes next. As many queries for ten people as for a million."""

    permission = CAN_VIEW
    template_name = "mailings/admin/overview.html"
    header_icon = "mail"
    http_method_names = ["get"]

    @property
    def page_title(self) -> str:
        return self.mailing.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        if is_step(self.mailing):
            return series_trail(self.mailing.name, series=self.mailing.series_step.series)
        return mailings_trail(self.mailing.name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mailing = self.mailing
        rights = [right for right in (CAN_ADD, CAN_EDIT, CAN_SEND) if request.user.has_perm(right)]
        state = MailingState(mailing.state)
        context = self.get_context_data(
            mailing=mailing,
            meaning=MEANINGS[state],
            ways=ways_of(mailing, rights),
            # Lists and segments are the file's; organizers read what was written, and what came of it.
            chosen=whom_words(mailing) if CAN_EDIT in rights else [],
            can_edit=CAN_EDIT in rights,
            sees_people=self.sees_people,
            can_send=CAN_SEND in rights,
            is_step=is_step(mailing),
            **self.of_state(state),
        )
        return TemplateResponse(request, self.template_name, context)

    @cached_property
    def sees_people(self) -> bool:
        """Whether this user may choose who gets it, and look at them."""
        return self.request.user.has_perm(CAN_EDIT) and admits(self.request.user, frozenset(WHO))

    def of_state(self, state: MailingState) -> dict[str, Any]:
        """What is looked up for a mailing that stands so."""
        if state in UNDER_WAY:
            progress = progress_of(self.mailing)
            is_testing = self.mailing.is_tested and not self.mailing.winner
            is_testing = is_testing and not is_narrow_mailing(self.mailing)
            return {
                "progress": progress,
                "pace": pace_for(self.mailing, progress.waiting),
                "standings": standings(self.mailing) if is_testing else [],
            }
        if state in {MailingState.DRAFT, MailingState.SCHEDULED}:
            return {"steps": steps_of(self.drafted()), "number": self.number}
        return {"unknown": unknown_of(self.mailing).count(), "results": results_of(self.mailing)}

    def drafted(self) -> Drafted:
        mailing = self.mailing
        contents = list(words_of(mailing).values())
        has_lists = mailing.lists.exists()
        may_know = has_lists and self.request.user.has_perm(CAN_EDIT)
        self.number = audience_words(audience_of(mailing)) if may_know else ""
        return Drafted(
            mailing=mailing,
            contents=contents,
            languages=[code for code, _name in settings.LANGUAGES],
            has_lists=has_lists,
            number=self.number,
            remarks=remarks_of(mailing) if contents else [],
            is_approved=is_approved(mailing),
            is_step=is_step(mailing),
            may_choose=self.sees_people,
        )
