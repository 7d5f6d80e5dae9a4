"""The front of the site."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from campaigns.pages.forms import PageForm
from campaigns.public_pages import open_to_all, surely_open
from events.selectors.listing import DateFilter, dates_listed
from pages.blocks import BodyBlock
from pages.cards import WITH_TARGETS, cards_of, drive_cards_of
from pages.models.campaigns import CampaignPage
from pages.models.fundraisers import FundraiserPage
from pages.models.petitions import PetitionPage

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
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("demand"),
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    base_form_class = PageForm
    template = "pages/home_page.html"
    page_icon = "home"
    page_description = _("The front of the site in one language.")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "site_pages.CampaignPage",
        "site_pages.PetitionPage",
        "site_pages.EventPage",
        "site_pages.EventsPage",
        "site_pages.FundraiserPage",
        "site_pages.UpdatePage",
        "site_pages.UpdatesPage",
        "site_pages.ResourcePage",
        "site_pages.TargetPage",
        "site_pages.FightsPage",
        "site_pages.StandardPage",
    ]
    max_count_per_parent = 20

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """As Wagtail's; a campaign's page comes whole in the query that finds it, with its picture."""
        if not path_components:
            found: RouteResult = super().route(request, path_components)
            return found
        slug, *below = path_components
        children = self.get_children().select_related("campaignpage__campaign", "campaignpage__picture")
        child = children.filter(slug=slug).annotate(is_surely_open=surely_open()).first()
        if child is None:
            raise Http404
        whole = getattr(child, "campaignpage", None)
        if whole is None:
            whole = child.specific
        else:
            whole.is_surely_open = child.is_surely_open
        # Treebeard's: the page above is not asked for again.
        whole._cached_parent_obj = self
        beyond: RouteResult = whole.route(request, below)
        return beyond

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``cards`` of what can be signed, ``drives`` that take gifts, and ``coming``, the next dates.

        ``campaigns`` are the pages of campaigns; all but the dates in the order of the tree.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        pages = (
            open_to_all(PetitionPage.objects.descendant_of(self)).select_related("petition").order_by("path")
        )
        drives = open_to_all(FundraiserPage.objects.descendant_of(self)).select_related("fundraiser")
        context["drives"] = drive_cards_of(drives.order_by("path"))
        context["coming"] = dates_listed(DateFilter())[0][:MOST_COMING]
        context["cards"] = cards_of(pages.prefetch_related(WITH_TARGETS))
        context["campaigns"] = open_to_all(CampaignPage.objects.child_of(self)).order_by("path")
        return context
