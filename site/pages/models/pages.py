"""The concrete page types. What they do is in the mixins of the plugins; here they get a body and a place."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from donations.pages import FundraiserPageMixin
from events.pages import EventPageMixin, EventsPageMixin
from events.selectors.listing import DateFilter, dates_listed
from pages.blocks import BodyBlock
from pages.cards import cards_of, drive_cards_of
from petitions.pages import PetitionPageMixin

# Next dates on the front page.
MOST_COMING = 4


class HomePage(Page):
    """The front of the site in one language: the demand, what can be done now, why."""

    demand = models.CharField(
        _("demand"), max_length=140, help_text=_("Drawn as large as the screen allows.")
    )
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("demand"), FieldPanel("lead"), FieldPanel("body")]
    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "site_pages.PetitionPage",
        "site_pages.EventPage",
        "site_pages.EventsPage",
        "site_pages.FundraiserPage",
        "site_pages.StandardPage",
    ]
    max_count_per_parent = 20

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``cards`` of what can be signed, ``drives`` that take gifts, and ``coming``, the next dates.

        The first two in the order of the tree.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        pages = (
            PetitionPage.objects.live().public().child_of(self).select_related("petition").order_by("path")
        )
        drives = (
            FundraiserPage.objects.live()
            .public()
            .child_of(self)
            .select_related("fundraiser")
            .order_by("path")
        )
        context["drives"] = drive_cards_of(drives)
        context["coming"] = dates_listed(DateFilter())[0][:MOST_COMING]
        context["cards"] = cards_of(pages.prefetch_related("petition__petition_targets__target"))
        return context


class PetitionPage(PetitionPageMixin, Page):
    """A petition or a pledge."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    content_panels = [*PetitionPageMixin.content_panels, FieldPanel("body")]
    template = "pages/petition_page.html"
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("petition page")


class EventPage(EventPageMixin, Page):
    """A training, a rally, or anything else that people come to."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    content_panels = [*EventPageMixin.content_panels, FieldPanel("body")]
    template = "pages/event_page.html"
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage", "site_pages.EventsPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("event page")


class EventsPage(EventsPageMixin, Page):
    """The list of all events."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    template = "pages/events_page.html"
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage"]
    subpage_types = ["site_pages.EventPage"]

    class Meta:
        verbose_name = _("list of events")


class FundraiserPage(FundraiserPageMixin, Page):
    """What gifts are asked for, with what was reached."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    content_panels = [*FundraiserPageMixin.content_panels, FieldPanel("body")]
    template = "pages/fundraiser_page.html"
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("fundraiser page")


class StandardPage(Page):
    """Words, facts and pictures: about us, questions and answers, know your rights."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    template = "pages/standard_page.html"
    parent_page_types = ["site_pages.HomePage", "site_pages.StandardPage"]
    subpage_types = ["site_pages.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
