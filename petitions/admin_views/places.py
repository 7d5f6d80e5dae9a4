"""The campuses of one petition: listed with their totals, below the proposed ones."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from petitions import selectors, services
from petitions.admin_views.common import (
    CAN_CHANGE_PLACES,
    CAN_DECIDE,
    CAN_DECIDE_NOTICES,
    CAN_OPEN_PLACES,
    CAN_PLAN_DELIVERIES,
    CAN_SEE_ORGANIZERS,
    CAN_SEE_PLACES,
    OfPetition,
    petition_trail,
)
from petitions.admin_views.deeds import DeedView
from petitions.admin_views.place_forms import PlaceForm
from petitions.models import Petition, Place
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser

PAGE_SIZE = 50
# Proposals shown at once; the others come up as these are decided on.
PROPOSALS = 20
NOTICES = 50


class PlaceDeedColumn(Column):
    """What can be done with one campus."""

    cell_template_name = "petitions/admin/place_deeds.html"

    def get_cell_context_data(self, instance: Place, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        context["can_change"] = user.has_perm(CAN_CHANGE_PLACES)
        context["can_see_organizers"] = user.has_perm(CAN_SEE_ORGANIZERS)
        context["can_hand_over"] = instance.can_be_handed_over  # type: ignore[attr-defined]
        return context


class OfPlace(OfPetition):
    """Views of one of its campuses."""

    @cached_property
    def place(self) -> Place:
        return own_place(self.petition, self.kwargs["place"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return campus_trail(self.petition, self.place.where.name)


def places_url(petition: Petition) -> str:
    """Where staff see a petition's campuses."""
    return reverse("petition:places", args=[petition.public_id])


def places_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way to the campuses, for whoever may see them."""
    if not user.has_perm(CAN_SEE_PLACES):
        return []
    return [Button(gettext("Campuses"), url=places_url(petition), icon_name="home", priority=6)]


def campus_trail(petition: Petition, label: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the campuses of one petition."""
    up = {"url": places_url(petition), "label": petition.name}
    return [*petition_trail(petition)[:-1], up, {"url": "", "label": label}]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PlacesView(OfPetition, BaseListingView):
    """The campuses of one petition by region and name, hidden ones too, 50 a page.

    The number of queries does not depend on the number of rows.
    """

    permission = CAN_SEE_PLACES
    model = Place
    template_name = "petitions/admin/places.html"
    header_icon = "home"
    paginate_by = PAGE_SIZE
    # As the selector orders them.
    default_ordering = None
    columns: ClassVar[list[Column]] = [
        Column("where", label=_("Campus or city")),
        Column("locality", label=_("City"), accessor="where.locality"),
        Column("region", label=_("Region"), accessor=lambda place: selectors.heading_of(place.where)),
        Column("counted", label=_("Signatures"), accessor=selectors.total_at),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("target", label=_("Addressed to"), accessor=lambda place: place.target or "–"),
        PlaceDeedColumn("deeds", label=_("What to do"), accessor=lambda place: place),
    ]

    def get_base_queryset(self) -> QuerySet[Place]:
        return selectors.places_with_totals(self.petition)

    def get_valid_orderings(self) -> list[str]:
        return []

    def get_table(self, object_list: Any) -> Table:
        rows = list(object_list)
        may_plan = self.request.user.has_perm(CAN_PLAN_DELIVERIES)
        to_hand_over = selectors.places_to_hand_over(self.petition) if may_plan else set()
        for row in rows:
            row.petition, row.can_be_handed_over = self.petition, row.pk in to_hand_over
        return super().get_table(rows)

    def get_index_url(self) -> str:
        return places_url(self.petition)

    def get_index_results_url(self) -> str:
        return reverse("petition:places_results", args=[self.petition.public_id])

    def get_page_title(self) -> str:
        return gettext("Campuses")

    def get_page_subtitle(self) -> str:
        return self.petition.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *petition_trail(self.petition)[:-1],
            {"url": "", "label": self.get_page_title(), "sublabel": self.petition.name},
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        ids = [self.petition.public_id]
        flyers = Button(_("Flyers"), url=reverse("petition:places_flyers", args=ids), icon_name="doc-full")
        if not self.request.user.has_perm(CAN_OPEN_PLACES):
            return [flyers]
        add = Button(_("Add campuses"), url=reverse("petition:places_add", args=ids), icon_name="plus")
        return [add, flyers]

    @cached_property
    def no_results_message(self) -> str:
        return gettext("No campus yet. Choose “Add campuses”, and paste their names, one on a line.")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["petition"] = self.petition
        if not self.results_only and self.request.user.has_perm(CAN_DECIDE):
            waiting = self.petition.place_proposals.order_by("created", "pk")
            context["proposals"] = list(waiting[:PROPOSALS])
            context["proposals_number"] = waiting.count()
        if not self.results_only and self.request.user.has_perm(CAN_DECIDE_NOTICES):
            notices = selectors.notices_of(self.petition)
            context["notices"] = list(notices[:NOTICES])
            context["more_notices"] = max(0, notices.count() - NOTICES)
        return context


class PlaceDeedView(DeedView):
    """A deed with one campus; goes back to the campuses."""

    permission = CAN_CHANGE_PLACES
    back_label = _("Back to the campuses")

    @cached_property
    def place(self) -> Place:
        return own_place(self.petition, self.kwargs["place"])

    def subject(self) -> str:
        return f"{self.petition.name}: {self.place.where}"

    def back_url(self) -> str:
        return places_url(self.petition)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return campus_trail(self.petition, self.page_title)


def own_place(petition: Petition, public_id: Any) -> Place:
    """A campus of a petition that this user may see. Raises Http404."""
    place = (
        petition.places.select_related("institution", "jurisdiction", "target")
        .filter(public_id=public_id)
        .first()
    )
    if place is None:
        raise Http404
    place.petition = petition
    return place


@audience(Audience.STAFF)
class HidePlaceView(PlaceDeedView):
    page_title = _("Hide this campus")
    question = _(
        "It leaves the list and the form, and its page is not found any more. What was signed there goes "
        "on counting for the petition. You can show it again."
    )
    button = _("Hide")
    done = _("The campus is hidden.")

    def act(self, actor: Actor) -> None:
        services.hide_place(place=self.place, actor=actor)


@audience(Audience.STAFF)
class ShowPlaceView(PlaceDeedView):
    page_title = _("Show this campus")
    question = _("It comes back on the list and into the form, under its old address, with its total.")
    button = _("Show")
    done = _("The campus is on the list.")

    def act(self, actor: Actor) -> None:
        services.show_place(place=self.place, actor=actor)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EditPlaceView(OfPlace, WagtailAdminTemplateMixin, View):
    """A campus's own sentence above the form, and who decides there."""

    permission = CAN_CHANGE_PLACES
    template_name = "petitions/admin/place_edit.html"
    header_icon = "home"
    page_title = _("Edit this campus")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(PlaceForm(instance=self.place))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PlaceForm(request.POST, instance=self.place)
        if not form.is_valid():
            return self.draw(form, status=422)
        services.change_place(
            place=self.place,
            ask=form.cleaned_data["ask"],
            target=form.cleaned_data["target"],
            actor=Actor.staff(self.staff),
        )
        messages.success(request, gettext("Saved."))
        return redirect(places_url(self.petition))

    def draw(self, form: PlaceForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, petition=self.petition, place=self.place, back_url=places_url(self.petition)
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
