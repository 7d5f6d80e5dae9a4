"""Private links for whoever runs an event without an account: given, renewed and ended by staff."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from events.exceptions import LinkEnded, OccurrenceOver, TooManyHosts
from events.jobs.neutral import can_mail_guarded
from events.jobs.telling import HOST, HOST_GUARDED
from events.models import HOST_AFTER, HOST_DAYS, MOST_HOSTS, DoorLink, Event, HostAddress, HostLink
from outbox.services import post_letter
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from privacy.sealing import seal_new


def give_host_link(*, event: Event, label: str, language: str, address: str = "", actor: Actor) -> HostLink:
    """A private link to one event, until its last date's end + 24 h, 30 days at most.

    Mailed to ``address``, sealed and used for nothing else; without one staff hand it over. What is mailed
    about a guarded event's goes by its own mail server, or not at all.

    Raises OccurrenceOver for an event without a date ahead, TooManyHosts, BadAddress.
    """
    if address:
        canonical_address(address)
    with transaction.atomic():
        # One at a time, so that two do not pass the number together.
        Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        if HostLink.objects.live().filter(event=event).count() >= MOST_HOSTS:
            raise TooManyHosts
        link = HostLink(event=event, label=label, language=language, ends=_end(event))
        seal_new(link, HostAddress(email=address.strip()))
        link.save(force_insert=True)
        if address:
            _mail(link)
    return link


def renew_host_link(*, link: HostLink, actor: Actor) -> None:
    """Let it live as long as a new one would, and mail it again. Raises LinkEnded, OccurrenceOver."""
    with transaction.atomic():
        ends = _end(link.event)
        live = HostLink.objects.live().filter(pk=link.pk)
        if not live.update(ends=ends, changed=utc_today()):
            raise LinkEnded
        link.ends = ends
        if link.unseal().email:
            _mail(link)


def end_host_link(*, link: HostLink, actor: Actor) -> None:
    """End it at once and destroy the address. Raises LinkEnded when a colleague was first.

    All links to doors of the event end too: their addresses stood on this host's page.
    """
    with transaction.atomic():
        destroy_after_commit([link.subject_id])
        if not HostLink.objects.filter(pk=link.pk).delete()[0]:
            raise LinkEnded
        DoorLink.objects.filter(occurrence__event=link.event_id).delete()


def _end(event: Event) -> datetime:
    last = event.occurrences.aggregate(last=Max("ends"))["last"]
    now = timezone.now()
    if last is None or last <= now:
        raise OccurrenceOver
    # Whole minutes, as a token has them, and never a second more than was promised.
    ends: datetime = min(last + HOST_AFTER, now + timedelta(days=HOST_DAYS))
    return ends.replace(second=0, microsecond=0)


def _mail(link: HostLink) -> None:
    if not link.event.is_guarded:
        post_letter(kind=HOST, language=link.language, ref=link)
    elif can_mail_guarded():
        post_letter(kind=HOST_GUARDED, language=link.language, ref=link)
