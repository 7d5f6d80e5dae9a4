"""What a table of signatures holds: only whom and what its purpose allows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from campaigns.domains import standing_of
from campaigns.enums import NewsChoice
from outbox.selectors import refused_among
from petitions.enums import ExportPurpose, ExportState, NewsAudience, SignatureState
from petitions.models import Petition, Signature, SignatureExport
from petitions.selectors.deliveries import READ
from petitions.selectors.news import NO_NEWS, news_takers
from petitions.selectors.signers import visible_to
from privacy.choices import AccessReason
from privacy.files import is_expired
from privacy.localized import language_name
from privacy.scopes import AnyUser
from privacy.xlsx import Cell
from supporters.selectors import details_of

type Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """One purpose's table: ``wanted`` are its signatures, ``rows`` says what of each portion of them goes in.

    ``kinds`` and ``reason`` are what the access log says of it.
    """

    heading: Callable[[], list[str]]
    wanted: Callable[[Petition], QuerySet[Signature]]
    rows: Callable[[Petition, list[Signature]], list[Row]]
    kinds: tuple[str, ...]
    reason: AccessReason


# --- to hand over: names of those who ticked it --------------------------------------------------


def _named(petition: Petition) -> QuerySet[Signature]:
    rows = Signature.objects.counted().filter(petition=petition, name_to_target=True, supporter__isnull=False)
    return rows.select_related("supporter")


def _name_rows(petition: Petition, signatures: list[Signature]) -> list[Row]:
    known = details_of([row.supporter for row in signatures if row.supporter is not None])
    return [
        [one.given_name, one.family_name]
        for one in known
        if one is not None and (one.given_name or one.family_name)
    ]


# --- to reach: who asked for news, and does not refuse it ----------------------------------------


def _reachable(petition: Petition) -> QuerySet[Signature]:
    return news_takers(petition, None, NewsAudience.OF_PETITION).select_related("supporter")


def _contact_rows(petition: Petition, signatures: list[Signature]) -> list[Row]:
    known = details_of([row.supporter for row in signatures if row.supporter is not None])
    pairs = [(row, one) for row, one in zip(signatures, known, strict=True) if one is not None and one.email]
    of_list = petition.campaign.news_list.public_id
    refused = refused_among([one.email for _row, one in pairs], of_list)
    return [
        [one.given_name, one.email, language_name(row.language), _asked_for(row.news)]
        for row, one in pairs
        if one.email not in refused and standing_of(one.email) not in NO_NEWS
    ]


def _asked_for(news: str) -> str:
    if news == NewsChoice.CAMPAIGN:
        return gettext("news of the campaign")
    return gettext("what becomes of this petition")


# --- to look into: how signatures came in, and nobody's name -------------------------------------


def _all(petition: Petition) -> QuerySet[Signature]:
    rows = Signature.objects.real().filter(petition=petition)
    return rows.select_related("place__institution", "place__jurisdiction")


def _fraud_rows(petition: Petition, signatures: list[Signature]) -> list[Row]:
    return [
        [
            str(row.public_id),
            row.created,
            row.get_state_display(),
            row.get_quarantine_reason_display(),
            language_name(row.language),
            row.source,
            row.country,
            row.region,
            str(row.place.where) if row.place is not None else "",
        ]
        for row in signatures
    ]


TABLES = {
    ExportPurpose.DELIVER: Table(
        heading=lambda: [gettext("First name"), gettext("Last name")],
        wanted=_named,
        rows=_name_rows,
        kinds=("family_name", "given_name"),
        reason=AccessReason.DELIVER,
    ),
    ExportPurpose.CONTACT: Table(
        heading=lambda: [
            gettext("First name"),
            gettext("Address"),
            gettext("Language"),
            gettext("Asked for"),
        ],
        wanted=_reachable,
        rows=_contact_rows,
        kinds=("email", "given_name"),
        reason=AccessReason.CONTACT_ABOUT_DEED,
    ),
    ExportPurpose.FRAUD: Table(
        heading=lambda: [
            gettext("Signature"),
            gettext("Day"),
            gettext("State"),
            gettext("Reason"),
            gettext("Language"),
            gettext("Code on the link"),
            gettext("Country"),
            gettext("Region"),
            gettext("Campus or city"),
        ],
        wanted=_all,
        rows=_fraud_rows,
        kinds=("country", "place", "region", "source"),
        reason=AccessReason.CHECK_FRAUD,
    ),
}


def table_of(export: SignatureExport) -> Table:
    return TABLES[ExportPurpose(export.purpose)]


def export_portions(export: SignatureExport) -> Iterator[list[Row]]:
    """The table's rows, up to 1,000 at a time, in an order that does not tell who signed before whom.

    Holds no cursor and no transaction open: a few queries of each database a portion.
    """
    table, last = table_of(export), None
    wanted = table.wanted(export.petition).order_by("public_id")
    while signatures := list(_after(wanted, last)[:READ]):
        last = signatures[-1].public_id
        yield table.rows(export.petition, signatures)


def _after(wanted: QuerySet[Signature], last: UUID | None) -> QuerySet[Signature]:
    return wanted if last is None else wanted.filter(public_id__gt=last)


# --- for staff -----------------------------------------------------------------------------------


def exports_visible_to(user: AnyUser) -> QuerySet[SignatureExport]:
    """Exports of the petitions this user may see, the newest first."""
    rows = SignatureExport.objects.filter(petition__in=visible_to(user)).exclude(state=ExportState.OVER)
    return rows.select_related("petition__campaign", "asked_by", "allowed_by", "file").order_by("-pk")


def is_there(export: SignatureExport) -> bool:
    """Whether its file can be downloaded."""
    return export.state == ExportState.READY and export.file is not None and not is_expired(export.file)


@dataclass(frozen=True, slots=True)
class TablesTold:
    """The petitions whose tables may hold who somebody is: those of names, and those of addresses."""

    named: frozenset[int]
    asked: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.named or self.asked)


def exports_that_tell_of(rows: QuerySet[Signature]) -> TablesTold:
    """Where a table may hold who one of these signers is, as they stand now. Two queries.

    By the petition: which signatures are in a table is written down nowhere.
    """
    telling = rows.filter(supporter__isnull=False, state=SignatureState.CONFIRMED).order_by()
    asked = telling.exclude(news__in=["", NewsChoice.NO])
    return TablesTold(
        named=frozenset(telling.filter(name_to_target=True).values_list("petition", flat=True)),
        asked=frozenset(asked.values_list("petition", flat=True)),
    )


def export_files(told: TablesTold) -> list[int]:
    """The files (primary keys) of these tables, also of one that is being made. One query."""
    named = Q(purpose=ExportPurpose.DELIVER, petition__in=told.named)
    asked = Q(purpose=ExportPurpose.CONTACT, petition__in=told.asked)
    rows = SignatureExport.objects.filter(named | asked, file__isnull=False)
    return list(rows.values_list("file", flat=True))
