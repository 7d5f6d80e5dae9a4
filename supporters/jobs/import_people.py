"""The rows that an import writes about people: new ones sealed in bulk, known ones put on the list."""

from collections.abc import Sequence
from typing import Any

from privacy.days import utc_today
from privacy.indexes import IndexKind
from privacy.inserts import insert_many
from privacy.sealing import seal_new
from supporters.enums import ConsentHow, ImportBasis, RowStanding, SubscriptionState, SupporterState
from supporters.found_by import index_row, phone_index
from supporters.import_plan import Asked, Known
from supporters.jobs.import_common import Setting
from supporters.models import Consent, SubjectIndex, Subscription, Supporter
from supporters.regions import region_of

type New = tuple[Supporter, list[SubjectIndex]]


def seal_person(one: Asked, setting: Setting) -> New:
    """A new person, sealed, and what they are found by; neither is saved."""
    row = one.row
    may_mail = row.standing == RowStanding.SUBSCRIBED and setting.basis == ImportBasis.CONSENT
    supporter = Supporter(
        country=row.country,
        language=row.language,
        region=region_of(row.details.postal_code, row.country),
        state=(SupporterState.ACTIVE if may_mail else SupporterState.UNCONFIRMED).value,
    )
    seal_new(supporter, row.details)
    indexes = [index_row(supporter, IndexKind.EMAIL, one.indexes[max(one.indexes)])]
    # One that nobody could dial is kept as it is written; nobody is found by it.
    if (found_by := phone_index(row.details.phone, row.country)) is not None:
        indexes.append(index_row(supporter, IndexKind.PHONE, found_by))
    return supporter, indexes


def make_people(new: Sequence[tuple[Asked, New]]) -> list[tuple[Supporter, Asked]]:
    """Insert new people and what they are found by."""
    insert_many([supporter for _one, (supporter, _rows) in new])
    rows = []
    for _one, (supporter, indexes) in new:
        for row in indexes:
            # It has a key by now.
            row.supporter = supporter
            rows.append(row)
    insert_many(rows)
    return [(supporter, one) for one, (supporter, _rows) in new]


def stand_on_list(made: Sequence[tuple[Supporter, Asked]], setting: Setting) -> None:
    """Put new people on the list as the file says, and what they said into the ledger."""
    today = utc_today()
    insert_many(
        [
            Subscription(
                supporter=supporter,
                list=setting.mail_list,
                state=SubscriptionState.SUBSCRIBED.value
                if supporter.state == SupporterState.ACTIVE
                else SubscriptionState.UNCONFIRMED.value,
                since=today,
            )
            for supporter, _one in made
        ]
    )
    insert_many(
        [
            _consent(supporter.subject_id, one, setting)
            for supporter, one in made
            if supporter.state == SupporterState.ACTIVE
        ]
    )


def _consent(subject_id: Any, one: Asked, setting: Setting) -> Consent:
    return Consent(
        subject_id=subject_id,
        wording_id=setting.wording_id,
        list_id=setting.mail_list.public_id,
        answer=True,
        how=ConsentHow.IMPORTED.value,
        day=one.row.said_on or setting.said_on,
    )


def join_known(asked: Sequence[Asked], known: Known, setting: Setting) -> list[list[int]]:
    """Put people we know on the list; [subscription, supporter] of each who was not there meanwhile."""
    people = {known.supporter_of(one) or 0: one for one in asked}
    rows = [
        Subscription(supporter_id=pk, list=setting.mail_list, state=SubscriptionState.SUBSCRIBED.value)
        for pk in people
    ]
    keys = insert_many(rows, skip_conflicts=True)
    joined = list(Subscription.objects.filter(pk__in=keys).values_list("pk", "supporter_id"))
    subjects = Supporter.objects.filter(pk__in=[pk for _key, pk in joined])
    insert_many(
        [
            _consent(subject_id, people[pk], setting)
            for pk, subject_id in subjects.values_list("pk", "subject_id")
        ]
    )
    return [list(one) for one in joined]


def give_tags(asked: Sequence[Asked], owners: dict[str, int], setting: Setting) -> list[list[int]]:
    """Give people their tags; [row, supporter] of each that is new."""
    through = Supporter.tags.through
    rows = [
        through(supporter_id=owners[one.row.canonical], tag_id=setting.tags[tag])
        for one in asked
        if one.row.canonical in owners
        for tag in one.row.tags
        if tag in setting.tags
    ]
    keys = insert_many(rows, skip_conflicts=True)
    return (
        [list(one) for one in through.objects.filter(pk__in=keys).values_list("pk", "supporter_id")]
        if keys
        else []
    )
