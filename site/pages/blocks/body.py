"""The body of every page of the ready-made site."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.blocks import ActionBlock
from campaigns.office_blocks import CallBlock, WriteBlock
from pages.blocks.acting import EventsBlock, JoinBlock, ShareBlock
from pages.blocks.ahead import fetch_ahead
from pages.blocks.columns import ColumnsBlock
from pages.blocks.dossiers import ContractsBlock, DossierBlock, FightsBlock
from pages.blocks.groups import DOING, SAYING
from pages.blocks.links import LinkCardBlock, PartnersBlock
from pages.blocks.media import DocumentsBlock, PictureBlock, VideoBlock
from pages.blocks.tables import TableBlock
from pages.blocks.words import (
    TEXT_FEATURES,
    CalloutBlock,
    FactsBlock,
    FaqBlock,
    HeroBlock,
    QuoteBlock,
    StepsBlock,
    WinsBlock,
)
from pages.page_links import links_known


class BodyBlock(blocks.StreamBlock):
    """All that an editor can put into a page, in groups."""

    heading = blocks.CharBlock(
        max_length=120,
        icon="title",
        label=_("Heading"),
        template="pages/blocks/heading.html",
        group=SAYING,
        description=_("Divides a long page into parts."),
        preview_value=_("What this part is about"),
    )
    text = blocks.RichTextBlock(
        features=TEXT_FEATURES,
        label=_("Text"),
        template="pages/blocks/text.html",
        group=SAYING,
        description=_("Paragraphs, lists and small headings."),
        preview_value=_("<p>Words, with <b>bold</b> and <i>italic</i>, links and lists.</p>"),
    )
    hero = HeroBlock()
    facts = FactsBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    wins = WinsBlock()
    faq = FaqBlock()
    callout = CalloutBlock()
    columns = ColumnsBlock()
    picture = PictureBlock()
    video = VideoBlock()
    table = TableBlock()
    documents = DocumentsBlock()
    link_card = LinkCardBlock()
    partners = PartnersBlock()
    action = ActionBlock(group=DOING)
    events = EventsBlock()
    write = WriteBlock(group=DOING)
    call = CallBlock(group=DOING)
    join = JoinBlock()
    share = ShareBlock()
    dossier = DossierBlock()
    contracts = ContractsBlock()
    fights = FightsBlock()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **{"required": False, **kwargs})

    def render(self, value: blocks.StreamValue, context: Mapping[str, Any] | None = None) -> str:
        """Draw the body; what its blocks need of the database is asked for all of them at once."""
        ahead, texts = fetch_ahead(self, value)
        with links_known(texts):
            drawn: str = super().render(value, {**(context or {}), "ahead": ahead})
        return drawn

    class Meta:
        template = "pages/blocks/stream.html"
