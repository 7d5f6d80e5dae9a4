"""The page of a campaign: what is wrong, who can change it, what to do now."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from campaigns.models import Campaign
from campaigns.public_pages import open_to_all
from events.selectors.listing import DateFilter, ListedDate, dates_listed
from pages.blocks import BodyBlock
from pages.campaign_form import CampaignPageForm
from pages.cards import WITH_TARGETS, cards_of, drive_cards_of
from pages.gathering import act_of, further_pages
from pages.models.events import EventPage
from pages.models.fundraisers import FundraiserPage
from pages.models.petitions import PetitionPage
from pages.models.updates import UpdatePage

MOST_COMING, MOST_UPDATES = 4, 3
# Below a campaign these are drawn as what they are; every other page is a line that leads to it.
DRAWN = (PetitionPage, EventPage, FundraiserPage, UpdatePage)


class CampaignPage(Page):
    """One campaign, with all that belongs to it below: its petition, events, fundraiser, news, guides."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, related_name="+", verbose_name=_("campaign")
    )
    demand = models.CharField(
        _("demand"),
        max_length=140,
        blank=True,
        help_text=_("Drawn large. Empty: the title. For instance: “Drop the contract”."),
    )
    lead = models.TextField(
        _("lead"), max_length=400, blank=True, help_text=_("Two sentences below the demand.")
    )
    picture = models.ForeignKey(
        "site_pages.CampaignImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Beside the demand. Show a place or a sign; faces only of people who agreed."),
    )
    wrong = models.TextField(
        _("what is wrong"),
        max_length=300,
        blank=True,
        help_text=_("For instance: “The city pays for software that tracks immigrant families.”"),
    )
    who = models.TextField(
        _("who can change it"),
        max_length=300,
        blank=True,
        help_text=_("For instance: “The city council votes on the contract on March 3.”"),
    )
    now = models.TextField(
        _("what to do now"),
        max_length=300,
        blank=True,
        help_text=_("For instance: “Sign, and come to the hearing.” The button stands below."),
    )
    act_page = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where the button leads"),
        help_text=_("Empty: the first open petition below, else the next event, else the fundraiser."),
    )
    act_words = models.CharField(_("words on the button"), max_length=40, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("campaign"),
        MultiFieldPanel(
            [FieldPanel("demand"), FieldPanel("lead"), FieldPanel("picture")], heading=_("At the top")
        ),
        MultiFieldPanel(
            [
                FieldPanel("wrong"),
                FieldPanel("who"),
                FieldPanel("now"),
                PageChooserPanel("act_page"),
                FieldPanel("act_words"),
            ],
            heading=_("In five seconds"),
        ),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("demand"),
        index.SearchField("lead"),
        index.SearchField("wrong"),
        index.SearchField("who"),
        index.SearchField("now"),
        index.SearchField("body"),
    ]
    base_form_class = CampaignPageForm
    template = "pages/campaign_page.html"
    page_icon = "flag"
    page_description = _("What is wrong, who can change it, what to do now; the rest stands below it.")
    show_in_menus_default: Any = True
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage"]
    subpage_types = [
        "site_pages.PetitionPage",
        "site_pages.EventsPage",
        "site_pages.EventPage",
        "site_pages.FundraiserPage",
        "site_pages.UpdatesPage",
        "site_pages.UpdatePage",
        "site_pages.ResourcePage",
        "site_pages.TargetPage",
        "site_pages.FightsPage",
        "site_pages.StandardPage",
    ]

    class Meta:
        verbose_name = _("campaign page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what belongs to it, and ``act``, what to do now.

        ``cards`` of petitions, ``coming`` dates, ``drives``, ``updates``, and ``more``: all else.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # A draft that was never saved has nothing below it.
        return {**context, **self._below()} if self.pk else context

    def _chosen(self) -> Page | None:
        """Where an editor lets the button lead; None where not everybody may read that, title and all."""
        if self.act_page_id is None:
            return None
        chosen: Page | None = open_to_all(Page.objects.filter(pk=self.act_page_id)).first()
        return chosen

    def _below(self) -> dict[str, Any]:
        public = open_to_all(Page.objects.descendant_of(self)).values("pk")
        # By the campaign, not by the place: an editor may have put them elsewhere.
        petitions = PetitionPage.objects.filter(locale=self.locale_id, petition__campaign=self.campaign_id)
        pages = open_to_all(petitions).select_related("petition").order_by("path")
        cards = cards_of(pages.prefetch_related(WITH_TARGETS))
        giving = FundraiserPage.objects.filter(locale=self.locale_id, fundraiser__campaign=self.campaign_id)
        drives = drive_cards_of(open_to_all(giving).select_related("fundraiser").order_by("path"))
        coming: list[ListedDate] = []
        if self.campaign is not None:
            coming = dates_listed(DateFilter(campaign=self.campaign))[0][:MOST_COMING]
        children = Page.objects.filter(pk__in=public).child_of(self).order_by("path")
        return {
            "cards": cards,
            "coming": coming,
            "drives": drives,
            "updates": UpdatePage.objects.filter(pk__in=public).order_by("-day", "-pk")[:MOST_UPDATES],
            "more": further_pages(children.not_type(*DRAWN)),
            "act": act_of(self._chosen(), self.act_words, cards=cards, coming=coming, drives=drives),
        }
