"""Events that visitors would like to host: kept sealed, confirmed by mail, decided on by staff."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services import spend_proof
from events.enums import DeclineReason, EventState, PlaceKind, ProposalState
from events.exceptions import ProposalGone, TooManyProposals
from events.jobs.proposals import (
    ACCEPTED,
    CONFIRM,
    CONFIRM_GUARDED,
    DECLINED,
    DECLINED_GUARDED,
    forget_written,
)
from events.models import Event, EventKind, Proposal, ProposedEvent
from events.services.editing import NewDate, create_event
from events.services.hosts import give_host_link
from outbox.services import post_letter
from privacy import limits
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.days import round_up_10_minutes, utc_today
from privacy.erasure import destroy_after_commit
from privacy.exceptions import SealedError
from privacy.localized import LocalizedText
from privacy.sealing import seal_new

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What staff see of the link that its writer gets.
PROPOSER = "host"
# As the link in the mail.
LASTS = timedelta(days=7)
# Of all visitors together, and of one campaign, so that a flood under one leaves room for the others.
MOST_PER_HOUR = 120
MOST_OF_ONE_PER_HOUR = 20
# Of one address: beyond it nothing is done, in silence.
MOST_PER_DAY = 3


def propose_event(
    *,
    campaign: Campaign,
    kind: EventKind,
    said: ProposedEvent,
    language: str,
    proof: bytes | None = None,
    actor: Actor,
) -> None:
    """Keep what a visitor would like to host until they press the button in the mail that this posts.

    The same work for every address. Raises TooManyProposals beyond 120 an hour or 20 of one campaign, and
    ProofSpent when ``proof`` was handed in before.
    """
    whose = f"{campaign.public_id} {canonical_address(said.email)}"
    with transaction.atomic():
        spend_proof(proof=proof)
        # Behind the proof: one that is sent again and again shuts the form for nobody.
        if not limits.take("events.propose_by", whose, at_most=MOST_PER_DAY, per=DAY):
            return
        of_one = limits.take(
            "events.propose_of", str(campaign.public_id), at_most=MOST_OF_ONE_PER_HOUR, per=HOUR
        )
        if not of_one or not limits.take("events.propose", at_most=MOST_PER_HOUR, per=HOUR, spread=True):
            raise TooManyProposals
        proposal = Proposal(
            campaign=campaign,
            kind=kind,
            language=language,
            expires_at=round_up_10_minutes(timezone.now() + LASTS),
        )
        seal_new(proposal, said)
        proposal.save(force_insert=True)
        letter = CONFIRM_GUARDED if kind.is_guarded else CONFIRM
        post_letter(kind=letter, language=language, ref=proposal)


def confirm_proposal(*, proposal: Proposal, actor: Actor) -> bool:
    """Put it before the moderators. False for a second press. Raises ProposalGone where it ran out."""
    pending = Proposal.objects.filter(
        pk=proposal.pk, state=ProposalState.PENDING, expires_at__gt=timezone.now()
    )
    if pending.update(state=ProposalState.WAITING, expires_at=None, changed=utc_today()):
        return True
    if not Proposal.objects.filter(pk=proposal.pk).exclude(state=ProposalState.PENDING).exists():
        raise ProposalGone
    return False


def accept_proposal(*, proposal: Proposal, name: str, is_place_public: bool, actor: Actor) -> Event:
    """Make a draft of an event of it, for staff to go through and publish; its writer gets a private link.

    ``is_place_public`` is the approver's own word that the place is public or an institution's. Raises
    ProposalGone when a colleague was first or nothing can be read any more, OccurrenceOver where its day has
    passed, ValueError without that word.
    """
    if not is_place_public:
        raise ValueError("Nobody but who approves an event says that its place is public.")
    try:
        said: ProposedEvent = proposal.unseal()
    except SealedError:
        raise ProposalGone from None
    with transaction.atomic():
        _take(proposal, as_=ProposalState.ACCEPTED)
        event = create_event(event=_event_of(proposal, said, name), dates=[_date_of(said)], actor=actor)
        Proposal.objects.filter(pk=proposal.pk).update(event=event)
        give_host_link(
            event=event, label=PROPOSER, language=proposal.language, address=said.email, actor=actor
        )
        if proposal.kind.is_guarded:
            # The private link, which has been mailed, is the answer.
            forget_written([proposal.public_id])
        else:
            post_letter(kind=ACCEPTED, language=proposal.language, ref=proposal)
    return event


def decline_proposal(*, proposal: Proposal, reason: DeclineReason, actor: Actor) -> None:
    """Say no, and tell its writer why, in words of ours. Raises ProposalGone when a colleague was first."""
    with transaction.atomic():
        _take(proposal, as_=ProposalState.DECLINED, reason=reason)
        letter = DECLINED_GUARDED if proposal.kind.is_guarded else DECLINED
        post_letter(kind=letter, language=proposal.language, ref=proposal)


def disown_proposal(*, proposal: Proposal, actor: Actor) -> None:
    """ "It wasn't me": remove it and destroy what was typed, unless it was confirmed before. Idempotent."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update().filter(pk=proposal.pk, state=ProposalState.PENDING).first()
        if row is not None:
            destroy_after_commit([row.subject_id])
            row.delete()


def _take(proposal: Proposal, *, as_: ProposalState, reason: str = "") -> None:
    waiting = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.WAITING)
    if not waiting.update(state=as_, reason=reason, changed=utc_today()):
        raise ProposalGone


def _event_of(proposal: Proposal, said: ProposedEvent, name: str) -> Event:
    """Unsaved. Of a guarded kind only the city is taken over: its place is told behind links."""
    language, kind = proposal.language, proposal.kind
    event = Event(
        campaign=proposal.campaign,
        name=name,
        kind=kind,
        is_guarded=kind.is_guarded,
        state=EventState.DRAFT,
        zone=said.zone,
        place_kind=PlaceKind.AREA if kind.is_guarded else PlaceKind.VENUE,
        locality=said.locality,
        region=said.region[:10],
        is_place_public=True,
        title=LocalizedText({language: said.title}),
        what_will_happen=LocalizedText({language: said.words}),
    )
    if not kind.is_guarded:
        event.venue, event.address = LocalizedText({language: said.venue}), said.address
    return event


def _date_of(said: ProposedEvent) -> NewDate:
    return NewDate(
        local_start=datetime.fromisoformat(said.local_start),
        local_end=datetime.fromisoformat(said.local_end),
    )
