"""A table of words and figures."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from pages.blocks import examples
from pages.blocks.groups import SHOWING
from pages.blocks.words import SHORT_FEATURES


class TableBlock(TypedTableBlock):
    """Columns of words, figures or longer text; the first column names its row."""

    words = blocks.CharBlock(required=False, max_length=200, label=_("Words"))
    figure = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Figure"),
        help_text=_("Set to the end of its line, for instance: 2.4 million"),
    )
    text = blocks.RichTextBlock(required=False, features=SHORT_FEATURES, label=_("Longer text"))

    class Meta:
        icon = "table"
        group = SHOWING
        label = _("Table")
        description = _("A table whose first column names each row.")
        preview_value = staticmethod(examples.table)
        template = "pages/blocks/table.html"
