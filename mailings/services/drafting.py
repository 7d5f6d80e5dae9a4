"""Drafts: what a mailing is called, in whose name it comes, and whom it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from campaigns.blocks import ActionRef
from campaigns.kinds import action_kind
from mailings.exceptions import NoLists, NotThatState
from mailings.models import Mailing, SeriesStep
from mailings.selectors.recipients import Audience, audience_of
from mailings.services.noting import Deed, note
from mailings.services.words import duplicate_mailing, hold_draft
from privacy.actors import Actor
from privacy.local_time import to_utc
from supporters.models import List, Segment

# What the form of a mailing writes.
FACTS = ["name", "campaign", "sender", "wrapper", "deadline_local", "deadline_zone", "deadline_at"]
FACTS += ["needs_second"]
TEST = ("test_share", "test_by", "test_hours", "sends_winner_itself")


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a mailing is for, and who of them is left out."""

    lists: Sequence[List]
    segments: Sequence[Segment] = ()
    without_lists: Sequence[List] = ()
    without_segments: Sequence[Segment] = ()
    without_mailings: Sequence[Mailing] = ()
    # Who did this action is left out.
    acted_kind: str = ""
    acted_id: UUID | None = None
    # Why some may get more than they were promised; empty: nobody does.
    last_hours_reason: str = ""


def start_mailing(*, mailing: Mailing, actor: Actor) -> Mailing:
    """Keep a new draft, as somebody's work. Raises NoSuchTime for a deadline that clocks skip."""
    mailing.made_by_id = actor.user.pk if actor.user is not None else None
    _count_deadline(mailing)
    mailing.save()
    return mailing


def change_mailing(*, mailing: Mailing, actor: Actor) -> None:
    """Keep what the form of a mailing says. Raises NotThatState once it is no draft, and NoSuchTime."""
    _count_deadline(mailing)
    with transaction.atomic():
        hold_draft(mailing)
        mailing.save(update_fields=[*FACTS, "changed"])


def choose_people(*, mailing: Mailing, whom: Whom, actor: Actor) -> None:
    """Keep whom a draft is for. Raises NoLists, and NotThatState once it is no draft."""
    if not whom.lists:
        raise NoLists
    with transaction.atomic():
        hold_draft(mailing)
        mailing.lists.set(whom.lists)
        mailing.segments.set(whom.segments)
        mailing.without_lists.set(whom.without_lists)
        mailing.without_segments.set(whom.without_segments)
        mailing.without_mailings.set(whom.without_mailings)
        mailing.acted_kind, mailing.acted_id = whom.acted_kind, whom.acted_id
        mailing.last_hours_reason = whom.last_hours_reason
        mailing.save(update_fields=["acted_kind", "acted_id", "last_hours_reason", "changed"])
        note(mailing, Deed.CHOSEN, actor)


def would_reach(*, mailing: Mailing, whom: Whom, actor: Actor) -> Audience:
    """How many a draft would reach if it were for ``whom``, by the query that sending uses. Nothing is kept.

    Raises what ``choose_people()`` raises.
    """
    with transaction.atomic():
        choose_people(mailing=mailing, whom=whom, actor=actor)
        audience = audience_of(mailing)
        transaction.set_rollback(True)
    return audience


def plan_test(*, mailing: Mailing, actor: Actor) -> None:
    """Keep how two wordings of a draft are tried. Raises NotThatState once it is no draft."""
    with transaction.atomic():
        hold_draft(mailing)
        mailing.save(update_fields=[*TEST, "changed"])


def again_to_others(*, mailing: Mailing, actor: Actor) -> Mailing:
    """A new draft with the words of ``mailing``, for those who got it and have not acted; to be sent anew.

    Acted is who did the first action of its words, or the one whose doers were left out; staff may choose
    another. Who opened it is not known, and never asked.
    """
    with transaction.atomic():
        made = duplicate_mailing(mailing=mailing, actor=actor)
        made.again_of = mailing
        if (action := _first_action(mailing)) is not None:
            made.acted_kind, made.acted_id = action.kind, action.public_id
        made.save(update_fields=["again_of", "acted_kind", "acted_id"])
    return made


def _first_action(mailing: Mailing) -> ActionRef | None:
    for content in mailing.contents.order_by("variant", "pk"):
        for block in content.body:
            if block.block_type == "action" and block.value["action"] is not None:
                found: ActionRef = block.value["action"]
                if found.find() is not None and found.public_id in _known_doers(found.kind):
                    return found
    if mailing.acted_id is not None:
        return ActionRef(mailing.acted_kind, mailing.acted_id)
    return None


def _known_doers(kind: str) -> set[UUID]:
    """The actions of a kind of which it is known who did them: of a guarded event nobody is left out."""
    return {public_id for public_id, _name in action_kind(kind).doer_choices()}


def discard_mailing(*, mailing: Mailing, actor: Actor) -> None:
    """Delete a draft with its words. Raises NotThatState for anything else: what was sent is told.

    A step of a series is removed by ``series.remove_step()``.
    """
    with transaction.atomic():
        hold_draft(mailing)
        if SeriesStep.objects.filter(mailing=mailing).exists():
            raise NotThatState
        mailing.delete()


def _count_deadline(mailing: Mailing) -> None:
    local = mailing.deadline_local
    mailing.deadline_at = to_utc(local, mailing.deadline_zone) if local is not None else None
    if local is None:
        mailing.deadline_zone = ""
