"""What the payment service paid out to the bank, and what of it is not in our books."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView

from campaigns.money import Money
from donations.admin_views.common import CAN_SEE_PAYOUTS, gifts_trail
from donations.admin_views.gifts import PAGE_SIZE, state_words
from donations.enums import PayoutState
from donations.models import Payout
from donations.selectors.scope import payouts_visible_to
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded

AGREES = [("differs", _("something differs")), ("agrees", _("all is in the books"))]
# Of one payout so many are named; the command lists them all.
MOST_NAMED = 5


class PayoutFilters(WagtailFilterSet):
    """By state, day, and whether our books know all of it."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=PayoutState.choices)
    agrees = django_filters.ChoiceFilter(label=_("Our books"), choices=AGREES, method="by_agreement")
    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = Payout
        fields: ClassVar[list[str]] = ["state", "day"]

    def by_agreement(self, rows: QuerySet[Payout], name: str, value: str) -> QuerySet[Payout]:
        return rows.exclude(differs=[]) if value == "differs" else rows.filter(differs=[])


def differing(payout: Payout) -> str:
    """What of it our books do not know: each payment by the service's name, with its amount."""
    if not payout.differs:
        return gettext("All is in the books.")
    named = [f"{ref or '–'} ({Money(amount, currency)})" for ref, amount, currency in payout.differs]
    told = ", ".join(named[:MOST_NAMED])
    if (more := len(named) - MOST_NAMED) > 0:
        told += " " + ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more}
    return told


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PayoutsView(Guarded, BaseListingView):
    """Payouts, the newest first, 50 a page. As many queries for one as for fifty."""

    permission = CAN_SEE_PAYOUTS
    model = Payout
    template_name = "donations/admin/listing.html"
    header_icon = "download"
    paginate_by = PAGE_SIZE
    default_ordering = "-day"
    filterset_class = PayoutFilters
    columns: ClassVar[list[Column]] = [
        Column("day", label=_("Day"), accessor=lambda row: date_format(row.day, "SHORT_DATE_FORMAT")),
        Column("payout_ref", label=_("Known to the payment service as")),
        Column("amount", label=_("Amount"), accessor=lambda row: Money(row.amount, row.currency)),
        Column("fees", label=_("Fees kept"), accessor=lambda row: Money(row.fees, row.currency)),
        Column("state", label=_("State"), accessor=state_words),
        Column("gifts", label=_("Found in our books")),
        Column("differs", label=_("Differs"), accessor=differing),
    ]

    def get_base_queryset(self) -> QuerySet[Payout]:
        return payouts_visible_to(self.request.user)

    def get_valid_orderings(self) -> list[str]:
        return []

    def order_queryset(self, queryset: QuerySet[Payout]) -> QuerySet[Payout]:
        return queryset

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return gettext("No payout matches. Choose another state or other days.")
        return gettext("No payout yet. They are compared with our books every night.")

    def get_index_url(self) -> str:
        return reverse("fundraiser:payouts")

    def get_index_results_url(self) -> str:
        return reverse("fundraiser:payouts_results")

    def get_page_title(self) -> str:
        return gettext("Payouts")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return gifts_trail(self.get_page_title())
