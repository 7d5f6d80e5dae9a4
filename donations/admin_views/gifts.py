"""The gifts, masked, filtered: for whoever keeps the books."""

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
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from donations.admin_views.common import (
    CAN_ENTER,
    CAN_EXPORT,
    CAN_SEE_GIFTS,
    CAN_SEE_PAYOUTS,
    CAN_SEE_RECURRING,
    fundraisers_trail,
    gift_url,
    gifts_url,
)
from donations.enums import DonationState, Frequency
from donations.models import Donation, Fundraiser, Payout, RecurringDonation
from donations.selectors.donors import masked_donors
from donations.selectors.scope import gifts_visible_to
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded

PAGE_SIZE = 50
WAYS = [("card", _("by the payment service")), ("offline", _("entered by staff"))]
REAL = [("real", _("real gifts")), ("test", _("tests"))]


class GiftFilters(WagtailFilterSet):
    """By fundraiser, state, frequency, way, day and source."""

    fundraiser = django_filters.ModelChoiceFilter(
        label=_("Fundraiser"), queryset=Fundraiser.objects.order_by("name"), to_field_name="public_id"
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=DonationState.choices)
    frequency = django_filters.ChoiceFilter(label=_("How often"), choices=Frequency.choices)
    way = django_filters.ChoiceFilter(label=_("Way"), choices=WAYS, method="by_way")
    real = django_filters.ChoiceFilter(label=_("Tests"), choices=REAL, method="by_test")
    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    source = django_filters.CharFilter(label=_("Code on the link"), lookup_expr="exact")

    class Meta:
        model = Donation
        fields: ClassVar[list[str]] = ["fundraiser", "state", "frequency", "day", "source"]

    def by_way(self, rows: QuerySet[Donation], name: str, value: str) -> QuerySet[Donation]:
        return rows.filter(is_offline=value == "offline")

    def by_test(self, rows: QuerySet[Donation], name: str, value: str) -> QuerySet[Donation]:
        return rows.filter(is_test=value == "test")


def state_words(gift: Donation | RecurringDonation | Payout) -> str:
    """Where it stands; a test says so first."""
    state = gift.get_state_display()
    return f"{gettext('TEST')} · {state}" if gift.is_test else state


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class GiftsView(Guarded, BaseListingView):
    """All gifts, the newest first, masked, 50 a page. As many queries for one as for fifty."""

    permission = CAN_SEE_GIFTS
    model = Donation
    template_name = "donations/admin/listing.html"
    header_icon = "tag"
    paginate_by = PAGE_SIZE
    default_ordering = "-day"
    filterset_class = GiftFilters
    columns: ClassVar[list[Column]] = [
        TitleColumn("mark", label=_("Gift"), accessor=str, get_url=gift_url),
        Column("day", label=_("Day"), accessor=lambda row: date_format(row.day, "SHORT_DATE_FORMAT")),
        Column("amount", label=_("Amount"), accessor=lambda row: row.money),
        Column("frequency", label=_("How often"), accessor="get_frequency_display"),
        Column("state", label=_("State"), accessor=state_words),
        Column("fundraiser", label=_("Fundraiser")),
        Column("masked_name", label=_("Name"), accessor=lambda row: row.masked.name or "–"),
        Column("masked_email", label=_("Address"), accessor=lambda row: row.masked.email or "–"),
        Column("source", label=_("Code on the link"), accessor=lambda row: row.source or "–"),
    ]

    def get_base_queryset(self) -> QuerySet[Donation]:
        return gifts_visible_to(self.request.user)

    def get_valid_orderings(self) -> list[str]:
        return []

    def order_queryset(self, queryset: QuerySet[Donation]) -> QuerySet[Donation]:
        return queryset

    def get_table(self, object_list: Any) -> Table:
        rows = list(object_list)
        for row, masked in zip(rows, masked_donors(rows), strict=True):
            row.masked = masked
        return super().get_table(rows)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return gettext("No gift matches. Choose another fundraiser, state or other days.")
        return gettext("No gift yet. Publish the page of a fundraiser and share its link.")

    def get_index_url(self) -> str:
        return gifts_url()

    def get_index_results_url(self) -> str:
        return reverse("fundraiser:gifts_results")

    def get_page_title(self) -> str:
        return gettext("Gifts")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return fundraisers_trail(self.get_page_title())

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        ways = [
            (CAN_ENTER, "gift_add", gettext("Enter a check or transfer"), "plus"),
            (CAN_EXPORT, "books", gettext("For the books (CSV)"), "download"),
            (CAN_SEE_RECURRING, "recurring", gettext("Monthly gifts"), "rotate"),
            (CAN_SEE_PAYOUTS, "payouts", gettext("Payouts"), "download"),
            (CAN_SEE_GIFTS, "report", gettext("What was given"), "chart"),
        ]
        return [
            Button(label, url=reverse(f"fundraiser:{name}"), icon_name=icon, priority=place)
            for place, (right, name, label, icon) in enumerate(ways)
            if self.request.user.has_perm(right)
        ]
