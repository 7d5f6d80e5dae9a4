"""What of the demo stays when it is removed: what people changed, used, or wrote below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from wagtail.models import Page, Site

from mailings.models import Mailing, SeriesStep
from pages.demo import ledger
from pages.demo.below import UNWATCHED, name_of, rows_below, words_of
from pages.demo.prints import deeds_on, print_of
from pages.models import DemoItem

# Fields by which a page presents a row that people do something on.
DEEDS = {"petition", "event", "fundraiser"}


@dataclass
class Standing:
    """Rows that stay, by label and key, and where the demo's own deeds on them end."""

    rows: set[tuple[str, str]] = field(default_factory=set)
    upto: Mapping[str, int] = field(default_factory=dict)
    # Wagtail's own first page is not needed then.
    holds_the_front: bool = False

    def holds(self, item: DemoItem) -> bool:
        """Whether this row stays."""
        return (item.model, item.key) in self.rows

    def holds_row(self, row: Model) -> bool:
        """The same of a row itself."""
        return (row._meta.label_lower, str(row.pk)) in self.rows

    def hold(self, row: Model) -> None:
        """Have this row stay."""
        self.rows.add((row._meta.label_lower, str(row.pk)))

    def last_own_deed(self, item: DemoItem) -> int | None:
        """The number of the demo's last deed there; None for a demo that kept no books."""
        return self.upto.get(f"{item.model} {item.key}")


def find_standing(items: Iterable[DemoItem]) -> Standing:
    """Compare every row with how it was made. A demo of before prints were taken is all the demo's."""
    items = list(items)
    prints = ledger.prints()
    upto = {name: one["upto"] for name, one in prints.items()}
    standing = Standing(upto=upto)
    pages: list[tuple[DemoItem, Page]] = []
    for item in items:
        said = prints.get(f"{item.model} {item.key}")
        row = ledger.row_of(item)
        if row is None:
            continue
        if isinstance(row, Page) and item.before is None:
            pages.append((item, row))
        if said is not None and (
            _is_changed(row, item, said)
            or _has_others_deeds(row, said["upto"])
            or _has_others_words(row, item, said, standing)
        ):
            standing.rows.add((item.model, item.key))
    _add_series(standing)
    _add_wrappers(items, standing)
    _add_pages(pages, standing)
    _add_the_site(items, pages, standing)
    return standing


def _is_changed(row: Model, item: DemoItem, said: dict[str, Any]) -> bool:
    return item.model not in UNWATCHED and print_of(row, item) != said["print"]


def _has_others_deeds(row: Model, upto: int) -> bool:
    deeds = deeds_on(row)
    return deeds is not None and deeds.filter(pk__gt=upto).exists()


def _has_others_words(row: Model, item: DemoItem, said: dict[str, Any], standing: Standing) -> bool:
    """Whether something that would go with this row was written or reworded by somebody, or stays itself.

    Rows come newest first, so what is below this one has been looked at. Of a demo that kept no such books
    nothing is known.
    """
    if item.before is not None or "below" not in said:
        return False
    known = said["below"]
    return any(standing.holds_row(one) or known.get(name_of(one)) != words_of(one) for one in rows_below(row))


def _add_series(standing: Standing) -> None:
    """A series of which anything stays stays whole: with all of its mailings, or it could not run."""
    steps = list(SeriesStep.objects.select_related("series", "mailing"))
    staying = {
        step.series_id
        for step in steps
        if standing.holds_row(step.series) or standing.holds_row(step.mailing)
    }
    for step in steps:
        if step.series_id in staying:
            standing.hold(step.series)
            standing.hold(step.mailing)


def _add_wrappers(items: list[DemoItem], standing: Standing) -> None:
    """No mailing that stays, nor one of somebody's own, loses its looks."""
    label = Mailing._meta.label_lower
    going = {item.key for item in items if item.model == label and not standing.holds(item)}
    for mailing in Mailing.objects.exclude(wrapper=None).select_related("wrapper"):
        if mailing.wrapper is not None and str(mailing.pk) not in going:
            standing.hold(mailing.wrapper)


def _add_pages(pages: list[tuple[DemoItem, Page]], standing: Standing) -> None:
    """Pages of what stays, and whatever lies above a page that stays or is not the demo's."""
    own = {page.pk for _item, page in pages}
    for item, page in pages:
        if any(standing.holds_row(row) for name in DEEDS if (row := getattr(page, name, None)) is not None):
            standing.rows.add((item.model, item.key))
    staying = {page.pk for item, page in pages if standing.holds(item)}
    # From the leaves up: a page stays if one below it does.
    for item, page in sorted(pages, key=lambda pair: -pair[1].depth):
        below = set(page.get_children().values_list("pk", flat=True))
        if below - own or below & staying:
            staying.add(page.pk)
            standing.rows.add((item.model, item.key))


def _add_the_site(items: list[DemoItem], pages: list[tuple[DemoItem, Page]], standing: Standing) -> None:
    """A front page that stays is its site's still; else the site needs the one it had, called as it is."""
    staying = {page.pk for item, page in pages if standing.holds(item)}
    for item in items:
        row = ledger.row_of(item) if item.model == Site._meta.label_lower else None
        if row is None:
            continue
        if row.root_page_id in staying:
            standing.holds_the_front = True
            standing.rows.add((item.model, item.key))
        elif standing.holds(item) and item.before is not None:
            standing.rows.remove((item.model, item.key))
            item.before = {"root_page": item.before["root_page"]}
