"""The signatures of one petition: masked, filtered, below their bars."""

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
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from petitions import selectors
from petitions.admin_views.chosen import TickColumn
from petitions.admin_views.common import CAN_ACT, CAN_RULE, CAN_SEE, CAN_SIFT, own_petition, petition_trail
from petitions.admin_views.deliveries import deliveries_button
from petitions.admin_views.embeds import embeds_button
from petitions.admin_views.exports import exports_button
from petitions.admin_views.fraud import rules_button
from petitions.admin_views.kiosks import kiosks_button
from petitions.admin_views.overview import overview_button
from petitions.admin_views.places import places_button
from petitions.admin_views.states import MEANINGS, state_buttons
from petitions.chart import chart_of
from petitions.enums import PetitionState, SignatureState
from petitions.models import Petition, Signature
from privacy.audiences import Audience, audience
from privacy.localized import language_name
from privacy.staff_views import Guarded

PAGE_SIZE = 50
CHART_DAYS = 30


class SignatureFilters(WagtailFilterSet):
    """By state, and by day."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=SignatureState.choices)
    created = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = Signature
        fields = ["state", "created"]


def how_it_counts(row: Signature) -> str:
    """By mail, on paper or without confirmation; only of what counts can that be said."""
    return row.get_method_display() if row.state == SignatureState.CONFIRMED else "–"


class DeedColumn(Column):
    """What can be done with one signature."""

    cell_template_name = "petitions/admin/signature_deeds.html"

    def get_cell_context_data(self, instance: Signature, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["can_act"] = parent_context["request"].user.has_perm(CAN_ACT)
        return context


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class SignaturesView(Guarded, BaseListingView):
    """The signatures of one petition, masked, 50 a page; above them the bars of the last 30 days.

    Not Wagtail's IndexView: that one exports what it lists. The number of queries does not
    depend on the number of rows.
    """

    permission = CAN_SEE
    model = Signature
    template_name = "petitions/admin/signatures.html"
    header_icon = "form"
    paginate_by = PAGE_SIZE
    default_ordering = "-pk"
    filterset_class = SignatureFilters
    COLUMNS: ClassVar[list[Column]] = [
        Column("masked_name", label=_("Name"), accessor=lambda row: row.masked.name or "–"),
        Column("masked_email", label=_("Address"), accessor=lambda row: row.masked.email or "–"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("method", label=_("How"), accessor=how_it_counts),
        # The day itself: "21 hours ago" would pretend to know the hour.
        Column("created", label=_("Day"), accessor=lambda row: date_format(row.created, "SHORT_DATE_FORMAT")),
        Column("region", label=_("Region")),
        Column("language", label=_("Language"), accessor=lambda row: language_name(row.language)),
        DeedColumn("deeds", label=_("What to do"), accessor=lambda row: row),
    ]

    @cached_property
    def petition(self) -> Petition:
        return own_petition(self.request.user, self.kwargs["petition"])

    @cached_property
    def columns(self) -> list[Column]:
        """With boxes for whoever may do something with what is ticked."""
        ticks = [TickColumn("tick")] if self.request.user.has_perm(CAN_ACT) else []
        return [*ticks, *self.COLUMNS]

    def get_base_queryset(self) -> QuerySet[Signature]:
        visible = selectors.signatures_visible_to(self.request.user)
        return visible.filter(petition=self.petition).select_related("supporter")

    def get_valid_orderings(self) -> list[str]:
        return []

    def get_table(self, object_list: Any) -> Table:
        rows = list(object_list)
        for row, masked in zip(rows, selectors.masked_signers(rows), strict=True):
            row.petition = self.petition
            row.masked = masked
        return super().get_table(rows)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return gettext("No signature matches. Choose another state or other days.")
        return gettext("No signature yet.")

    def get_index_url(self) -> str:
        return reverse("petition:signatures", args=[self.petition.public_id])

    def get_index_results_url(self) -> str:
        return reverse("petition:signatures_results", args=[self.petition.public_id])

    def get_page_title(self) -> str:
        return gettext("Signatures")

    def get_page_subtitle(self) -> str:
        return self.petition.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = petition_trail(self.petition)
        return [*trail[:-1], {"url": "", "label": self.get_page_title(), "sublabel": self.petition.name}]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        petition = self.petition
        buttons_of = (
            overview_button,
            places_button,
            deliveries_button,
            exports_button,
            rules_button,
            embeds_button,
            kiosks_button,
        )
        ways = [button for way in buttons_of for button in way(self.request.user, petition)]
        if not self.request.user.has_perm(CAN_RULE):
            return ways
        edit = Button(
            _("Edit"), url=reverse("petition:edit", args=[petition.pk]), icon_name="edit", priority=0
        )
        return [*ways, edit, *state_buttons(self.request.user, petition)]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.results_only:
            context["petition"] = self.petition
            context["state_means"] = MEANINGS[PetitionState(self.petition.state)]
            context["can_act"] = self.request.user.has_perm(CAN_ACT)
            context["can_sift"] = self.request.user.has_perm(CAN_SIFT)
            mine = Petition.objects.filter(pk=self.petition.pk)
            context["bursts"] = selectors.bursts_among(mine) if context["can_act"] else []
            context["total"] = selectors.total_of(self.petition)
            context["waiting"] = selectors.waiting_of(self.petition)
            context["chart"] = chart_of(selectors.signatures_per_day(self.petition, days=CHART_DAYS))
        return context
