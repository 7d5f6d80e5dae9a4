"""Who is given to a partner, and who is taken back: read from the ledger at that moment, 500 at a time."""

import hmac
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from outbox.selectors import refused_among
from privacy.keyring import keyring
from supporters import registries
from supporters.bound import fingerprint
from supporters.enums import SupporterState
from supporters.models import Consent, HandedOver, HandOver, Supporter, SupporterDetails
from supporters.registries import read_by_others
from supporters.selectors import details_of

PORTION = 500


@dataclass(frozen=True, slots=True)
class Willing:
    """Somebody whose yes to this partner stands, and that yes."""

    person: Supporter
    details: SupporterDetails
    consent: Consent


def columns_of(hand_over: HandOver) -> tuple[str, ...]:
    """The fields that the question's words speak of; none for a question whose app was taken out."""
    return registries.handed_columns.get(hand_over.question, ())


def reference_of(row: HandedOver) -> UUID:
    """What the partner knows this person by. Of no use to whoever has our tables and not our key."""
    key = keyring().idx(row.idx_version)
    made = hmac.digest(key, b"countersign/handed-over/v1" + row.number.bytes, "sha256")
    return UUID(bytes=made[:16], version=4)


def keep_references(rows: Sequence[HandedOver], version: int) -> list[None]:
    """For ``rotate_keys``: the partner has the reference, so each keeps the key that made it."""
    return [None for _row in rows]


def bound_to(hand_over: HandOver) -> bytes:
    """What a second person agrees to: the partner and its key, the question, and what its words speak of."""
    return fingerprint(
        hand_over=str(hand_over.public_id),
        asked_by=hand_over.asked_by_id,
        partner=str(hand_over.partner.public_id),
        recipient=hand_over.partner.recipient,
        question=hand_over.question,
        columns=columns_of(hand_over),
    )


def standing_with(hand_over: HandOver) -> QuerySet[HandedOver]:
    """Who was given to this partner on this question, by this hand-over or one before, and not taken back."""
    return HandedOver.objects.filter(
        hand_over__partner=hand_over.partner_id, hand_over__question=hand_over.question, ended_by=None
    )


def newest_answers(subject_ids: Collection[UUID | None], hand_over: HandOver) -> dict[UUID, Consent]:
    """The last answer of each of these to the question, whatever the version of its words. One query."""
    rows = Consent.objects.filter(
        subject_id__in=[subject_id for subject_id in subject_ids if subject_id],
        wording__partner=hand_over.partner_id,
        wording__key=hand_over.question,
    ).order_by("day", "pk")
    return {row.subject_id: row for row in rows if row.subject_id is not None}


def asked_portions(hand_over: HandOver) -> Iterator[list[UUID]]:
    """Whoever ever said yes to this partner's question, up to 500 at a time."""
    rows = Consent.objects.filter(
        wording__partner=hand_over.partner_id,
        wording__key=hand_over.question,
        answer=True,
        subject_id__isnull=False,
    ).order_by("pk")
    last = 0
    while found := list(rows.filter(pk__gt=last).values_list("pk", "subject_id")[:PORTION]):
        last = found[-1][0]
        yield [subject_id for _pk, subject_id in found if subject_id is not None]


def willing_among(subject_ids: Collection[UUID], hand_over: HandOver) -> list[Willing]:
    """Who of these is to be given now: the last answer is yes, they were not given yet, refuse no mail, and
    nobody else reads theirs. In the order of random ids. A few queries; locks these people's rows in the
    order of keys, as all who lock several do.

    Call it in a transaction: whoever takes a yes back waits until this portion is in, and then finds it.
    """
    given = standing_with(hand_over).filter(supporter=OuterRef("pk"))
    people = list(
        Supporter.objects.select_for_update()
        .filter(~Q(Exists(given)), subject_id__in=subject_ids, state=SupporterState.ACTIVE)
        .order_by("pk")
    )
    answers = newest_answers([one.subject_id for one in people], hand_over)
    found = [
        Willing(person, known, answers[person.subject_id])
        for person, known in zip(people, details_of(people), strict=True)
        if known is not None
        and known.email
        and person.subject_id in answers
        and answers[person.subject_id].answer
    ]
    refused = refused_among([email for one in found for email in one.details.addresses])
    given_now = [
        one
        for one in found
        if refused.isdisjoint(one.details.addresses) and not read_by_others(one.details.email)
    ]
    return sorted(given_now, key=lambda one: one.person.public_id)


def ended_portions(hand_over: HandOver) -> Iterator[list[tuple[HandedOver, str]]]:
    """Who was given by an earlier hand-over and whose yes does not stand any more, or of whom the partner was
    told by one that it is not known to have. With the address where it can still be read; "" for whoever was
    erased, and whoever said yes again since: under another reference. Up to 500 at a time are looked at.
    """
    rows = (
        HandedOver.objects.filter(
            hand_over__partner=hand_over.partner_id,
            hand_over__question=hand_over.question,
            ended_by__received=None,
        )
        .exclude(Q(hand_over=hand_over) | Q(ended_by=hand_over))
        .select_related("supporter")
        .order_by("pk")
    )
    last = 0
    while found := list(rows.filter(pk__gt=last)[:PORTION]):
        last = found[-1].pk
        subjects = [row.supporter.subject_id if row.supporter is not None else None for row in found]
        answers = newest_answers(subjects, hand_over)
        over = [
            row
            for row, subject_id in zip(found, subjects, strict=True)
            if row.ended_by_id is not None or not _says_yes(answers, subject_id)
        ]
        people = [
            row.supporter
            for row in over
            if row.supporter is not None and not _says_yes(answers, row.supporter.subject_id)
        ]
        known = dict(zip([one.pk for one in people], details_of(people), strict=True))
        yield [(row, _address(known.get(row.supporter_id or 0))) for row in over]


def _says_yes(answers: Mapping[UUID, Consent], subject_id: UUID | None) -> bool:
    return subject_id is not None and subject_id in answers and bool(answers[subject_id].answer)


def _address(known: SupporterDetails | None) -> str:
    return known.email if known is not None else ""


def given_to(supporter: Supporter) -> QuerySet[HandedOver]:
    """To which partners this person's data went, by what was downloaded, the newest first."""
    rows = supporter.handed_over.filter(hand_over__taken__isnull=False)
    return rows.select_related("hand_over__partner", "ended_by").order_by("-hand_over__taken", "-pk")
