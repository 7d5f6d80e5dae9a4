"""Signatures on slips of paper: a batch is begun, slips are entered, and for seven days all can be undone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding, NewsChoice
from outbox.services import new_letter, wake_for
from petitions.enums import SignatureMethod, SignatureState
from petitions.exceptions import (
    BatchGone,
    NeverMailed,
    SlipEnteredBefore,
    TooManyBatches,
    TooManySlips,
    TooManyUndone,
)
from petitions.jobs.paper import LETTER, take_back
from petitions.jobs.totals import changes_of
from petitions.marks import Marks, slip_marks_of
from petitions.models import PaperBatch, Petition, Place, Signature, TypedSignature
from petitions.selectors import typed_place
from petitions.services.signing import EXPIRE_AFTER, refuse_closed
from petitions.tasks import fold_petition
from petitions.wordings import NEWS, UPDATES
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import round_up_10_minutes
from privacy.inserts import insert_rows
from privacy.ledger import log_access
from privacy.limits import take
from privacy.sealing import seal_new
from privacy.wakeups import wake
from supporters.default_country import default_country
from supporters.models import ConsentWording
from supporters.regions import region_of

SLIPS = "petitions.slips"
# Six seconds a slip: more than anybody types, less than a script would try.
SLIPS_PER_HOUR = 600
# Whoever types one slip sees in the totals whether it counted. That cannot be hidden, so it is written into
# the access log; and undoing, which makes trying out cheap, is for a few mistakes a day.
BATCHES = "petitions.batches"
BATCHES_PER_DAY = 20
UNDONE = "petitions.batches_undone"
UNDONE_PER_DAY = 3
# The same form sent twice, the same slip typed twice, the hour's entry in the log.
SENT, TYPED, NOTED = "petitions.slip_sent", "petitions.slip_typed", "petitions.slips_noted"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, repr=False)
class Slip:
    """What stands on one slip of paper, as staff typed it. ``news`` is "" where no address is written."""

    given_name: str
    family_name: str = ""
    email: str = ""
    postal_code: str = ""
    news: str = ""
    language: str = "en"


def begin_batch(
    *,
    petition: Petition,
    public_id: UUID,
    day: date,
    place: Place | None,
    news_version: int,
    updates_version: int,
    actor: Actor,
) -> PaperBatch:
    """Begin a batch of slips that were signed on ``day``, at ``place`` if anywhere, with these words on them.

    Written into the access log. ``public_id`` is drawn by the form: sent twice it is one batch. Raises
    PetitionClosed, TooManyBatches, and BatchGone where that id is of another petition's.
    """
    refuse_closed(petition)
    found = _batch(public_id, petition)
    if found is not None:
        return found
    user = actor.user
    if user is not None and not take(BATCHES, str(user.pk), at_most=BATCHES_PER_DAY, per=DAY):
        raise TooManyBatches
    batch = PaperBatch(
        petition=petition,
        public_id=public_id,
        day=day,
        place=place,
        news_version=news_version,
        updates_version=updates_version,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            _log(actor, AccessDeed.PAPER_BEGUN, 0)
    except IntegrityError:
        found = _batch(public_id, petition)
        if found is None:
            raise BatchGone from None
        return found
    return batch


def _batch(public_id: UUID, petition: Petition) -> PaperBatch | None:
    return PaperBatch.objects.filter(public_id=public_id, petition=petition).first()


def _log(actor: Actor, deed: AccessDeed, count: int) -> None:
    """Who and when, and how many slips; never whose, nor what became of one."""
    if actor.user is not None:
        log_access(user=actor.user, deed=deed, kinds=[], count=count)


def enter_slip(*, batch: PaperBatch, public_id: UUID, slip: Slip, actor: Actor) -> None:
    """Count a slip of paper at once, unless its person has signed before: then it waits, and counts nothing.

    The answer does not say which (PRIVACY §4.1), nor does it to the same slip typed twice; the totals may, so
    the access log notes once an hour who enters. What was typed stays under the row's own key for seven
    days and is joined to nobody. A yes to news posts one letter, an answer, whose button alone makes the
    supporter and the subscription; none goes to an address that a school or an employer can read.

    ``public_id`` is drawn by the form: sent twice on one day it is one slip. Raises BatchGone,
    SlipEnteredBefore for a second such slip in this batch on one day, NeverMailed for an address of a
    target's own, PetitionClosed, TooManySlips, BadAddress.
    """
    petition = batch.petition
    refuse_closed(petition)
    standing = standing_of(slip.email) if slip.email else DomainStanding.ORDINARY
    if standing == DomainStanding.TARGET:
        raise NeverMailed
    user = actor.user
    if user is not None and not take(SLIPS, str(user.pk), at_most=SLIPS_PER_HOUR, per=HOUR):
        raise TooManySlips
    typed = _typed(batch, slip)
    signature = Signature(
        public_id=public_id,
        petition=petition,
        batch=batch,
        method=SignatureMethod.PAPER,
        language=slip.language,
        created=batch.day,
        expires_at=round_up_10_minutes(timezone.now() + EXPIRE_AFTER),
        on_campus_mail=standing != DomainStanding.ORDINARY,
    )
    seal_new(signature, typed)
    wants_letter = typed.news != NewsChoice.NO and standing == DomainStanding.ORDINARY
    try:
        with transaction.atomic():
            # By the day's limits and not by the rows: a slip that counts nothing leaves none.
            if not take(SENT, str(public_id), at_most=1, per=DAY):
                return
            marks = slip_marks_of(petition=petition, typed=typed)
            if not take(TYPED, f"{batch.pk} {max(marks.by_version.items())[1].hex()}", at_most=1, per=DAY):
                raise SlipEnteredBefore
            # Waits for an undoing, and for another slip of this batch.
            if not PaperBatch.objects.live().filter(pk=batch.pk).update(entered=F("entered") + 1):
                raise BatchGone
            _insert(signature, typed, marks, wants_letter=wants_letter)
            if user is not None and take(NOTED, f"{user.pk} {batch.pk}", at_most=1, per=HOUR):
                _log(actor, AccessDeed.PAPER_ENTERED, batch.entered + 1)
    except IntegrityError:
        # Sent again after midnight: there is a row of this id.
        return


def _insert(signature: Signature, typed: TypedSignature, marks: Marks, *, wants_letter: bool) -> None:
    petition = signature.petition
    if not Signature.objects.filter(petition=petition, mark__in=marks.all).exists():
        _count(signature, typed, marks)
    elif not wants_letter:
        # Nobody could press a button for it: there is nothing to keep.
        return
    rows: list[Any] = [signature, *changes_of(signature, entered=signature.state)]
    if wants_letter:
        letter = new_letter(kind=LETTER, language=signature.language, ref=signature)
        insert_rows(*rows, letter)
        wake_for(letter)
    else:
        insert_rows(*rows)
    wake(fold_petition, petition.pk)


def _count(signature: Signature, typed: TypedSignature, marks: Marks) -> None:
    signature.state = SignatureState.CONFIRMED
    signature.country = typed.country
    signature.region = region_of(typed.postal_code, typed.country)
    for column, value in {**marks.columns, **typed_place(signature.petition, typed)}.items():
        setattr(signature, column, value)


def _typed(batch: PaperBatch, slip: Slip) -> TypedSignature:
    news = slip.news if slip.email and batch.asks_news else ""
    return TypedSignature(
        email=slip.email,
        given_name=slip.given_name,
        family_name=slip.family_name,
        postal_code=slip.postal_code,
        country=default_country(),
        news=news or NewsChoice.NO.value,
        consents=_consents(batch, news, slip.language) if news else [],
        place=batch.place.public_id.hex if batch.place is not None else "",
    )


def _consents(batch: PaperBatch, news: str, language: str) -> list[list[Any]]:
    """The answers to the words that stand on the slips, as ``TypedSignature`` keeps them."""
    list_id = str(batch.petition.campaign.news_list.public_id)
    said = [[_wording(NEWS, batch.news_version, language), news == NewsChoice.CAMPAIGN, list_id]]
    if news == NewsChoice.ONLY_THIS:
        said.append([_wording(UPDATES, batch.updates_version, language), True, ""])
    return said


def _wording(key: str, version: int, language: str) -> str:
    """Its public id, in this language where the version has it, else in another. Raises KeyError."""
    asked = ConsentWording.objects.filter(key=key, version=version, partner=None).order_by("language")
    by_language = {row.language: row for row in asked}
    if not by_language:
        raise KeyError(key)
    return str(by_language.get(language, next(iter(by_language.values()))).public_id)


def undo_batch(*, batch: PaperBatch, actor: Actor) -> int:
    """Remove a batch with every signature in it, within its seven days; returns how many there were.

    A signer who has pressed the button since stays: that was their own deed. Written into the access log.
    Raises BatchGone, and TooManyUndone past the day's number.
    """
    user = actor.user
    with transaction.atomic():
        # No slip is entered meanwhile.
        mine = PaperBatch.objects.live().select_for_update(of=("self",)).filter(pk=batch.pk).first()
        if mine is None:
            raise BatchGone
        if user is not None and not take(UNDONE, str(user.pk), at_most=UNDONE_PER_DAY, per=DAY):
            raise TooManyUndone
        _log(actor, AccessDeed.PAPER_UNDONE, mine.entered)
        gone = take_back(mine)
        wake(fold_petition, batch.petition_id)
    return gone
