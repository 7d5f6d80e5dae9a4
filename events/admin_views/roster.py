"""Who comes on one date: masked, filtered, 50 a page; beside it shifts, waiting list and messages."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
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
from wagtail.admin.widgets.button import Button

from events.admin_views.common import (
    CAN_ACT,
    CAN_EDIT,
    CAN_OPEN_DOORS,
    CAN_SEE,
    CAN_WRITE,
    OfDate,
    date_trail,
    when_of,
)
from events.enums import AttendanceState
from events.models import Attendance, Shift
from events.selectors.overview import figures_of, sources_of
from events.selectors.roster import masked_guests, messages_about, roster_of
from privacy.audiences import Audience, audience
from privacy.localized import language_name

PAGE_SIZE = 50


def standing_of(row: Attendance) -> str:
    """Where a sign-up stands, in words for staff."""
    if row.is_quarantined:
        return gettext("held back by the gate")
    if row.is_offered:
        return gettext("was offered a place")
    if row.state == AttendanceState.PENDING:
        return gettext("waits for you") if row.is_confirmed else gettext("has not confirmed yet")
    return str(row.get_state_display())


def came_words(row: Attendance) -> str:
    """Whether an organizer or the door said that somebody came; of open dates only."""
    tie = getattr(row, "open", None)
    if tie is None or tie.came is None:
        return "–"
    return gettext("came") if tie.came else gettext("stayed away")


class RosterFilters(WagtailFilterSet):
    """By where a sign-up stands, by shift, and by who waits for a decision."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=AttendanceState.choices)
    shift = django_filters.ModelChoiceFilter(label=_("Shift"), queryset=Shift.objects.none())
    waits = django_filters.BooleanFilter(label=_("Waits for you"), method="filter_waits")

    class Meta:
        model = Attendance
        fields = ["state", "shift"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.date = kwargs.pop("date", None)
        super().__init__(*args, **kwargs)
        if self.date is not None:
            self.filters["shift"].queryset = self.date.shifts.all()

    def filter_waits(self, rows: QuerySet[Attendance], name: str, value: bool | None) -> QuerySet[Attendance]:  # noqa: FBT001 (django-filter's)
        waiting = Q(state=AttendanceState.PENDING) & (Q(is_confirmed=True) | Q(is_quarantined=True))
        if value is None:
            return rows
        return rows.filter(waiting) if value else rows.exclude(waiting)


class TickColumn(Column):
    """A box beside each sign-up, of the form above the table. For whoever may do something with it."""

    header_template_name = "events/admin/tick_header.html"
    cell_template_name = "events/admin/tick.html"


class DeedColumn(Column):
    """What can be done with one sign-up."""

    cell_template_name = "events/admin/attendance_deeds.html"

    def get_cell_context_data(self, instance: Attendance, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["can_act"] = parent_context["request"].user.has_perm(CAN_ACT)
        return context


NAME = Column("masked_name", label=_("Name"), accessor=lambda row: row.masked.name or "–")
ADDRESS = Column("masked_email", label=_("Address"), accessor=lambda row: row.masked.email or "–")
ALIAS = Column("masked_name", label=_("Called"), accessor=lambda row: row.masked.name or "–")
CODE = Column("masked_code", label=_("Code ends with"), accessor=lambda row: row.masked.code or "–")
CAME = Column("came", label=_("Came"), accessor=came_words)
REST = [
    Column("state", label=_("State"), accessor=standing_of),
    Column("places", label=_("Places")),
    Column("shift", label=_("Shift"), accessor=lambda row: row.shift or "–"),
    # The day itself: "21 hours ago" would pretend to know the hour.
    Column("created", label=_("Day"), accessor=lambda row: date_format(row.created, "SHORT_DATE_FORMAT")),
    Column("language", label=_("Language"), accessor=lambda row: language_name(row.language)),
]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class RosterView(OfDate, BaseListingView):
    """One date: figures above, its sign-ups below. Not Wagtail's IndexView: that one exports what it lists.

    The number of queries does not depend on the number of rows. A guarded one shows what people want to be
    called and the end of their code, and of nobody whether they came.
    """

    permission = CAN_SEE
    model = Attendance
    template_name = "events/admin/roster.html"
    header_icon = "group"
    paginate_by = PAGE_SIZE
    default_ordering = "pk"
    filterset_class = RosterFilters
    OPEN: ClassVar[list[Column]] = [NAME, ADDRESS, *REST, CAME]
    GUARDED: ClassVar[list[Column]] = [ALIAS, CODE, *REST]

    @cached_property
    def columns(self) -> list[Column]:
        """With boxes for whoever may do something with what is ticked."""
        may_act = self.request.user.has_perm(CAN_ACT)
        shown = self.GUARDED if self.date.is_guarded else self.OPEN
        if not may_act:
            return shown
        return [
            TickColumn("tick"),
            *shown,
            DeedColumn("deeds", label=_("What to do"), accessor=lambda row: row),
        ]

    def get_base_queryset(self) -> QuerySet[Attendance]:
        rows = roster_of(self.date)
        return rows if self.date.is_guarded else rows.select_related("open")

    @cached_property
    def filters(self) -> RosterFilters:
        return RosterFilters(self.request.GET, request=self.request, date=self.date)

    def get_valid_orderings(self) -> list[str]:
        return []

    def get_table(self, object_list: Any) -> Table:
        rows = list(object_list)
        for row, masked in zip(rows, masked_guests(self.date, rows), strict=True):
            row.masked = masked
        return super().get_table(rows)

    @cached_property
    def no_results_message(self) -> str:
        if self.date.is_shredded:
            return gettext("All about who came is destroyed. Only the number stays.")
        if self.is_filtering:
            return gettext("Nobody fits. Choose another state or shift.")
        return gettext("Nobody has signed up yet. Share its page, with ?source= and a word for where.")

    def get_index_url(self) -> str:
        return reverse("event:date", args=[self.date.public_id])

    def get_index_results_url(self) -> str:
        return reverse("event:date_results", args=[self.date.public_id])

    def get_page_title(self) -> str:
        return self.event.name

    def get_page_subtitle(self) -> str:
        return when_of(self.date)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return date_trail(self.date)

    @cached_property
    def has_doors(self) -> bool:
        """Also where a link was made before the event moved online: it can be ended."""
        return self.event.has_door or self.date.door_links.exists()

    @cached_property
    def ways(self) -> list[Button]:
        """What can be done with the date, in the page itself: an evening before nobody looks into menus."""
        user, date = self.request.user, self.date
        can_edit, runs = user.has_perm(CAN_EDIT), not (date.is_cancelled or date.is_over)
        offered = [
            ("message", gettext("Write to them"), "mail", user.has_perm(CAN_WRITE) and not date.is_shredded),
            (
                "answers",
                gettext("Answers"),
                "form",
                user.has_perm(CAN_ACT) and not date.is_shredded and self.event.questions.exists(),
            ),
            ("date_edit", gettext("Places and hours"), "edit", can_edit and runs),
            ("private", gettext("Private part"), "lock", can_edit and not date.is_shredded),
            ("doors", gettext("Doors"), "key", user.has_perm(CAN_OPEN_DOORS) and runs and self.has_doors),
            (
                "tally",
                gettext("Count people"),
                "plus",
                user.has_perm(CAN_ACT) and not date.is_cancelled and not date.is_shredded,
            ),
            ("release", gettext("Release unclaimed seats"), "rotate", user.has_perm(CAN_ACT) and runs),
            ("move", gettext("Move it"), "arrow-right", can_edit and runs),
            ("call_off", gettext("Call it off"), "cross", can_edit and runs),
            ("date_remove", gettext("Delete this date"), "bin", can_edit and date.taken == 0),
        ]
        return [
            Button(label, url=reverse(f"event:{name}", args=[date.public_id]), icon_name=icon, priority=place)
            for place, (name, label, icon, is_offered) in enumerate(offered)
            if is_offered
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.results_only:
            date = self.date
            context["date"] = date
            context["ways"] = self.ways
            context["figures"] = figures_of([date])[date.pk]
            context["sources"] = sources_of(date)
            context["sent"] = messages_about(date)
            context["can_act"] = self.request.user.has_perm(CAN_ACT)
            context["can_write"] = self.request.user.has_perm(CAN_WRITE)
            context["can_edit"] = self.request.user.has_perm(CAN_EDIT)
        return context
