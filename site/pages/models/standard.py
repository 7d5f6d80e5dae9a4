"""A page of words."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from campaigns.pages.forms import PageForm
from pages.blocks import BodyBlock


class StandardPage(Page):
    """Words, facts and pictures: about us, questions and answers, know your rights."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    base_form_class = PageForm
    template = "pages/standard_page.html"
    page_icon = "doc-full"
    page_description = _("Words, facts and pictures: who we are, questions and answers.")
    parent_page_types = ["site_pages.HomePage", "site_pages.CampaignPage", "site_pages.StandardPage"]
    subpage_types = ["site_pages.StandardPage", "site_pages.ResourcePage", "site_pages.TargetPage"]

    class Meta:
        verbose_name = _("standard page")
