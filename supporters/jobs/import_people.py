"""The rows that an import writes about people: new ones sealed in bulk, known ones put on the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from privacy.canonical import RULES_VERSION
from privacy.days import utc_today
from privacy.indexes import IndexKind
from privacy.inserts import insert_many, insert_values
from privacy.keyring import keyring
from privacy.sealing import SealedValues, seal_values
from supporters.enums import ConsentHow, ImportBasis, RowStanding, SubscriptionState, SupporterState
from supporters.found_by import phone_index
from supporters.import_plan import Asked, Known
from supporters.jobs.import_common import Setting
from supporters.models import Consent, SubjectIndex, Subscription, Supporter
from supporters.regions import region_of

# Of a new supporter; all others have their defaults.
FIELDS = ("country", "language", "region", "state")


@dataclass(frozen=True, repr=False)
class NewPerson:
    """Somebody who is sealed and not inserted yet: what stands in their row, and what they are found by."""

    sealed: SealedValues
    # Of FIELDS.
    values: tuple[str, str, str, str]
    # (kind, blind index) each.
    found_by: list[tuple[str, bytes]]
    may_mail: bool


@dataclass(frozen=True, repr=False)
class Made:
    """Somebody who was inserted."""

    pk: int
    subject_id: UUID
    may_mail: bool
    asked: Asked


def seal_person(one: Asked, setting: Setting) -> NewPerson:
    """A new person, sealed, and what they are found by; neither is saved."""
    row = one.row
    may_mail = row.standing == RowStanding.SUBSCRIBED and setting.basis == ImportBasis.CONSENT
    state = SupporterState.ACTIVE if may_mail else SupporterState.UNCONFIRMED
    found_by = [(IndexKind.EMAIL.value, one.indexes[max(one.indexes)])]
    # One that nobody could dial is kept as it is written; nobody is found by it.
    if (phone := phone_index(row.details.phone, row.country)) is not None:
        found_by.append((IndexKind.PHONE.value, phone))
    return NewPerson(
        seal_values(Supporter, row.details),
        (row.country, row.language, region_of(row.details.postal_code, row.country), state.value),
        found_by,
        may_mail,
    )


def make_people(new: Sequence[tuple[Asked, NewPerson]]) -> list[Made]:
    """Insert new people and what they are found by."""
    keys = insert_values(
        Supporter,
        (*SealedValues._fields, *FIELDS),
        [(*person.sealed, *person.values) for _one, person in new],
    )
    version = keyring().idx.newest
    insert_values(
        SubjectIndex,
        ("supporter_id", "kind", "index", "idx_version", "rules_version"),
        [
            (pk, kind, index, version, RULES_VERSION)
            for pk, (_one, person) in zip(keys, new, strict=True)
            for kind, index in person.found_by
        ],
    )
    return [
        Made(pk, person.sealed.subject_id, person.may_mail, one)
        for pk, (one, person) in zip(keys, new, strict=True)
    ]


def stand_on_list(made: Sequence[Made], setting: Setting) -> None:
    """Put new people on the list as the file says, and what they said into the ledger."""
    today, mail_list = utc_today(), setting.mail_list.pk
    standing = {True: SubscriptionState.SUBSCRIBED.value, False: SubscriptionState.UNCONFIRMED.value}
    insert_values(
        Subscription,
        ("supporter_id", "list_id", "state", "since"),
        [(one.pk, mail_list, standing[one.may_mail], today) for one in made],
    )
    _consent_to([(one.subject_id, one.asked) for one in made if one.may_mail], setting)


def _consent_to(said: Sequence[tuple[UUID | None, Asked]], setting: Setting) -> None:
    """Into the ledger: what each said yes to, elsewhere."""
    list_id, how = setting.mail_list.public_id, ConsentHow.IMPORTED.value
    insert_values(
        Consent,
        ("subject_id", "wording_id", "list_id", "answer", "how", "day"),
        [
            (subject_id, setting.wording_id, list_id, True, how, one.row.said_on or setting.said_on)
            for subject_id, one in said
        ],
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
    _consent_to(
        [(subject_id, people[pk]) for pk, subject_id in subjects.values_list("pk", "subject_id")], setting
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
