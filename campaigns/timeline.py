"""A supporter's deeds, for the timeline that staff see."""

from collections.abc import Iterator

from django.utils.translation import get_language

from campaigns.exceptions import UnknownKind
from campaigns.kinds import action_kind
from supporters.models import Supporter
from supporters.registries import TimelineEntry


def actions_of(supporter: Supporter) -> Iterator[TimelineEntry]:
    """One entry an action: the day, the kind and the campaign. One query."""
    language = get_language() or ""
    for action in supporter.actions.select_related("campaign"):
        yield TimelineEntry(
            day=action.created,
            kind=action.kind,
            label=f"{_kind_label(action.kind)}: {action.campaign.title_in(language)}",
        )


def _kind_label(name: str) -> str:
    try:
        return str(action_kind(name).label)
    except UnknownKind:
        # Its app was left out since: the deed still stands.
        return name
