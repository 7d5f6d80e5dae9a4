"""News: one update, and the list of them."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.url_routing import RouteResult

from campaigns.pages.forms import PageForm
from campaigns.public_pages import open_to_all
from pages.ancestry import campaign_page_above
from pages.blocks import BodyBlock
from pages.feeds import atom_of
from pages.paging import one_page
from privacy.days import utc_today

# Updates on one page of their list, and below one of them.
UPDATES_A_PAGE, MOST_OTHERS = 20, 3
# Under the address of a list: the same for feed readers.
FEED = "feed"


class UpdatePage(Page):
    """What happened on a day, told by an office and not by a person."""

    day = models.DateField(_("day"), default=utc_today, help_text=_("The day it happened or was said."))
    office = models.CharField(
        _("who says so"),
        max_length=120,
        blank=True,
        help_text=_("An office, such as “Press team”, never a person. Empty: the organization."),
    )
    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("What happened, in two sentences. Lists and feeds show it."),
    )
    picture = models.ForeignKey(
        "site_pages.CampaignImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("day"), FieldPanel("office")]),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("day"),
    ]
    base_form_class = PageForm
    template = "pages/update_page.html"
    page_icon = "comment"
    page_description = _("News of one day: a vote, a reply, a win. It also goes into the feed.")
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.UpdatesPage", "site_pages.CampaignPage", "site_pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("update")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``campaign_page``, the one above it or None, and ``others``, the news before and after it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        above = campaign_page_above(self)
        others: Any = []
        if self.pk:
            others = updates_below(above or self.get_parent()).exclude(pk=self.pk)[:MOST_OTHERS]
        return {**context, "campaign_page": above, "others": others}


class UpdatesPage(Page):
    """The list of news: of what is above it, the whole site or one campaign."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead")]
    base_form_class = PageForm
    template = "pages/updates_page.html"
    page_icon = "list-ul"
    page_description = _("Lists all updates; below a campaign, the updates of that campaign.")
    show_in_menus_default: Any = True
    max_count_per_parent = 1
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage"]
    subpage_types = ["site_pages.UpdatePage"]

    class Meta:
        verbose_name = _("list of updates")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """``…/feed/`` is ours; everything else is as in any page."""
        if self.live and path_components == [FEED]:
            return RouteResult(self, kwargs={"view": FEED})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> HttpResponseBase:
        """The list; with ``view``, the same as an Atom feed."""
        if view:
            updates = updates_below(self.get_parent()).select_related("locale")
            return atom_of(self, updates[:UPDATES_A_PAGE])
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``listed``, a ``pages.paging.OnePage`` of updates, the newest first."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        rows = updates_below(self.get_parent()) if self.pk else UpdatePage.objects.none()
        context["listed"] = one_page(rows, request.GET.get("page", ""), a_page=UPDATES_A_PAGE)
        return context


def updates_below(page: Page) -> models.QuerySet[UpdatePage]:
    """The public updates anywhere below ``page``, the newest first."""
    rows: models.QuerySet[UpdatePage] = open_to_all(UpdatePage.objects.descendant_of(page))
    return rows.order_by("-day", "-pk")
