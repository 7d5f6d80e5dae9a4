"""Private links to one campus: given, renewed and ended by staff; asked for anew by whoever holds one."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from outbox.services import post_letter
from petitions.exceptions import (
    InvitationsRefused,
    OrganizerGone,
    ReadByOthers,
    TooManyInvitations,
    TooManyOrganizers,
)
from petitions.jobs.organizers import FRESH_LINK, INVITATION, RENEWAL, end_links
from petitions.models import CampusOrganizer, Place
from petitions.models.organizers import MOST_ORGANIZERS, OrganizerAddress, link_ends
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.exceptions import BadAddress, CountersignError
from privacy.limits import take
from privacy.sealing import seal_new, unseal_many

FRESH = "petitions.campus_link"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Enough for all campuses of a long list within days; too few to have us mail strangers.
INVITED = "petitions.invited"
INVITED_PER_DAY = 100


def invite_organizer(*, place: Place, address: str, language: str, actor: Actor) -> CampusOrganizer:
    """Give whoever reads this address a private link to one campus, for 30 days, and mail it.

    An address that has one there already keeps it, and nothing is mailed: pressing twice invites once.
    The address is sealed, and used for nothing but this link.

    Raises TooManyOrganizers where three live links are given out, ReadByOthers for an address of a
    school, an employer or a target, BadAddress, TooManyInvitations past the day's number.
    """
    return _give_link(place, address, language, actor)


def invite_organizers(*, addresses: Mapping[Place, str], language: str, actor: Actor) -> None:
    """Give each of these campuses' organizers a link, as ``invite_organizer()`` does: all of them, or none.

    Raises InvitationsRefused, which says of each campus that stood in the way why, TooManyInvitations.
    """
    refused: dict[int, CountersignError] = {}
    with transaction.atomic():
        # In one order, so that two who invite to the same campuses do not wait for each other.
        for place in sorted(addresses, key=lambda place: place.pk):
            try:
                _give_link(place, addresses[place], language, actor)
            except (TooManyOrganizers, ReadByOthers, BadAddress) as refusal:
                refused[place.pk] = refusal
        if refused:
            raise InvitationsRefused(refused)


def _give_link(place: Place, address: str, language: str, actor: Actor) -> CampusOrganizer:
    canonical = canonical_address(address)
    if standing_of(address) != DomainStanding.ORDINARY:
        raise ReadByOthers
    with transaction.atomic():
        # One invitation to a campus at a time, so that two find different slots; the constraint has
        # the last word.
        Place.objects.select_for_update(no_key=True).get(pk=place.pk)
        end_links(place.organizers.over())
        standing = list(place.organizers.all())
        if len(standing) >= MOST_ORGANIZERS:
            # Before any address is looked at: known or not, at a full campus both get the same answer.
            raise TooManyOrganizers
        for row, known in zip(standing, unseal_many(standing, skip_unreadable=True), strict=True):
            if known is not None and canonical_address(known.email) == canonical:
                return row
        # After that: an address that has a link costs nothing, and one that has none is told no less.
        if actor.user is not None and not take(INVITED, str(actor.user.pk), at_most=INVITED_PER_DAY, per=DAY):
            raise TooManyInvitations
        free = set(range(1, MOST_ORGANIZERS + 1)) - {row.slot for row in standing}
        organizer = CampusOrganizer(place=place, slot=min(free), language=language)
        seal_new(organizer, OrganizerAddress(email=address.strip()))
        organizer.save(force_insert=True)
        post_letter(kind=INVITATION, language=language, ref=organizer)
    return organizer


def renew_organizer(*, organizer: CampusOrganizer, actor: Actor) -> None:
    """Let the link live 30 days from today, and mail a fresh one, once an hour at most.

    Not to an address that refuses all of our mail: its holder did not ask for this one.

    Raises OrganizerGone when it has ended or was ended meanwhile.
    """
    with transaction.atomic():
        live = CampusOrganizer.objects.live().filter(pk=organizer.pk)
        if not live.update(ends=link_ends(), changed=utc_today()):
            raise OrganizerGone
        _mail_link(organizer, kind=RENEWAL)


def revoke_organizer(*, organizer: CampusOrganizer, actor: Actor) -> None:
    """End the link at once and destroy the address. Raises OrganizerGone."""
    if not end_links(CampusOrganizer.objects.filter(pk=organizer.pk)):
        raise OrganizerGone


def mail_fresh_link(*, organizer: CampusOrganizer | None, actor: Actor) -> None:
    """Mail whoever holds a link that still lives a fresh one, to the same address, once an hour at most.

    Nothing where there is none: whoever asks learns nothing of that.
    """
    if organizer is not None and organizer.ends >= utc_today():
        _mail_link(organizer, kind=FRESH_LINK)


def _mail_link(organizer: CampusOrganizer, *, kind: str) -> None:
    if take(FRESH, organizer.public_id.hex, at_most=1, per=HOUR):
        post_letter(kind=kind, language=organizer.language, ref=organizer)
