"""What is said: facts with their source, quotations, steps, questions, what was won."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from pages.blocks import examples
from pages.blocks.groups import SAYING
from pages.blocks.links import LinkBlock

TEXT_FEATURES = ["h3", "bold", "italic", "link", "ul", "ol"]
# Inside a box: no headings of its own.
SHORT_FEATURES = ["bold", "italic", "link", "ul", "ol"]
# Letters of a figure's longest word, up to which it is drawn in the first size, and in the second.
ORDINARY, WIDE = 10, 16


class FactValue(blocks.StructValue):
    """A fact, which knows how broad its figure is."""

    @property
    def breadth(self) -> str:
        """Which size the figure is drawn in, by the letters of its longest word: no word of it breaks."""
        longest = max(map(len, (self.get("figure") or "").split(" ")))
        return "widest" if longest > WIDE else "wide" if longest > ORDINARY else ""


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

    class Meta:
        value_class = FactValue


class FactsBlock(blocks.StructBlock):
    """Facts side by side."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    facts = blocks.ListBlock(FactBlock(), min_num=1, max_num=8, label=_("Facts"))

    class Meta:
        icon = "list-ul"
        group = SAYING
        label = _("Facts with sources")
        description = _("Figures and facts, each with where to look it up.")
        preview_value = staticmethod(examples.facts)
        template = "pages/blocks/facts.html"


class QuoteBlock(blocks.StructBlock):
    """Words somebody said in public, in their office."""

    words = blocks.TextBlock(max_length=600, label=_("Words"))
    who = blocks.CharBlock(max_length=160, label=_("Who, and in which office"))
    source = blocks.CharBlock(max_length=160, label=_("Source"))
    source_url = blocks.URLBlock(required=False, label=_("Link to the source"))

    class Meta:
        icon = "openquote"
        group = SAYING
        label = _("Quotation")
        description = _("Words somebody said in public, large.")
        preview_value = staticmethod(examples.quote)
        template = "pages/blocks/quote.html"


class StepsBlock(blocks.StructBlock):
    """What happens one after the other."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    steps = blocks.ListBlock(blocks.TextBlock(max_length=300), min_num=2, max_num=8, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        group = SAYING
        label = _("Steps")
        description = _("What happens one after the other, with numbers.")
        preview_value = staticmethod(examples.steps)
        template = "pages/blocks/steps.html"


class HeroBlock(blocks.StructBlock):
    """A demand as large as a poster, in the middle of a page."""

    kicker = blocks.CharBlock(
        required=False, max_length=80, label=_("Line above"), help_text=_("For instance: To the city council")
    )
    heading = blocks.CharBlock(
        max_length=140, label=_("Demand"), help_text=_("For instance: No cameras that follow us home")
    )
    lead = blocks.TextBlock(required=False, max_length=400, label=_("Introduction"))
    image = ImageBlock(required=False, label=_("Picture"))
    link = LinkBlock(label=_("Button"))

    class Meta:
        icon = "h1"
        group = SAYING
        label = _("Poster")
        description = _("A demand on the organization’s colour, with a picture and a button.")
        preview_value = staticmethod(examples.hero)
        template = "pages/blocks/hero.html"


class WinBlock(blocks.StructBlock):
    """One thing that was won."""

    day = blocks.DateBlock(label=_("Day"))
    title = blocks.CharBlock(
        max_length=140, label=_("What was won"), help_text=_("For instance: The city votes for a ban")
    )
    words = blocks.TextBlock(required=False, max_length=400, label=_("A few words"))
    source = blocks.CharBlock(
        required=False, max_length=160, label=_("Source"), help_text=_("Publication, month and year")
    )
    source_url = blocks.URLBlock(required=False, label=_("Link to the source"))


class WinsBlock(blocks.StructBlock):
    """What was won so far, the newest first."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    wins = blocks.ListBlock(WinBlock(), min_num=1, max_num=30, label=_("What was won"))

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``newest``: the wins, the newest first, whatever the order in which they were written."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["newest"] = sorted(value["wins"], key=lambda win: win["day"] or date.min, reverse=True)
        return context

    class Meta:
        icon = "history"
        group = SAYING
        label = _("What was won, day by day")
        description = _("What was won, the newest first.")
        preview_value = staticmethod(examples.wins)
        template = "pages/blocks/wins.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(
        max_length=200, label=_("Question"), help_text=_("For instance: Who will see my name?")
    )
    answer = blocks.RichTextBlock(features=SHORT_FEATURES, label=_("Answer"))


class FaqBlock(blocks.StructBlock):
    """Questions that open to their answer."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, max_num=30, label=_("Questions"))

    class Meta:
        icon = "help"
        group = SAYING
        label = _("Questions and answers")
        description = _("Questions that open to their answer.")
        preview_value = staticmethod(examples.faq)
        template = "pages/blocks/faq.html"


class CalloutBlock(blocks.StructBlock):
    """A few words in a box, with a button."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    words = blocks.RichTextBlock(features=SHORT_FEATURES, label=_("Words"))
    link = LinkBlock(label=_("Button"))

    class Meta:
        icon = "warning"
        group = SAYING
        label = _("Call-out")
        description = _("A few words in a coloured box that nobody should miss.")
        preview_value = staticmethod(examples.callout)
        template = "pages/blocks/callout.html"
