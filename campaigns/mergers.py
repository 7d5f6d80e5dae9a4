"""What becomes of deeds when two supporters turn out to be one person: they are the survivor's."""

from collections.abc import Sequence

from campaigns.models import Action
from supporters.models import Supporter
from supporters.registries import Merger


def move_actions(survivor: Supporter, loser: Supporter) -> list[str]:
    """Give the survivor all that the loser did; which, is what taking back needs."""
    theirs = Action.objects.filter(supporter=loser)
    moved = [str(public_id) for public_id in theirs.values_list("public_id", flat=True)]
    theirs.update(supporter=survivor)
    return moved


def part_actions(survivor: Supporter, loser: Supporter, kept: Sequence[str]) -> None:
    """Give back what is still there: a deed that was taken back since stays so."""
    Action.objects.filter(supporter=survivor, public_id__in=kept).update(supporter=loser)


action_merger = Merger(
    "campaigns.actions", ("countersign_campaigns.Action.supporter",), move_actions, part_actions
)
