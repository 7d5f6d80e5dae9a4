"""The pages of a target, and of local fights."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from campaigns.pages import FightsPageMixin, TargetPageMixin
from campaigns.pages.forms import PageForm
from campaigns.public_pages import open_to_all
from pages.blocks import BodyBlock
from pages.cards import WITH_TARGETS, cards_of
from pages.dossier_pages import pages_of_targets
from pages.fights_map import map_of
from pages.models.petitions import PetitionPage


class TargetPage(TargetPageMixin, Page):
    """What is known of one vendor, university, agency, council or oversight body."""

    lead = models.TextField(
        _("lead"), max_length=400, blank=True, help_text=_("Why it matters, in two sentences.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("target"), FieldPanel("lead"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    base_form_class = PageForm
    template = "pages/target_page.html"
    page_icon = "folder-open-inverse"
    page_description = _("What is known of one who decides: contracts, ties, recruiting, what comes next.")
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage", "site_pages.StandardPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("dossier of a target")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``cards``, the petitions addressed to it, and ``tie_urls``, other dossiers by their target."""
        context = super().get_context(request, *args, **kwargs)
        if self.target is None:
            return context
        language = self.locale.language_code
        addressed = PetitionPage.objects.filter(
            locale=self.locale_id, petition__petition_targets__target=self.target
        )
        pages = open_to_all(addressed).select_related("petition").order_by("path")
        ties = [tie.other.pk for tie in context["dossier"].ties]
        return {
            **context,
            "cards": cards_of(pages.prefetch_related(WITH_TARGETS)),
            "tie_urls": pages_of_targets(ties, language),
        }


class FightsPage(FightsPageMixin, Page):
    """What is fought for in cities and states: totals, a map, a list."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    base_form_class = PageForm
    template = "pages/fights_page.html"
    page_icon = "globe"
    page_description = _("Lists local fights with their hearings and votes, and draws the map.")
    show_in_menus_default: Any = True
    max_count_per_parent = 1
    objects: ClassVar[PageManager] = PageManager()
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("local fights")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``fights_map``, of all fights, and ``list_url``, where those of one state are listed."""
        context = super().get_context(request, *args, **kwargs)
        query = urlencode({"lang": self.locale.language_code, "region": ""})
        return {
            **context,
            "fights_map": map_of(context["fights"]),
            "list_url": f"{context['find_url']}?{query}",
        }
