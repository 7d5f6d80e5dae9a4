"""How each page stands in each language of the site.

The first language of the site leads: a translation that was published (a draft: written) before the page of
the first language was last published is behind it. A page that is not published in the first language is led
by whichever of its translations was published first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate
from wagtail.models import Locale, Page

from privacy.localized import language_name

CAN_TRANSLATE = "simple_translation.submit_translation"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
COLUMNS = (
    "pk",
    "title",
    "translation_key",
    "locale__language_code",
    "live",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
)


class Stand(StrEnum):
    """How a page stands in one language."""

    PUBLISHED = "published"
    BEHIND = "behind"
    DRAFT = "draft"
    NONE = "none"


@dataclass(frozen=True)
class Standing:
    """One page in one language; ``pk`` is None where it is not there.

    ``leader`` is the language it is behind, as of ``day``; both only where it is.
    """

    code: str
    stand: Stand
    pk: int | None = None
    leader: str = ""
    day: date | None = None

    @property
    def language(self) -> str:
        return language_name(self.code)

    @property
    def leading_language(self) -> str:
        return language_name(self.leader)

    @property
    def is_left_to_do(self) -> bool:
        return self.stand != Stand.PUBLISHED


@dataclass(frozen=True)
class Together:
    """A page with all its translations, by the title and key of the one that leads."""

    pk: int
    title: str
    standings: tuple[Standing, ...]

    @property
    def is_left_to_do(self) -> bool:
        return any(standing.is_left_to_do for standing in self.standings)


def languages_of_pages() -> list[str]:
    """Codes of the languages in which there are pages, in the order of the settings: one query."""
    there = set(Locale.objects.values_list("language_code", flat=True))
    return [code for code, _name in settings.LANGUAGES if code in there]


def standings_of(pages: Sequence[Page]) -> dict[UUID, tuple[Standing, ...]]:
    """How each of ``pages`` stands in all languages, by its translation key: two queries, however many."""
    codes = languages_of_pages()
    if len(codes) < 2:
        return {}
    keys = {page.translation_key for page in pages}
    rows = Page.objects.filter(translation_key__in=keys).order_by("pk").values(*COLUMNS)
    return {key: _standings(group, codes) for key, group in _grouped(rows).items()}


def published_together() -> list[Together]:
    """Every page that is published in some language, with how it stands in all: two queries."""
    codes = languages_of_pages()
    rows = Page.objects.filter(depth__gt=1).order_by("path").values(*COLUMNS)
    told = []
    for group in _grouped(rows).values():
        leader = _leader(group)
        if leader is not None:
            standings = _standings(group, codes)
            told.append(Together(leader["pk"], leader["title"], standings))  # type: ignore[arg-type]
    return told


type Row = dict[str, object]


def _grouped(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    groups: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["translation_key"]].append(row)  # type: ignore[index]
    return groups


def _leader(group: Sequence[Row]) -> Row | None:
    live = [row for row in group if row["live"] and row["last_published_at"]]
    for row in live:
        if row["locale__language_code"] == settings.LANGUAGE_CODE:
            return row
    return min(live, key=lambda row: row["first_published_at"] or row["last_published_at"], default=None)  # type: ignore[arg-type, return-value]


def _standings(group: Sequence[Row], codes: Sequence[str]) -> tuple[Standing, ...]:
    leader, by_code = _leader(group), {row["locale__language_code"]: row for row in group}
    return tuple(_standing(code, by_code.get(code), leader) for code in codes)


def _standing(code: str, row: Row | None, leader: Row | None) -> Standing:
    if row is None:
        return Standing(code, Stand.NONE)
    pk: int = row["pk"]  # type: ignore[assignment]
    is_behind = leader is not None and row is not leader and _written(row) < _published(leader)
    if leader is not None and is_behind:
        stand = Stand.BEHIND if row["live"] else Stand.DRAFT
        return Standing(code, stand, pk, str(leader["locale__language_code"]), localdate(_published(leader)))
    return Standing(code, Stand.PUBLISHED if row["live"] else Stand.DRAFT, pk)


def _published(row: Row) -> datetime:
    return row["last_published_at"]  # type: ignore[return-value]


def _written(row: Row) -> datetime:
    """When what stands there was written: what visitors see, of a draft what editors see."""
    return row["last_published_at" if row["live"] else "latest_revision_created_at"] or LONG_AGO  # type: ignore[return-value]
