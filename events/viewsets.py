"""Staff's views of events in Wagtail's admin: listing, form, and the chooser of the page editor."""

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.widgets.button import Button

from events.admin_views.common import event_url, when_of
from events.admin_views.event_forms import EventChooserForm, EventForm
from events.admin_views.overview import overview_buttons
from events.models import Event
from events.selectors import overview, scope
from events.services.editing import create_event
from events.staff_urls import staff_paths
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.choosers import OwnChooserViewSet, OwnCreateView
from privacy.scopes import AnyUser
from privacy.viewsets import DeclaredViewSet, OwnRows, own_url_finder


class OwnEvents(OwnRows):
    def visible_rows(self, user: AnyUser) -> QuerySet[Event]:
        return scope.visible_to(user)


class EventIndexView(IndexView):
    """The events of one's campaigns with their next date: two queries more, however many rows."""

    def get_base_queryset(self) -> QuerySet[Event]:
        return scope.visible_to(self.request.user)

    def get_table(self, object_list: Any) -> Table:
        events = list(object_list)
        dates, people = overview.next_dates(events), overview.people_of(events)
        for event in events:
            upcoming = dates.get(event.pk)
            event.shown_next = when_of(upcoming) if upcoming is not None else "–"
            event.shown_people = people.get(event.pk, 0)
        return super().get_table(events)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            message: str = super().no_results_message
            return message
        return gettext(
            "No event yet. Make one here, or in the editor of its page: choose “Event”, then “Create”."
        )


class EventCreateView(CreateView):
    """Makes the event with its first dates, and goes on to them."""

    def save_instance(self) -> Event:
        return save_new_event(self.form, self.request.user)

    def get_success_url(self) -> str:
        return event_url(self.object)


class EventEditView(OwnEvents, EditView):
    def save_instance(self) -> Event:
        """What is not in the form is kept as it is now: services may have written it since it was read."""
        rows = Event.objects.select_for_update(no_key=True).filter(pk=self.form.instance.pk)
        unseen = [field.attname for field in Event._meta.concrete_fields if not field.editable]
        for name, value in rows.values(*unseen).get().items():
            setattr(self.form.instance, name, value)
        saved: Event = super().save_instance()
        return saved

    def get_success_url(self) -> str:
        return event_url(self.object)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        at = Button(gettext("At a glance"), url=event_url(self.object), icon_name="view", priority=1)
        return [*super().header_more_buttons, at, *overview_buttons(self.request.user, self.object)]


class EventDeleteView(OwnEvents, DeleteView):
    """Only an event without dates can go: what somebody signed up for stays, and is called off."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.visible_rows(request.user).filter(pk=kwargs.get("pk", args[0] if args else None)).first()
        if found is not None and found.occurrences.exists():
            messages.warning(
                request,
                gettext(
                    "An event with dates cannot be deleted. Delete those that nobody signed up for; if "
                    "others are left, call the event off."
                ),
            )
            return redirect(event_url(found))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class EventHistoryView(OwnEvents, HistoryView):
    pass


class EventUsageView(OwnEvents, UsageView):
    pass


def save_new_event(form: EventForm, user: AbstractBaseUser) -> Event:
    """The event of a valid form, with its dates."""
    event: Event = form.save(commit=False)
    first = form.first_date
    event.is_guarded, event.recurrence = form.will_be_guarded, form.rule_from(first.local_start)
    with transaction.atomic():
        create_event(event=event, dates=[first], actor=Actor.staff(user))
        form.save_m2m()
    return event


class EventViewSet(DeclaredViewSet):
    """Events: what happens, where, and by which rules people come. The words are on their pages."""

    model = Event
    icon = "date"
    menu_label = _("Events")
    menu_order = 157
    add_to_admin_menu = True
    index_view_class = EventIndexView
    add_view_class = EventCreateView
    edit_view_class = EventEditView
    delete_view_class = EventDeleteView
    history_view_class = EventHistoryView
    usage_view_class = EventUsageView
    list_display = [
        TitleColumn("name", label=_("Name"), get_url=event_url, sort_key="name"),
        Column("campaign", label=_("Campaign"), sort_key="campaign"),
        Column("kind", label=_("Kind"), sort_key="kind"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("shown_next", label=_("Next date")),
        Column("shown_people", label=_("Places taken")),
    ]
    list_filter = ["state", "kind", "is_guarded"]
    list_per_page = 50
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            # What will be gone and when, before the event is made.
            HelpPanel(template="events/admin/protection_panel.html"),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("campaign"), FieldPanel("kind")]),
            FieldPanel("protection"),
            MultiFieldPanel(
                [
                    FieldPanel("zone"),
                    FieldRowPanel([FieldPanel("first_start"), FieldPanel("first_end")]),
                    FieldPanel("capacity"),
                    FieldRowPanel([FieldPanel("repeats"), FieldPanel("repeats_until")]),
                ],
                heading=_("When"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("place_kind"),
                    FieldPanel("area"),
                    FieldPanel("venue"),
                    FieldPanel("address"),
                    FieldRowPanel([FieldPanel("locality"), FieldPanel("region")]),
                    FieldRowPanel([FieldPanel("postal_code"), FieldPanel("country")]),
                    FieldPanel("institution"),
                    FieldPanel("is_place_public"),
                ],
                heading=_("Where"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("what_will_happen"),
                    FieldPanel("risk"),
                    FieldPanel("contact"),
                    FieldPanel("legal_number"),
                    FieldPanel("bring"),
                    FieldPanel("not_to_bring"),
                    FieldPanel("way_out"),
                ],
                heading=_("What people should know"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("is_step_free"),
                    FieldPanel("has_seating"),
                    FieldPanel("has_sign_language"),
                    FieldPanel("asks_masks"),
                    FieldPanel("has_childcare"),
                    FieldPanel("languages"),
                ],
                heading=_("For everybody"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("max_guests"),
                    FieldPanel("needs_acceptance"),
                    FieldPanel("needs_invite"),
                    FieldPanel("ask_news"),
                    FieldPanel("ask_postal_code"),
                    FieldPanel("agreement_keys"),
                ],
                heading=_("Who can come"),
            ),
            InlinePanel(
                "questions",
                heading=_("Questions"),
                label=_("Question"),
                panels=[
                    FieldPanel("words"),
                    FieldPanel("kind"),
                    FieldPanel("choices", widget=forms.Textarea),
                    FieldPanel("is_required"),
                ],
                help_text=_(
                    "Five at most, and only what you need to prepare. Never ask who is willing to be "
                    "arrested, for emergency contacts, or about anybody’s immigration status."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("targets", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("partners", widget=forms.CheckboxSelectMultiple),
                ],
                heading=_("Addressed to, and with whom"),
            ),
        ],
        base_form_class=EventForm,
    )

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        return own_url_finder(super().url_finder_class, scope.visible_to)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), *staff_paths()]


@audience(Audience.STAFF)
class EventChooserCreateView(OwnCreateView):
    """Makes the event's first date with it."""

    def save_form(self, form: EventForm) -> Event:
        staff: Any = self.request.user
        return save_new_event(form, staff)


class EventChooserViewSet(OwnChooserViewSet):
    """Choose an event for a page, or make one without leaving the page editor."""

    model = Event
    icon = "date"
    choose_one_text = _("Choose an event")
    choose_another_text = _("Choose another event")
    edit_item_text = _("Edit this event")
    creation_form_class = EventChooserForm
    create_view_class = EventChooserCreateView

    def visible_rows(self, user: AnyUser) -> QuerySet[Event]:
        return scope.visible_to(user)
