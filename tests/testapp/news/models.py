"""The stranger's own page types."""

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from petitions.blocks import PetitionBlock
from petitions.pages import PetitionPageMixin


class AppealPage(PetitionPageMixin, Page):
    """A petition as a page: the three lines of the documentation."""


class ArticlePage(Page):
    """An article with a petition somewhere in its text."""

    body = StreamField([("text", RichTextBlock()), ("petition", PetitionBlock())], blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
