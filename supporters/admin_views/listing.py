"""The supporter file: masked, filtered, newest first, as quick at a million as at a thousand."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from privacy.audiences import audience
from privacy.localized import language_name
from privacy.staff_views import Guarded
from supporters import searching
from supporters.admin_views.common import CAN_ACT, CAN_MERGE, WHO, file_trail, profile_url
from supporters.admin_views.filters import FileFilters
from supporters.enums import Legible
from supporters.jobs.joining import held_sign_ups
from supporters.models import Supporter
from supporters.paging import COUNTED_TO, NEWER, OLDER, PAGE, FilePage, count_up_to, page_at
from supporters.people import CAN_SEE, lists_taken, masked_people, visible_to


def name_of(row: Any) -> str:
    """Of a row that is dressed: the masked name; where there is none, the letters that tell rows apart."""
    if row.masked.legible != Legible.YES:
        return f"{row}: {row.masked.legible.label}"
    return str(row.masked.name or row)


def lists_of(row: Any) -> str:
    """How many lists they take."""
    if not row.lists_taken:
        return gettext("none")
    return ngettext("%(number)d list", "%(number)d lists", row.lists_taken) % {"number": row.lists_taken}


COLUMNS = [
    TitleColumn("name", label=_("Name"), accessor=name_of, get_url=profile_url),
    Column("email", label=_("Address"), accessor=lambda row: row.masked.email or "–"),
    Column("region", label=_("Region"), accessor=lambda row: row.region or "–"),
    Column("language", label=_("Language"), accessor=lambda row: language_name(row.language)),
    Column("lists", label=_("Lists"), accessor=lists_of),
    Column("state", label=_("Standing"), accessor="get_state_display"),
    Column("joined", label=_("Came in"), accessor=lambda row: date_format(row.joined, "SHORT_DATE_FORMAT")),
]


def dress(rows: list[Supporter]) -> list[Supporter]:
    """Put what the columns show onto the rows. Two queries, whatever their number."""
    taken = lists_taken(rows)
    for row, masked in zip(rows, masked_people(rows), strict=True):
        row.masked, row.lists_taken = masked, taken.get(row.pk, 0)  # type: ignore[attr-defined]
    return rows


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class FileView(Guarded, BaseListingView):
    """The supporters that fit, 50 a page, with both searches above them.

    Not Wagtail's IndexView: that one exports what it lists. Pages go by place, for a number of a page would
    have the database count and skip; how many fit is counted to 10,000.
    """

    permission = CAN_SEE
    model = Supporter
    template_name = "supporters/admin/file.html"
    results_template_name = "supporters/admin/file_results.html"
    header_icon = "group"
    paginate_by = PAGE
    filterset_class = FileFilters
    columns: ClassVar[list[Column]] = COLUMNS
    index_url_name = "supporter:index"
    index_results_url_name = "supporter:index_results"

    def get_base_queryset(self) -> "QuerySet[Supporter]":
        return visible_to(self.request.user)

    def get_valid_orderings(self) -> list[str]:
        return []

    def paginate_queryset(
        self, queryset: "QuerySet[Supporter]", page_size: int
    ) -> tuple[None, None, list[Supporter], bool]:
        self.people = queryset
        self.page: FilePage = page_at(queryset, self.request.GET.get(self.page_kwarg, ""))
        return None, None, self.page.rows, self.page.has_other_pages()

    def get_table(self, object_list: Any) -> Table:
        return super().get_table(dress(list(object_list)))

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return gettext("Nobody fits. Take a filter away, or choose other days.")
        return gettext(
            "Nobody is in the file yet. It fills by itself: whoever signs a petition and confirms it is "
            "in it."
        )

    def get_page_title(self) -> str:
        return gettext("Supporter file")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return file_trail()

    def beside(self, direction: str, place: Any) -> str:
        """The address of the page on one side, '' where there is none; filters stay."""
        if place is None:
            return ""
        query = self.request.GET.copy()
        query.pop("_w_filter_fragment", None)
        query[self.page_kwarg] = f"{direction}:{place}"
        return f"{self.index_url}?{query.urlencode()}"

    def filter_query(self) -> str:
        """The filters alone, as they stand in an address; nothing that a browser or bookmark added."""
        if not self.filters or not self.filters.is_valid():
            return ""
        names = {widget for name in self.filters.form.fields for widget in self.widgets_of(name)}
        chosen = [(name, value) for name, value in self.request.GET.items() if name in names and value]
        return urlencode(sorted(chosen))

    def widgets_of(self, name: str) -> list[str]:
        """What a field's inputs are called in an address: a range of days has two."""
        return [name, f"{name}_from", f"{name}_to"]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        counted = count_up_to(self.people)
        query = self.filter_query()
        context.update(
            items_count=counted,
            counted=min(counted, COUNTED_TO),
            is_more=counted > COUNTED_TO,
            newer_url=self.beside(NEWER, self.page.newer),
            older_url=self.beside(OLDER, self.page.older),
            names_url=f"{reverse('supporter:names')}{'?' if query else ''}{query}",
            kept_back=self.request.user.has_perm(CAN_ACT) and held_sign_ups().exists(),
            can_merge=self.request.user.has_perm(CAN_MERGE),
            portion=searching.PORTION,
            can_search_names=counted >= searching.SEARCHED_FROM,
        )
        return context
