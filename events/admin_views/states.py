"""From draft to called off, and from open to guarded: a question on GET, done on POST."""

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from events.admin_views.common import CAN_EDIT
from events.admin_views.deeds import EventDeedView
from events.services.event_states import confirm_event, make_tentative
from events.services.guarding import guard_event
from events.services.moving import call_off_event
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@method_decorator(never_cache, name="dispatch")
class StateView(EventDeedView):
    """Says what the deed does before it is done."""

    permission = CAN_EDIT


@audience(Audience.STAFF)
class ConfirmView(StateView):
    page_title = _("Confirm the event")
    header_icon = "check"
    question = _("People find it in the lists and can sign up for its dates.")
    button = _("Confirm")
    done = _("The event is confirmed.")

    def act(self, actor: Actor) -> None:
        confirm_event(event=self.event, actor=actor)


@audience(Audience.STAFF)
class TentativeView(StateView):
    page_title = _("Mark it as not sure")
    header_icon = "help"
    question = _("People find it and can sign up; its page says that it is not sure yet.")
    button = _("Mark it")
    done = _("The event is marked as not sure.")

    def act(self, actor: Actor) -> None:
        make_tentative(event=self.event, actor=actor)


@audience(Audience.STAFF)
class CallOffView(StateView):
    page_title = _("Call the event off")
    header_icon = "cross"
    question = _("All its dates ahead are called off. This cannot be taken back.")
    effects = [
        _("Everybody who signed up and left an address is told at once."),
        _("Its page stays and says so. The links in mails go on working until their time is over."),
        _("Of a guarded event each key is destroyed 72 hours from now at the latest."),
    ]
    button = _("Call it off and tell everybody")
    done = _("It is called off, and everybody who left an address is told.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        call_off_event(event=self.event, actor=actor)


@audience(Audience.STAFF)
class GuardView(StateView):
    page_title = _("Make it guarded")
    header_icon = "lock"
    question = _("Who comes is tied to nobody from now on. A guarded event never becomes open again.")
    effects = [
        _(
            "Each sign-up is sealed anew under the key of its date, which is destroyed 72 hours after; last "
            "names and postal codes are deleted."
        ),
        _("Nothing in the supporter file says any more that they signed up."),
        _("Its venue and address leave the page and become the meeting point, behind people’s own links."),
        _("Backups show the old tie for up to 35 days."),
    ]
    button = _("Make it guarded")
    done = _("The event is guarded.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        guard_event(event=self.event, actor=actor)
