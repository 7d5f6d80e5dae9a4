"""Things side by side."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks import examples
from pages.blocks.groups import SHOWING
from pages.blocks.media import DocumentsBlock, PictureBlock
from pages.blocks.words import SHORT_FEATURES, CalloutBlock, FactsBlock, QuoteBlock


class ColumnBlock(blocks.StreamBlock):
    """What may stand in one column: nothing that needs the whole width, and no form."""

    heading = blocks.CharBlock(
        max_length=120, icon="title", label=_("Heading"), template="pages/blocks/column_heading.html"
    )
    text = blocks.RichTextBlock(features=SHORT_FEATURES, label=_("Text"), template="pages/blocks/text.html")
    picture = PictureBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    callout = CalloutBlock()
    documents = DocumentsBlock()

    class Meta:
        template = "pages/blocks/stream.html"


class ColumnsBlock(blocks.StructBlock):
    """Two or three columns; on a phone one below the other."""

    columns = blocks.ListBlock(ColumnBlock(), min_num=2, max_num=3, label=_("Columns"))

    class Meta:
        icon = "grip"
        group = SHOWING
        label = _("Columns")
        description = _("Two or three columns; on a phone one below the other.")
        preview_value = staticmethod(examples.columns)
        template = "pages/blocks/columns.html"
