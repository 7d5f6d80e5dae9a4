"""What a table of supporters holds: only whom and what its purpose allows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from outbox.selectors import refused_among
from privacy.choices import AccessReason
from privacy.localized import language_name
from supporters.bound import fingerprint
from supporters.canaries import canary_domain, canary_of, draw, goes_along
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
    # Who takes the list, does not refuse its news, and whose mail nobody else reads.
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
    # Nobody invented stands in what is given to a court: instead it always needs a second person.
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


def has_canaries(export: SupporterExport) -> bool:
    """Whether invented people go along: by addresses, and where there is a domain for them."""
    has_addresses = ExportColumn.EMAIL in columns_of(export)
    return purpose_of(export).has_canary and has_addresses and canary_domain() != ""


def always_needs_second(export: SupporterExport) -> bool:
    """Whether a second person has to agree, whatever the organization says: nothing would tell this table."""
    if export.purpose == ExportPurpose.LEGAL:
        return True
    return bool(CONTACT.intersection(columns_of(export))) and not has_canaries(export)


def bound_to(export: SupporterExport) -> bytes:
    """What a second person agrees to: rules, how many fit, columns, purpose, list, format, whose it is."""
    return fingerprint(
        export=str(export.public_id),
        asked_by=export.asked_by_id,
        tree=export.tree,
        fitted=export.fitted,
        mail_list=str(export.mail_list.public_id) if export.mail_list is not None else "",
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
    """The rows of one table, portion by portion, with its canaries among them."""

    def __init__(self, export: SupporterExport) -> None:
        self.columns = columns_of(export)
        # Rows, the invented ones too.
        self.people = 0
        self.canaries: list[bytes] = []
        self._export = export
        self._purpose = purpose_of(export)
        self._cells = {**CELLS, **COARSE} if self._purpose.reason is None else CELLS
        self._has_canaries = has_canaries(export)
        # The last portion waits, so that a canary that comes at the end does not stand at the end; and
        # beside whom it would be: plain people first, as a canary has no phone and answers nothing.
        self._held: list[list[Any]] = []
        self._beside: tuple[bool, bytes, list[Any]] | None = None
        # What is sealed is opened where a column shows it, or somebody's address decides.
        self._opens = self._purpose.only_mailable or bool(CONTACT.intersection(self.columns))

    def names(self) -> list[str]:
        return [column.value for column in self.columns]

    def heading(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    def of(self, keys: Sequence[int]) -> tuple[list[list[Any]], list[int]]:
        """The rows of the people before, and the keys of those of these who are in it; a few queries, up to
        500 keys.

        In a drawn order: it tells neither who came in before whom, nor by our tables who is who.
        """
        lines = list(self._lines(keys))
        if not lines:
            return [], []
        before = self._held
        rows = [[self._cells[column](line) for column in self.columns] for line in lines]
        if self._has_canaries:
            rows += self._canaries_beside(lines, rows)
        SystemRandom().shuffle(rows)
        self._held = rows
        self.people += len(rows)
        return before, [line.person.pk for line in lines]

    def last(self) -> list[list[Any]]:
        """The rows that are left, with a canary where none came along."""
        if self._has_canaries and not self.canaries and self._beside is not None:
            _is_not_plain, drawn, beside = self._beside
            self._held.append(self._invented(drawn, beside))
            self.people += 1
            SystemRandom().shuffle(self._held)
        return self._held

    def _canaries_beside(self, lines: Sequence[Line], rows: Sequence[list[Any]]) -> list[list[Any]]:
        found = []
        for line, row in zip(lines, rows, strict=True):
            details, drawn = line.details, draw(self._export, line.place)
            is_plain = details is not None and not details.phone and not details.custom
            if is_plain and goes_along(drawn):
                found.append(self._invented(drawn, row))
            elif self._beside is None or (not is_plain, drawn) < self._beside[:2]:
                self._beside = not is_plain, drawn, row
        return found

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
                .filter(supporter__in=keys, list=self._export.mail_list_id)
                .values_list("supporter", flat=True)
            )
            mail_list = self._export.mail_list
            refused = refused_among(
                [email for _person, one in known if one is not None for email in one.addresses],
                mail_list.public_id if mail_list is not None else None,
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

    def _invented(self, drawn: bytes, beside: Sequence[Any]) -> list[Any]:
        """A canary's row: with what says nothing about a person it is as the one beside it."""
        canary = canary_of(drawn)
        self.canaries.append(canary.fingerprint)
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

# Where nobody is to be known: so few come on one day that it tells who.
COARSE: Mapping[ExportColumn, Callable[[Line], Any]] = {
    ExportColumn.JOINED: lambda line: f"{line.person.joined:%Y-%m}",
}
