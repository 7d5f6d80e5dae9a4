"""What an editor can put into the body of a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from campaigns.blocks import ActionBlock

TEXT_FEATURES = ["h3", "bold", "italic", "link", "ul", "ol"]


class FactBlock(blocks.StructBlock):
    """A fact, and where anybody can look it up: without a source it is not saved."""

    figure = blocks.CharBlock(
        required=False,
        max_length=24,
        label=_("Figure"),
        help_text=_("Drawn large, for instance: US$62 million"),
    )
    sentence = blocks.TextBlock(max_length=400, label=_("What is so"))
    source = blocks.CharBlock(max_length=160, label=_("Source"), help_text=_("Publication, month and year"))
    source_url = blocks.URLBlock(required=False, label=_("Link to the source"))


class FactsBlock(blocks.StructBlock):
    """Facts side by side."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    facts = blocks.ListBlock(FactBlock(), min_num=1, max_num=8, label=_("Facts"))

    class Meta:
        icon = "list-ul"
        label = _("Facts with sources")
        template = "pages/blocks/facts.html"


class QuoteBlock(blocks.StructBlock):
    """Words somebody said in public, in their office."""

    words = blocks.TextBlock(max_length=600, label=_("Words"))
    who = blocks.CharBlock(max_length=160, label=_("Who, and in which office"))
    source = blocks.CharBlock(max_length=160, label=_("Source"))
    source_url = blocks.URLBlock(required=False, label=_("Link to the source"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "pages/blocks/quote.html"


class StepsBlock(blocks.StructBlock):
    """What happens one after the other."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    steps = blocks.ListBlock(blocks.TextBlock(max_length=300), min_num=2, max_num=8, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "pages/blocks/steps.html"


class PictureBlock(blocks.StructBlock):
    """A picture with a caption and who made it."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=240, label=_("Caption"))
    credit = blocks.CharBlock(required=False, max_length=120, label=_("Credit and licence"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "pages/blocks/picture.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every page of the ready-made site."""

    heading = blocks.CharBlock(
        max_length=120, icon="title", label=_("Heading"), template="pages/blocks/heading.html"
    )
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), template="pages/blocks/text.html")
    facts = FactsBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    picture = PictureBlock()
    action = ActionBlock()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **{"required": False, **kwargs})

    class Meta:
        template = "pages/blocks/stream.html"
