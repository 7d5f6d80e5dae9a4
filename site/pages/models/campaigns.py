"""The page of a campaign: what is wrong, who can change it, what to do now."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Q, Value, When, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from campaigns.models import Campaign
from campaigns.public_pages import open_to_all
from events.selectors.listing import DateFilter, ListedDate, dates_listed
from pages.blocks import BodyBlock
from pages.campaign_form import CampaignPageForm
from pages.cards import WITH_TARGETS, cards_of, drive_cards_of
from pages.gathering import act_of, further_pages, with_words
from pages.models.events import EventPage
from pages.models.fundraisers import FundraiserPage
from pages.models.petitions import PetitionPage
from pages.models.updates import UpdatePage
from petitions.selectors import counted_total

MOST_COMING, MOST_UPDATES = 4, 3
# Below a campaign these are drawn as what they are; every other page is a line that leads to it.
DRAWN = (PetitionPage, EventPage, FundraiserPage, UpdatePage)
SHELVES = ("petitions", "drives", "updates", "more")


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
    # Set for one request, by the query that found the page.
    is_surely_open = False
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

    def get_view_restrictions(self) -> Any:
        """As Wagtail's, without asking anew where it is known already that nothing keeps the page."""
        if self.is_surely_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what belongs to it, and ``act``, what to do now.

        ``cards`` of petitions, ``coming`` dates, ``drives``, ``updates``, and ``more``: all else.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # A draft that was never saved has nothing below it.
        return {**context, **self._below()} if self.pk else context

    def _below(self) -> dict[str, Any]:
        shelves: dict[str, list[Any]] = {shelf: [] for shelf in SHELVES}
        chosen = None
        for page in self._around():
            if page.pk == self.act_page_id:
                chosen = page
            if page.shelf:
                shelves[page.shelf].append(page)
        petitions = [page.petitionpage for page in shelves["petitions"]]
        prefetch_related_objects(petitions, WITH_TARGETS)
        totals = {page.petitionpage.petition_id: page.signed for page in shelves["petitions"]}
        cards = cards_of(petitions, totals=totals)
        drives = drive_cards_of([page.fundraiserpage for page in shelves["drives"]])
        updates = [page.updatepage for page in shelves["updates"]]
        coming: list[ListedDate] = []
        if self.campaign is not None:
            coming = dates_listed(DateFilter(campaign=self.campaign))[0][:MOST_COMING]
        return {
            "cards": cards,
            "coming": coming,
            "drives": drives,
            "updates": sorted(updates, key=lambda update: (update.day, update.pk), reverse=True),
            "more": further_pages(shelves["more"]),
            "act": act_of(chosen, self.act_words, cards=cards, coming=coming, drives=drives),
        }

    def _around(self) -> PageQuerySet:
        """All pages that it shows, each with its ``shelf``; "" for that to which an editor leads.

        One query. What is not for everybody is not among them, its title neither.
        """
        below = open_to_all(Page.objects.descendant_of(self))
        updates = UpdatePage.objects.filter(pk__in=below.values("pk")).order_by("-day", "-pk")
        # By the campaign, not by the place: an editor may have put them elsewhere.
        campaign = {"campaign": self.campaign_id, "campaign__isnull": False}
        petitions = PetitionPage.objects.filter(locale=self.locale_id).filter(
            **{f"petition__{name}": value for name, value in campaign.items()}
        )
        giving = FundraiserPage.objects.filter(locale=self.locale_id).filter(
            **{f"fundraiser__{name}": value for name, value in campaign.items()}
        )
        asked = {
            "petitions": Q(pk__in=petitions.values("pk")),
            "drives": Q(pk__in=giving.values("pk")),
            "updates": Q(pk__in=updates.values("pk")[:MOST_UPDATES]),
            "more": Q(pk__in=Page.objects.child_of(self).not_type(*DRAWN).values("pk")),
        }
        wanted = reduce(or_, asked.values(), Q(pk=self.act_page_id))
        shelf = Case(*(When(found, then=Value(name)) for name, found in asked.items()), default=Value(""))
        pages = open_to_all(with_words(Page.objects.filter(wanted).order_by("path")))
        signed = counted_total("petitionpage__petition")
        return pages.annotate(shelf=shelf, signed=signed).select_related(
            "petitionpage__petition", "fundraiserpage__fundraiser", "updatepage"
        )
