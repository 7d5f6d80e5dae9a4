"""The page of a petition or a pledge."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from pages.blocks import BodyBlock
from petitions.pages import PetitionPageMixin


class PetitionPage(PetitionPageMixin, Page):
    """A petition or a pledge."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    content_panels = [*PetitionPageMixin.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("ask"),
        index.SearchField("demand"),
        index.SearchField("body"),
    ]
    template = "pages/petition_page.html"
    objects: ClassVar[PageManager] = PageManager()
    page_icon = "edit"
    page_description = _("People put their names under a demand, or promise something themselves.")
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("petition page")
