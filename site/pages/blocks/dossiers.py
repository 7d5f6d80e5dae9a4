"""What is known of a target, and what is fought for in cities and states."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.picking import TargetBlock
from pages.blocks.groups import KNOWING


class DossierBlock(blocks.StructBlock):
    """Who decides, and what comes next, in short; the rest is on the dossier's own page."""

    target = TargetBlock(label=_("Target"))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: its name.")
    )

    class Meta:
        icon = "folder-open-inverse"
        group = KNOWING
        label = _("Target dossier")
        template = "pages/blocks/dossier.html"


class ContractsBlock(blocks.StructBlock):
    """A table of contracts, each with its source."""

    target = TargetBlock(label=_("Whose contracts"), help_text=_("A vendor's, or those of an agency."))
    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))

    class Meta:
        icon = "table"
        group = KNOWING
        label = _("Contracts")
        template = "pages/blocks/contracts.html"


class FightsBlock(blocks.StructBlock):
    """A map of local fights, with the same in a table."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    words = blocks.TextBlock(required=False, max_length=400, label=_("A few words"))

    class Meta:
        icon = "globe"
        group = KNOWING
        label = _("Map of local fights")
        template = "pages/blocks/fights.html"
