"""The monthly gifts: where each stands, when it comes next, what it brought so far. Masked."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.generic.base import BaseListingView

from campaigns.money import Money
from donations.admin_views.common import CAN_SEE_RECURRING, gifts_trail
from donations.admin_views.gifts import PAGE_SIZE, state_words
from donations.enums import RecurringState
from donations.models import Fundraiser, RecurringDonation
from donations.selectors.donors import masked_donors
from donations.selectors.report import lifetimes_of
from donations.selectors.scope import recurring_visible_to
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded


class RecurringFilters(WagtailFilterSet):
    """By state and fundraiser."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=RecurringState.choices)
    fundraiser = django_filters.ModelChoiceFilter(
        label=_("Fundraiser"), queryset=Fundraiser.objects.order_by("name"), to_field_name="public_id"
    )

    class Meta:
        model = RecurringDonation
        fields: ClassVar[list[str]] = ["state", "fundraiser"]


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day is not None else "–"


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class RecurringView(Guarded, BaseListingView):
    """Monthly gifts, the newest first, 50 a page. As many queries for one as for fifty."""

    permission = CAN_SEE_RECURRING
    model = RecurringDonation
    template_name = "donations/admin/listing.html"
    header_icon = "rotate"
    paginate_by = PAGE_SIZE
    default_ordering = "-pk"
    filterset_class = RecurringFilters
    columns: ClassVar[list[Column]] = [
        Column("mark", label=_("Monthly gift"), accessor=str),
        Column("amount", label=_("Each month"), accessor=lambda row: Money(row.charged, row.currency)),
        Column("state", label=_("State"), accessor=state_words),
        Column("created", label=_("Since"), accessor=lambda row: _day(row.created)),
        Column("next_day", label=_("Next payment"), accessor=lambda row: _day(row.next_day)),
        Column("paid", label=_("Paid so far"), accessor=lambda row: row.shown_paid),
        Column("fundraiser", label=_("Fundraiser")),
        Column("masked_name", label=_("Name"), accessor=lambda row: row.masked.name or "–"),
        Column("masked_email", label=_("Address"), accessor=lambda row: row.masked.email or "–"),
    ]

    def get_base_queryset(self) -> QuerySet[RecurringDonation]:
        return recurring_visible_to(self.request.user)

    def get_valid_orderings(self) -> list[str]:
        return []

    def get_table(self, object_list: Any) -> Table:
        rows = list(object_list)
        lifetimes = lifetimes_of(rows)
        for row, masked in zip(rows, masked_donors(rows), strict=True):
            number, kept = lifetimes[row.pk]
            row.masked, row.shown_paid = masked, f"{Money(kept, row.currency)} ({number})"
        return super().get_table(rows)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return gettext("No monthly gift matches. Choose another state.")
        return gettext("No monthly gift yet.")

    def get_index_url(self) -> str:
        return reverse("fundraiser:recurring")

    def get_index_results_url(self) -> str:
        return reverse("fundraiser:recurring_results")

    def get_page_title(self) -> str:
        return gettext("Monthly gifts")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return gifts_trail(self.get_page_title())
