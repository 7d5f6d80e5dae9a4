"""The page of a fundraiser."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from donations.pages import FundraiserPageMixin
from pages.blocks import BodyBlock


class FundraiserPage(FundraiserPageMixin, Page):
    """What gifts are asked for, with what was reached."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    content_panels = [*FundraiserPageMixin.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("ask"),
        index.SearchField("about"),
        index.SearchField("body"),
    ]
    template = "pages/fundraiser_page.html"
    objects: ClassVar[PageManager] = PageManager()
    page_icon = "pick"
    page_description = _("Asks for gifts, once or monthly, and shows what was reached.")
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("fundraiser page")
