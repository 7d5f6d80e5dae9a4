"""What an editor can put into the body of a page."""

from pages.blocks.acting import EventsBlock, JoinBlock, ShareBlock
from pages.blocks.body import BodyBlock
from pages.blocks.columns import ColumnBlock, ColumnsBlock
from pages.blocks.dossiers import ContractsBlock, DossierBlock, FightsBlock
from pages.blocks.links import LinkBlock, LinkCardBlock, PartnersBlock
from pages.blocks.media import DocumentsBlock, PictureBlock, VideoBlock
from pages.blocks.tables import TableBlock
from pages.blocks.words import (
    TEXT_FEATURES,
    CalloutBlock,
    FactBlock,
    FactsBlock,
    FaqBlock,
    HeroBlock,
    QuoteBlock,
    StepsBlock,
    WinsBlock,
)

__all__ = [
    "TEXT_FEATURES",
    "BodyBlock",
    "CalloutBlock",
    "ColumnBlock",
    "ColumnsBlock",
    "ContractsBlock",
    "DocumentsBlock",
    "DossierBlock",
    "EventsBlock",
    "FactBlock",
    "FactsBlock",
    "FaqBlock",
    "FightsBlock",
    "HeroBlock",
    "JoinBlock",
    "LinkBlock",
    "LinkCardBlock",
    "PartnersBlock",
    "PictureBlock",
    "QuoteBlock",
    "ShareBlock",
    "StepsBlock",
    "TableBlock",
    "VideoBlock",
    "WinsBlock",
]
