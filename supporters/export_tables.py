"""What a table of supporters holds: only whom and what its purpose allows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from outbox.selectors import refused_among
from privacy.choices import AccessReason
from privacy.localized import language_name
from supporters.bound import fingerprint
from supporters.canaries import Canary
from supporters.enums import ExportColumn, ExportPurpose, SupporterState
from supporters.models import Subscription, Supporter, SupporterDetails, SupporterExport
from supporters.registries import read_by_others
from supporters.selectors import details_of

# Sealed, or so fine that somebody could be told by it.
CONTACT = frozenset(
    {
        ExportColumn.GIVEN_NAME,
        ExportColumn.FAMILY_NAME,
        ExportColumn.EMAIL,
        ExportColumn.PHONE,
        ExportColumn.POSTAL_CODE,
        ExportColumn.CUSTOM,
    }
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What one purpose allows. ``reason`` is what the access log says; None where the purpose is no reason
    to know who somebody is."""

    columns: frozenset[ExportColumn]
    # Who takes a list, refuses no news, and whose mail nobody else reads.
    only_mailable: bool
    has_canary: bool
    reason: AccessReason | None


PURPOSES = {
    ExportPurpose.MAIL: Purpose(
        columns=frozenset(ExportColumn),
        only_mailable=True,
        has_canary=True,
        reason=AccessReason.CONTACT_ABOUT_DEED,
    ),
    ExportPurpose.ANALYSIS: Purpose(
        columns=frozenset(ExportColumn) - CONTACT, only_mailable=False, has_canary=False, reason=None
    ),
    # Nobody invented stands in what is given to a court.
    ExportPurpose.LEGAL: Purpose(
        columns=frozenset(ExportColumn),
        only_mailable=False,
        has_canary=False,
        reason=AccessReason.LEGAL_DUTY,
    ),
}


def purpose_of(export: SupporterExport) -> Purpose:
    return PURPOSES[ExportPurpose(export.purpose)]


def columns_of(export: SupporterExport) -> list[ExportColumn]:
    """Its columns in their order; those alone that its purpose allows."""
    allowed = purpose_of(export).columns
    return [column for column in ExportColumn if column in export.columns and column in allowed]


def bound_to(export: SupporterExport) -> bytes:
    """What a second person agrees to: the rules, the columns, the purpose, the format, and whose it is."""
    return fingerprint(
        export=str(export.public_id),
        asked_by=export.asked_by_id,
        tree=export.tree,
        purpose=str(export.purpose),
        columns=sorted(export.columns),
        file_format=str(export.file_format),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a table: everything that a column may show of them."""

    place: UUID
    person: Supporter
    details: SupporterDetails | None
    lists: Sequence[str]


class Rows:
    """The rows of one table, portion by portion, with the canary in the first that has anybody."""

    def __init__(self, export: SupporterExport, canary: Canary | None) -> None:
        self.columns = columns_of(export)
        self.people = 0
        self._purpose = purpose_of(export)
        self._canary = canary
        # What is sealed is opened where a column shows it, or somebody's address decides.
        self._opens = self._purpose.only_mailable or bool(CONTACT.intersection(self.columns))

    def names(self) -> list[str]:
        return [column.value for column in self.columns]

    def heading(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    def of(self, keys: Sequence[int]) -> tuple[list[list[Any]], list[int]]:
        """The rows of these people, and the keys of those who are in it; a few queries, up to 500 keys.

        In the order of random ids: it does not tell who came in before whom.
        """
        lines = list(self._lines(keys))
        self.people += len(lines)
        rows = [(line.place, [CELLS[column](line) for column in self.columns]) for line in lines]
        if rows and self._canary is not None:
            rows.append((self._canary.place, self._invented(rows[0][1])))
            self._canary = None
        return [row for _place, row in sorted(rows, key=lambda one: one[0])], [
            line.person.pk for line in lines
        ]

    def last(self) -> list[list[Any]]:
        """The canary of a table that holds nobody else."""
        return [] if self._canary is None else [self._invented([""] * len(self.columns))]

    def _lines(self, keys: Sequence[int]) -> Iterator[Line]:
        people = list(self._people(keys))
        details = details_of(people) if self._opens else [None] * len(people)
        lists = self._lists(keys)
        known = list(zip(people, details, strict=True))
        if self._opens:
            # Who was erased, or cannot be read, is in no table.
            known = [(person, one) for person, one in known if one is not None]
        if self._purpose.only_mailable:
            takes = set(
                Subscription.objects.subscribed()
                .filter(supporter__in=keys)
                .values_list("supporter", flat=True)
            )
            refused = refused_among(
                [email for _person, one in known if one is not None for email in one.addresses]
            )
            known = [
                (person, one)
                for person, one in known
                if one is not None
                and person.pk in takes
                and refused.isdisjoint(one.addresses)
                and not read_by_others(one.email)
            ]
        for person, one in known:
            yield Line(person.public_id, person, one, lists.get(person.pk, ()))

    def _people(self, keys: Sequence[int]) -> Any:
        rows = Supporter.objects.filter(pk__in=keys, subject_id__isnull=False)
        if self._purpose.only_mailable:
            rows = rows.filter(state=SupporterState.ACTIVE)
        return rows.prefetch_related("tags") if ExportColumn.TAGS in self.columns else rows

    def _lists(self, keys: Sequence[int]) -> Mapping[int, Sequence[str]]:
        if ExportColumn.LISTS not in self.columns:
            return {}
        found: dict[int, list[str]] = {}
        for row in Subscription.objects.filter(supporter__in=keys).select_related("list").order_by("list"):
            said = gettext("%(list)s (%(standing)s)")
            shown = said % {"list": row.list, "standing": row.get_state_display()}
            found.setdefault(row.supporter_id, []).append(shown)
        return found

    def _invented(self, beside: Sequence[Any]) -> list[Any]:
        """The canary's row: with what says nothing about a person it is as one beside it."""
        canary = self._canary
        if canary is None:
            raise ValueError("There is no canary left.")
        own: dict[ExportColumn, Any] = {
            ExportColumn.GIVEN_NAME: canary.given_name,
            ExportColumn.FAMILY_NAME: canary.family_name,
            ExportColumn.EMAIL: canary.email,
            ExportColumn.PHONE: "",
            ExportColumn.CUSTOM: {},
        }
        return [own.get(column, value) for column, value in zip(self.columns, beside, strict=True)]


def _sealed(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line.details, name) if line.details is not None else ""


CELLS: Mapping[ExportColumn, Callable[[Line], Any]] = {
    ExportColumn.GIVEN_NAME: _sealed("given_name"),
    ExportColumn.FAMILY_NAME: _sealed("family_name"),
    ExportColumn.EMAIL: _sealed("email"),
    ExportColumn.PHONE: _sealed("phone"),
    ExportColumn.POSTAL_CODE: _sealed("postal_code"),
    ExportColumn.CUSTOM: _sealed("custom"),
    ExportColumn.REGION: lambda line: line.person.region,
    ExportColumn.LANGUAGE: lambda line: language_name(line.person.language),
    ExportColumn.LISTS: lambda line: list(line.lists),
    ExportColumn.TAGS: lambda line: sorted(tag.name for tag in line.person.tags.all()),
    ExportColumn.JOINED: lambda line: line.person.joined,
}
