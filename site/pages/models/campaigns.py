"""The page of a campaign: what is wrong, who can change it, what to do now."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from campaigns.models import Campaign
from pages.blocks import BodyBlock


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
        "site_pages.StandardPage",
    ]

    class Meta:
        verbose_name = _("campaign page")
