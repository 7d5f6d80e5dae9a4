"""What is known of a target, and what is fought for in cities and states."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.picking import TargetBlock
from campaigns.selectors import Fights, coming_dossiers, fights
from pages.blocks import examples
from pages.blocks.ahead import told_ahead
from pages.blocks.groups import KNOWING
from pages.dossier_pages import pages_of_targets
from pages.fights_map import map_of

# Of one target in a body; all of them are on the dossier's page.
MOST_CONTRACTS = 100
# What a map's table shows of a state that has many.
MOST_COMING = 3


class _TargetsBlock(blocks.StructBlock):
    """What is told of one target: fetched for all of them, whichever sort of block they stand in."""

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> dict[int, Any]:
        """Contracts and what is coming, by target; a target that is gone is left out."""
        targets = {value["target"].pk: value["target"] for value in values if value["target"]}
        return coming_dossiers(targets.values())

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``dossier``, with contracts and what is coming; None: its target is gone."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        ahead = told_ahead(_TargetsBlock, context, value)
        context["dossier"] = ahead[value["target"].pk] if value["target"] else None
        return context


class DossierBlock(_TargetsBlock):
    """Who decides, and what comes next, in short; the rest is on the dossier's own page."""

    target = TargetBlock(label=_("Target"))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: its name.")
    )

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> dict[int, Any]:
        """The address of each target's page."""
        ids = {value["target"].pk for value in values if value["target"]}
        return pages_of_targets(sorted(ids), get_language() or "")

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``about`` with its language, ``coming``, and ``url`` of its page, "" where it has none."""
        context = super().get_context(value, parent_context)
        if (dossier := context["dossier"]) is not None:
            target = value["target"]
            urls = told_ahead(DossierBlock, context, value)
            context["url"] = urls.get(target.pk, "")
            context["about"], context["about_language"] = target.about.best(get_language() or "")
            context["coming"] = dossier.coming[:MOST_COMING]
        return context

    class Meta:
        icon = "folder-open-inverse"
        group = KNOWING
        label = _("Target dossier")
        description = _("A target in short, with what is decided next and in how many days.")
        preview_value = staticmethod(examples.dossier)
        template = "pages/blocks/dossier.html"


class ContractsBlock(_TargetsBlock):
    """A table of contracts, each with its source."""

    target = TargetBlock(label=_("Whose contracts"), help_text=_("A vendor's, or those of an agency."))
    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``contracts``, the newest first: none where the target is gone."""
        context = super().get_context(value, parent_context)
        context["contracts"] = context["dossier"].contracts[:MOST_CONTRACTS] if context["dossier"] else []
        return context

    class Meta:
        icon = "table"
        group = KNOWING
        label = _("Contracts")
        description = _("All known contracts of a target in a table, each with its source.")
        preview_value = staticmethod(examples.contracts)
        template = "pages/blocks/contracts.html"


class FightsBlock(blocks.StructBlock):
    """A map of local fights, with the same in a table."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    words = blocks.TextBlock(required=False, max_length=400, label=_("A few words"))

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> Fights:
        """All fights, once for all maps."""
        return fights()

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``totals``, pairs of state and number, and ``fights_map``."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = told_ahead(FightsBlock, context, value)
        context["totals"] = found.totals
        context["fights_map"] = map_of(found)
        return context

    class Meta:
        icon = "globe"
        group = KNOWING
        label = _("Map of local fights")
        description = _("A map of the states, how many fights stand where, and the same in a table.")
        preview_value = staticmethod(examples.fights)
        template = "pages/blocks/fights.html"
