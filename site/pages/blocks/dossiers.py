"""What is known of a target, and what is fought for in cities and states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.picking import TargetBlock
from campaigns.selectors import Dossier, Fights, coming_dossiers, fights
from pages.blocks import examples
from pages.blocks.ahead import told_ahead
from pages.blocks.groups import KNOWING
from pages.dossier_pages import pages_of_targets
from pages.fights_map import map_of

# Of one target in a body; all of them are on the dossier's page.
MOST_CONTRACTS = 100
# What a map's table shows of a state that has many.
MOST_COMING = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What the blocks of one body tell: dossiers by target, and all fights where a map is drawn."""

    dossiers: dict[int, Dossier]
    fights: Fights | None


class _KnowingBlock(blocks.StructBlock):
    """What is known, fetched for the whole body, whichever sort of block tells of it."""

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> Any:
        """What is ``Known``; a target that is gone is left out."""
        named = [value["target"] for value in values if value.get("target")]
        found = fights() if any("target" not in value for value in values) else None
        targets = {target.pk: target for target in named}
        measures = found.measures if found is not None else None
        return Known(coming_dossiers(targets.values(), measures=measures) if targets else {}, found)


class _TargetsBlock(_KnowingBlock):
    """What is told of one target."""

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``dossier``, with contracts and what is coming; None: its target is gone."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        known: Known = told_ahead(_KnowingBlock, context, value)
        context["dossier"] = known.dossiers[value["target"].pk] if value["target"] else None
        return context


class DossierBlock(_TargetsBlock):
    """Who decides, and what comes next, in short; the rest is on the dossier's own page."""

    target = TargetBlock(label=_("Target"))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: its name.")
    )

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> Any:
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


class FightsBlock(_KnowingBlock):
    """A map of local fights, with the same in a table."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    words = blocks.TextBlock(required=False, max_length=400, label=_("A few words"))

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``totals``, pairs of state and number, and ``fights_map``."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = told_ahead(_KnowingBlock, context, value).fights
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
