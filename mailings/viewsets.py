"""Staff's views of mailings in Wagtail's admin: the list, and the form of a draft."""

from typing import Any, ClassVar

import django_filters
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from campaigns.models import Campaign
from mailings.admin_views.common import CAN_ADD, CAN_VIEW, is_step, mailing_url, series_url
from mailings.admin_views.forms import MailingForm
from mailings.enums import MailingState
from mailings.models import Mailing, Sender
from mailings.selectors import scope
from mailings.selectors.narrow import narrow_among
from mailings.series_viewset import SeriesViewSet
from mailings.services.drafting import change_mailing, discard_mailing, start_mailing
from mailings.staff_urls import staff_paths
from mailings.words_viewsets import SenderViewSet, WrapperViewSet
from privacy.actors import Actor
from privacy.scopes import AnyUser
from privacy.tens import tens_words
from privacy.viewsets import DeclaredViewSet, OwnRows, own_url_finder


class OwnMailings(OwnRows):
    def visible_rows(self, user: AnyUser) -> QuerySet[Mailing]:
        return scope.visible_to(user)


class DraftOnly(OwnMailings):
    """Leads to the mailing itself once it is no draft any more."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.visible_rows(request.user).filter(pk=kwargs["pk"]).first()
        if found is not None and not found.is_editable:
            messages.warning(request, gettext("It is no draft any more, so it stays as it is."))
            return redirect(mailing_url(found))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class MailingFilters(WagtailFilterSet):
    """By where it stands, and for which campaign."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=MailingState.choices)
    campaign = django_filters.ModelChoiceFilter(
        label=_("Campaign"), queryset=Campaign.objects.order_by("slug"), to_field_name="public_id"
    )

    class Meta:
        model = Mailing
        fields: ClassVar[list[str]] = ["state", "campaign"]


def when_of(mailing: Mailing) -> str:
    """The day on which it was sent, the hour for which it waits, or since when it is a draft."""
    if mailing.ended_on is not None:
        return date_format(mailing.ended_on, "SHORT_DATE_FORMAT")
    if mailing.scheduled_local is not None and mailing.scheduled_at is not None:
        return date_format(mailing.scheduled_local, "SHORT_DATETIME_FORMAT")
    return "–"


class MailingIndexView(IndexView):
    """The mailings of one's campaigns, or all of them; the steps of a series stand in their series."""

    def get_base_queryset(self) -> QuerySet[Mailing]:
        return scope.visible_to(self.request.user).filter(series_step__isnull=True)

    def get_table(self, object_list: Any) -> Table:
        mailings = list(object_list)
        narrow = narrow_among({mailing.pk for mailing in mailings})
        for mailing in mailings:
            mailing.shown_when = when_of(mailing)
            mailing.shown_people = "–"
            if mailing.frozen:
                is_narrow = mailing.pk in narrow
                mailing.shown_people = tens_words(mailing.frozen) if is_narrow else intcomma(mailing.frozen)
        return super().get_table(mailings)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        more = [*super().header_more_buttons]
        if self.request.user.has_perm(CAN_VIEW):
            series, compare = reverse("mailing_series:index"), reverse("mailing:compare")
            more += [
                Button(gettext("Series"), url=series, icon_name="list-ol", priority=20),
                Button(gettext("Compare"), url=compare, icon_name="table", priority=21),
            ]
        return more

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            message: str = super().no_results_message
            return message
        return gettext("No mailing yet. Make one: it stays a draft until you send it.")


class MailingCreateView(CreateView):
    """Makes the draft, and goes on to what is to be done next. The first of all asks in whose name."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not Sender.objects.exists() and request.user.has_perm(CAN_ADD):
            messages.info(request, gettext("First say in whose name mailings come."))
            return redirect("mail_sender:add")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def save_instance(self) -> Mailing:
        mailing: Mailing = self.form.save(commit=False)
        return start_mailing(mailing=mailing, actor=Actor.staff(self.request.user))

    def get_success_url(self) -> str:
        return mailing_url(self.object)


class MailingEditView(DraftOnly, EditView):
    def save_instance(self) -> Mailing:
        mailing: Mailing = self.form.save(commit=False)
        change_mailing(mailing=mailing, actor=Actor.staff(self.request.user))
        return mailing

    def get_success_url(self) -> str:
        return mailing_url(self.object)


class MailingDeleteView(DraftOnly, DeleteView):
    """A draft alone can go: of what was sent the numbers stay. A step is removed from its series."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.visible_rows(request.user).filter(pk=kwargs["pk"]).first()
        if found is not None and is_step(found):
            return redirect(series_url(found.series_step.series))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def delete_action(self) -> None:
        discard_mailing(mailing=self.object, actor=Actor.staff(self.request.user))


class MailingHistoryView(OwnMailings, HistoryView):
    pass


class MailingUsageView(OwnMailings, UsageView):
    pass


class MailingViewSet(DeclaredViewSet):
    """Mailings. The words are written in an editor of their own; people, hour and results have pages."""

    model = Mailing
    icon = "mail"
    menu_label = _("Mailings")
    index_view_class = MailingIndexView
    add_view_class = MailingCreateView
    edit_view_class = MailingEditView
    delete_view_class = MailingDeleteView
    history_view_class = MailingHistoryView
    usage_view_class = MailingUsageView
    list_display: ClassVar[list[Column]] = [
        TitleColumn("name", label=_("Name"), get_url=mailing_url, sort_key="name"),
        Column("campaign", label=_("Campaign"), accessor=lambda row: row.campaign or "–"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("shown_when", label=_("When")),
        Column("shown_people", label=_("People")),
    ]
    filterset_class = MailingFilters
    list_per_page = 50
    search_fields: ClassVar[list[str]] = ["name"]
    ordering: ClassVar[list[str]] = ["-pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("campaign"), FieldPanel("sender")]),
            FieldPanel("wrapper"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("deadline_local"), FieldPanel("deadline_zone")])],
                heading=_("Days left"),
            ),
            FieldPanel("needs_second"),
        ],
        base_form_class=MailingForm,
    )

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        return own_url_finder(super().url_finder_class, scope.visible_to)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), *staff_paths()]


class MailingsViewSetGroup(ModelViewSetGroup):
    """One entry of the menu for mailings, and what they are made with."""

    menu_label = _("Mailings")
    menu_icon = "mail"
    menu_order = 158
    items = (
        MailingViewSet("mailing"),
        SeriesViewSet("mailing_series"),
        SenderViewSet("mail_sender"),
        WrapperViewSet("mail_wrapper"),
    )
