"""The deliveries of one petition and of its campuses: listed, planned, looked at, recorded, answered."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from petitions import selectors, services, words
from petitions.admin_views.common import (
    CAN_DELIVER,
    CAN_PLAN_DELIVERIES,
    CAN_SEE_DELIVERIES,
    CAN_SEE_PLACES,
    OfPetition,
    may_pack_names,
    petition_trail,
)
from petitions.admin_views.deeds import DeedView, why_not
from petitions.admin_views.delivery_forms import DeliveryForm, HandOverForm, PackForm
from petitions.admin_views.places import OfPlace, places_url
from petitions.enums import DeliveryState, DeliveryWay
from petitions.exceptions import PetitionError
from petitions.models import Delivery, Petition
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.freshness import needs_fresh_login
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded
from supporters.models import Organization

PAGE_SIZE = 20


def deliveries_url(petition: Petition) -> str:
    """Where staff see a petition's deliveries."""
    return reverse("petition:deliveries", args=[petition.public_id])


def delivery_url(delivery: Delivery, view: str = "delivery") -> str:
    return reverse(f"petition:{view}", args=[delivery.petition.public_id, delivery.public_id])


def deliveries_button(user: AnyUser, petition: Petition) -> list[Button]:
    """The way to the deliveries, for whoever may see them, of a petition that is to be handed over."""
    if not petition.is_delivered or not user.has_perm(CAN_SEE_DELIVERIES):
        return []
    return [Button(gettext("Deliveries"), url=deliveries_url(petition), icon_name="mail", priority=8)]


def deliveries_trail(petition: Petition, label: Any) -> list[dict[str, Any]]:
    """Breadcrumbs down to a page of one petition's deliveries."""
    up = {"url": deliveries_url(petition), "label": petition.name}
    return [*petition_trail(petition)[:-1], up, {"url": "", "label": label}]


def shown_number(number: int | None) -> str:
    return "–" if number is None else words.shown(number)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class DeliveriesView(OfPetition, BaseListingView):
    """The deliveries of one petition, the newest first. The number of queries does not depend on theirs."""

    permission = CAN_SEE_DELIVERIES
    model = Delivery
    template_name = "petitions/admin/deliveries.html"
    header_icon = "mail"
    paginate_by = PAGE_SIZE
    # As the selector orders them.
    default_ordering = None
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "day",
            label=_("Day"),
            accessor=lambda row: date_format(row.day, "SHORT_DATE_FORMAT"),
            get_url=delivery_url,
        ),
        Column("campus", label=_("What"), accessor=lambda row: row.campus or gettext("the whole petition")),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("targets", label=_("To whom"), accessor=lambda row: ", ".join(map(str, row.targets.all()))),
        Column("way", label=_("How"), accessor="get_way_display"),
        Column("signatures", label=_("Signatures"), accessor=lambda row: shown_number(row.signatures)),
        Column("names", label=_("Names"), accessor=lambda row: shown_number(row.names)),
        Column("reply", label=_("Reply"), accessor=lambda row: gettext("yes") if row.reply else "–"),
    ]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        visible = selectors.deliveries_visible_to(self.request.user)
        return visible.filter(petition=self.petition).prefetch_related("targets")

    def get_valid_orderings(self) -> list[str]:
        return []

    def get_index_url(self) -> str:
        return deliveries_url(self.petition)

    def get_index_results_url(self) -> str:
        return reverse("petition:deliveries_results", args=[self.petition.public_id])

    def get_page_title(self) -> str:
        return gettext("Deliveries")

    def get_page_subtitle(self) -> str:
        return self.petition.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = petition_trail(self.petition)
        return [*trail[:-1], {"url": "", "label": self.get_page_title(), "sublabel": self.petition.name}]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        user = self.request.user
        if not user.has_perm(CAN_PLAN_DELIVERIES):
            return []
        buttons = []
        if not self.petition.deliveries.filter(place__isnull=True, state=DeliveryState.PLANNED).exists():
            url = reverse("petition:delivery_plan", args=[self.petition.public_id])
            buttons.append(Button(_("Plan a delivery"), url=url, icon_name="plus"))
        if user.has_perm(CAN_SEE_PLACES) and self.petition.places.exists():
            buttons.append(Button(_("Hand over one campus"), url=places_url(self.petition), icon_name="home"))
        return buttons

    @cached_property
    def no_results_message(self) -> str:
        return gettext("Not handed over yet. Choose “Plan a delivery”, then have its pack made and print it.")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["petition"] = self.petition
        if not self.results_only:
            context["fresh"] = selectors.at_least_new(self.petition)
        return context


class FormPage(WagtailAdminTemplateMixin, View):
    """One form: drawn on GET, acted upon on POST. Subclasses say which form, and what it does."""

    template_name = "petitions/admin/delivery_form.html"
    header_icon = "mail"
    intro: ClassVar[Any] = ""
    button: ClassVar[Any] = _("Save")
    done: ClassVar[Any] = _("Saved.")

    def make_form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def act(self, form: Any, actor: Actor) -> Delivery:
        """Do it. Raises PetitionError where it can't be done any more."""
        raise NotImplementedError

    def campus(self) -> str:
        """The name of the campus that it is about; "" for the whole petition."""
        return ""

    def next_url(self, delivery: Delivery) -> str:
        return delivery_url(delivery)

    def back_url(self) -> str:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            delivery = self.act(form, Actor.staff(self.staff))
        except PetitionError as refusal:
            messages.error(request, why_not(refusal))
            return redirect(self.back_url())
        messages.success(request, self.done)
        return redirect(self.next_url(delivery))

    def draw(self, form: BaseForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            media=form.media,
            petition=self.petition,
            campus=self.campus(),
            intro=self.intro,
            button=self.button,
            back_url=self.back_url(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PlanDeliveryView(OfPetition, FormPage):
    permission = CAN_PLAN_DELIVERIES
    page_title = _("Plan a delivery")
    intro = _("It will hold what counts by the time its pack is made, and is in no earlier delivery.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return deliveries_trail(self.petition, self.page_title)

    def make_form(self, data: Any = None) -> DeliveryForm:
        return DeliveryForm(data, petition=self.petition)

    def act(self, form: DeliveryForm, actor: Actor) -> Delivery:
        targets = form.cleaned_data["targets"]
        return services.plan_delivery(petition=self.petition, targets=targets, **form.said, actor=actor)

    def back_url(self) -> str:
        return deliveries_url(self.petition)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class PlanPlaceDeliveryView(OfPlace, FormPage):
    """The same for one campus, to its own target."""

    permission = CAN_PLAN_DELIVERIES
    page_title = _("Hand over one campus")
    intro = _(
        "It will hold what was signed at this campus, goes to its own target, and is apart from what is "
        "handed over of the whole petition. Each of its packs holds ten signers at least."
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return deliveries_trail(self.petition, self.page_title)

    def make_form(self, data: Any = None) -> DeliveryForm:
        return DeliveryForm(data, petition=self.petition, place=self.place)

    def act(self, form: DeliveryForm, actor: Actor) -> Delivery:
        return services.plan_place_delivery(place=self.place, **form.said, actor=actor)

    def campus(self) -> str:
        return self.place.where.name

    def back_url(self) -> str:
        return deliveries_url(self.petition)


class OfDelivery(Guarded):
    """Views of one of the deliveries this user may see. Absent and not yours look the same."""

    permission = CAN_DELIVER
    kwargs: dict[str, Any]

    @cached_property
    def delivery(self) -> Delivery:
        visible = selectors.deliveries_visible_to(self.request.user)
        found = visible.filter(
            public_id=self.kwargs["delivery"], petition__public_id=self.kwargs["petition"]
        ).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def petition(self) -> Petition:
        return self.delivery.petition

    def campus(self) -> str:
        return self.delivery.campus

    def back_url(self) -> str:
        return delivery_url(self.delivery)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return deliveries_trail(self.petition, self.page_title)  # type: ignore[attr-defined]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class DeliveryView(OfDelivery, WagtailAdminTemplateMixin, View):
    """One delivery: how it stands, its pack, and what can be done next."""

    permission = CAN_SEE_DELIVERIES
    template_name = "petitions/admin/delivery.html"
    header_icon = "mail"
    page_title = _("Delivery")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user, delivery = request.user, self.delivery
        may_export = may_pack_names(user)
        context = self.get_context_data(
            delivery=delivery,
            petition=self.petition,
            targets=list(delivery.targets.all()),
            reply=delivery.reply.best(get_language() or ""),
            pack_form=PackForm(
                may_export=may_export and delivery.place_id is None,
                initial={"language": get_language(), "with_names": may_export},
            ),
            may_act=user.has_perm(CAN_DELIVER),
            has_letter=selectors.letter_is_told(delivery),
            may_take=may_export or not delivery.names,
            needs_two=Organization.load().exports_need_two,
            names_waiting=0 if may_export else selectors.names_waiting(delivery),
            taken_back=selectors.taken_back_since(delivery) if delivery.is_planned else 0,
            back_url=deliveries_url(self.petition),
        )
        return TemplateResponse(request, self.template_name, context)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class EditDeliveryView(OfDelivery, FormPage):
    page_title = _("Change the plan")

    def make_form(self, data: Any = None) -> DeliveryForm:
        return DeliveryForm(data, instance=self.delivery, petition=self.petition, place=self.delivery.place)

    def act(self, form: DeliveryForm, actor: Actor) -> Delivery:
        targets = form.cleaned_data.get("targets", [])
        services.change_delivery(delivery=self.delivery, targets=targets, **form.said, actor=actor)
        if self.delivery.is_made:
            messages.warning(
                self.request, gettext("The letter in the pack is still the old one: have the pack made anew.")
            )
        return self.delivery


@audience(Audience.STAFF)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class HandOverView(OfDelivery, FormPage):
    page_title = _("Record the handing-over")
    button = _("It was handed over")
    done = _("Recorded. Now tell those who signed.")

    @property
    def intro(self) -> Any:
        kept = _(
            "It then holds what its pack holds, for good; what is signed later is for the next delivery."
        )
        if self.delivery.place_id is not None:
            return kept
        ends = _("Thirty days after it is closed and handed over, signers who take no news are forgotten.")
        return format_lazy("{} {}", kept, ends)

    def make_form(self, data: Any = None) -> HandOverForm:
        return HandOverForm(data, delivery=self.delivery)

    def act(self, form: HandOverForm, actor: Actor) -> Delivery:
        said = form.cleaned_data
        services.hand_over(
            delivery=self.delivery,
            day=said["day"],
            way=DeliveryWay(said["way"]),
            venue=said["venue"],
            actor=actor,
        )
        return self.delivery

    def next_url(self, delivery: Delivery) -> str:
        return delivery_url(delivery, "delivery_tell")


@audience(Audience.STAFF)
class DiscardDeliveryView(OfDelivery, DeedView):
    page_title = _("Take it off the list")
    question = _("Nothing was gathered for this delivery yet. What was signed is for the next one.")
    button = _("Take it off the list")
    done = _("The delivery is off the list.")
    back_label = _("Back to the deliveries")
    is_danger = True

    def back_url(self) -> str:
        return deliveries_url(self.petition)

    def act(self, actor: Actor) -> None:
        services.discard_delivery(delivery=self.delivery, actor=actor)
