"""Where an event stands, until it is called off. Each deed is one conditional UPDATE."""

from django.db import transaction
from wagtail.log_actions import log

from events.enums import EventState, PlaceKind
from events.exceptions import NotAllSaid, NotAPublicPlace, NotThatState
from events.jobs.pages import purge_pages
from events.models import Event
from privacy.actors import Actor
from privacy.days import utc_today

# With the state behind it, the name of an action in the history; registered by ``wagtail_hooks.py``.
LOGGED = "countersign.event."
BEFORE = {
    EventState.CONFIRMED: (EventState.DRAFT, EventState.TENTATIVE),
    EventState.TENTATIVE: (EventState.DRAFT, EventState.CONFIRMED),
}


def confirm_event(*, event: Event, actor: Actor) -> None:
    """Let people find it and sign up. Raises as ``refuse_unready()`` does, and NotThatState."""
    _move(event, EventState.CONFIRMED, actor)


def make_tentative(*, event: Event, actor: Actor) -> None:
    """The same, with a word on its page that it is not sure yet."""
    _move(event, EventState.TENTATIVE, actor)


def refuse_unready(event: Event) -> None:
    """Raises NotAPublicPlace or NotAllSaid for an event that may not be seen by the public yet."""
    if event.place_kind != PlaceKind.ONLINE and not event.is_place_public:
        raise NotAPublicPlace
    if event.is_guarded:
        refuse_unsaid(event)


def refuse_unsaid(event: Event) -> None:
    """Raises NotAllSaid unless it says what a guarded event must: what will happen, where roughly, what is
    risked, and who to ask."""
    where = event.place_kind == PlaceKind.ONLINE or any(event.area.values())
    if not (any(event.what_will_happen.values()) and where and event.risk and any(event.contact.values())):
        raise NotAllSaid


def _move(event: Event, to: EventState, actor: Actor) -> None:
    refuse_unready(event)
    with transaction.atomic():
        rows = Event.objects.filter(pk=event.pk, state__in=BEFORE[to])
        if not rows.update(state=to, changed=utc_today()):
            raise NotThatState
        log(instance=event, action=f"{LOGGED}{to}", user=actor.user)
        purge_pages()
    event.state = to
