"""What is known of a target, and what is fought for in cities and states."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.models import Contract
from campaigns.picking import TargetBlock
from campaigns.selectors import Dossier, contracts_of, dossiers, fights
from pages.blocks import examples
from pages.blocks.groups import KNOWING
from pages.dossier_pages import pages_of_targets
from pages.fights_map import map_of

# Of one target in a body; all of them are on the dossier's page.
MOST_CONTRACTS = 100
# What a map's table shows of a state that has many.
MOST_COMING = 3


def _targets(values: Sequence[Any]) -> list[Any]:
    """The targets of these blocks that are still there, each once."""
    return list({value["target"].pk: value["target"] for value in values if value["target"]}.values())


class DossierBlock(blocks.StructBlock):
    """Who decides, and what comes next, in short; the rest is on the dossier's own page."""

    target = TargetBlock(label=_("Target"))
    heading = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Empty: its name.")
    )

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> dict[int, tuple[Dossier, str]]:
        """The dossiers of all these targets, and the address of each one's page."""
        targets = _targets(values)
        pages = pages_of_targets([target.pk for target in targets], get_language() or "")
        return {pk: (found, pages.get(pk, "")) for pk, found in dossiers(targets).items()}

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``dossier`` (None: its target is gone), ``about`` with its language, ``url`` of its page."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["dossier"] = None
        target = value["target"]
        if target is None:
            return context
        ahead = (context.get("ahead") or {}).get(DossierBlock) or self.fetch_ahead([value])
        context["dossier"], context["url"] = ahead[target.pk]
        context["about"], context["about_language"] = target.about.best(get_language() or "")
        context["coming"] = context["dossier"].coming[:MOST_COMING]
        return context

    class Meta:
        icon = "folder-open-inverse"
        group = KNOWING
        label = _("Target dossier")
        description = _("A target in short, with what is decided next and in how many days.")
        preview_value = staticmethod(examples.dossier)
        template = "pages/blocks/dossier.html"


class ContractsBlock(blocks.StructBlock):
    """A table of contracts, each with its source."""

    target = TargetBlock(label=_("Whose contracts"), help_text=_("A vendor's, or those of an agency."))
    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))

    @staticmethod
    def fetch_ahead(values: Sequence[Any]) -> dict[int, list[Contract]]:
        """The contracts of all these targets, by target."""
        found: dict[int, list[Contract]] = {target.pk: [] for target in _targets(values)}
        for contract in contracts_of(list(found)) if found else ():
            for side in {contract.vendor_id, contract.agency_id} & found.keys():
                found[side].append(contract)
        return found

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``contracts``, the newest first: none where the target is gone."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        target = value["target"]
        context["contracts"] = []
        if target is not None:
            ahead = (context.get("ahead") or {}).get(ContractsBlock) or self.fetch_ahead([value])
            context["contracts"] = ahead[target.pk][:MOST_CONTRACTS]
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

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = fights()
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
