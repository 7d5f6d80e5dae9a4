"""The pages of an event, and of the list of events."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from campaigns.models import Campaign
from campaigns.pages.forms import PageForm
from events.pages import EventPageMixin, EventsPageMixin
from pages.ancestry import campaign_above
from pages.blocks import BodyBlock


class EventPage(EventPageMixin, Page):
    """A training, a rally, or anything else that people come to."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    content_panels = [*EventPageMixin.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("ask"),
        index.SearchField("about"),
        index.SearchField("body"),
    ]
    template = "pages/event_page.html"
    objects: ClassVar[PageManager] = PageManager()
    page_icon = "date"
    page_description = _("A training, a rally, or anything else that people sign up to come to.")
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage", "site_pages.EventsPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("event page")


class EventsPage(EventsPageMixin, Page):
    """The list of all events; below a campaign, of its own."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead")]
    base_form_class = PageForm
    template = "pages/events_page.html"
    objects: ClassVar[PageManager] = PageManager()
    page_icon = "calendar-alt"
    page_description = _("Lists every event with a page; below a campaign, the events of that campaign.")
    show_in_menus_default: Any = True
    max_count_per_parent = 1
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage"]
    subpage_types = ["site_pages.EventPage"]

    class Meta:
        verbose_name = _("list of events")

    def listed_campaign(self) -> Campaign | None:
        """The campaign of the page above; None on the site's own list."""
        return campaign_above(self)
