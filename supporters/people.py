"""What staff read of the supporter file: masked, few queries however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from privacy import keystore
from privacy.scopes import AnyUser
from privacy.sealing import unseal_many
from supporters.enums import Legible
from supporters.models import Consent, Subscription, Supporter, SupporterNote
from supporters.selectors import consents_of, details_of

CAN_SEE = "countersign_supporters.view_supporter"


@dataclass(frozen=True)
class MaskedPerson:
    """A supporter as staff see one: nothing here is in clear."""

    legible: Legible
    name: str = ""
    email: str = ""
    further_emails: tuple[str, ...] = ()
    phone: str = ""
    postal_code: str = ""
    # The organization's own questions that they answered; never the answers.
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownNote:
    """A note as its readers see it."""

    public_id: UUID
    text: str
    author: str
    note: SupporterNote


@dataclass(frozen=True)
class ListHistory:
    """A standing with a list, and what the ledger tells of how it came to be."""

    standing: Subscription
    answers: list[Consent]


def visible_to(user: AnyUser) -> "QuerySet[Supporter]":
    """The supporters this user may see: all of them, or nobody."""
    return Supporter.objects.all() if user.has_perm(CAN_SEE) else Supporter.objects.none()


def masked_people(supporters: Sequence[Supporter]) -> list[MaskedPerson]:
    """Each as staff see them, in order.

    One keystore query for 500; one more where somebody can't be read, to tell an erasure from a lost key.
    """
    details = details_of(supporters)
    dark = [row.subject_id for row, known in zip(supporters, details, strict=True) if known is None]
    lost_or_erased = [subject_id for subject_id in dark if subject_id is not None]
    erased = keystore.erased_among(lost_or_erased) if lost_or_erased else set()
    masked = []
    for row, known in zip(supporters, details, strict=True):
        if known is None:
            is_erased = row.subject_id is None or row.sealed is None or row.subject_id in erased
            masked.append(MaskedPerson(Legible.ERASED if is_erased else Legible.LOST))
            continue
        masked.append(
            MaskedPerson(
                Legible.YES,
                name=known.masked_name,
                email=known.masked_email,
                further_emails=tuple(known.masked_further),
                phone=known.masked_phone,
                postal_code="•••" if known.postal_code else "",
                questions=tuple(sorted(known.custom)),
            )
        )
    return masked


def lists_taken(supporters: Sequence[Supporter]) -> dict[int, int]:
    """How many lists each of these takes, by primary key; who takes none is not among them. One query."""
    taken = Subscription.objects.subscribed().filter(supporter__in=[row.pk for row in supporters])
    return dict(taken.order_by().values_list("supporter").annotate(number=Count("pk")))


def list_histories(supporter: Supporter, consents: Sequence[Consent]) -> list[ListHistory]:
    """Every list this person ever stood with, and the answers of the ledger that were about it. One query."""
    standings = supporter.subscriptions.select_related("list").order_by("list")
    return [
        ListHistory(row, [one for one in consents if one.list_id == row.list.public_id]) for row in standings
    ]


def answers_of(supporter: Supporter) -> list[Consent]:
    """What this person answered and the words they saw; without rows that an erasure has blanked."""
    return [one for one in consents_of(supporter) if one.wording is not None]


def notes_of(supporter: Supporter) -> list[ShownNote]:
    """The notes that can be read, newest first. Two queries, and one of the keystore."""
    notes = list(supporter.notes.select_related("author").order_by("-created", "-pk"))
    return [
        ShownNote(note.public_id, known.text, str(note.author) if note.author else "", note)
        for note, known in zip(notes, unseal_many(notes, skip_unreadable=True), strict=True)
        if known is not None
    ]
