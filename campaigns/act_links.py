"""Links to one action for one person, in our own mail: ``do/act/<token>/``.

Whoever holds one has the mailbox it went to, so a press behind it counts at once. Nothing is stored when
one is made. A leaf for those who write mail: one call for each person and action.
"""

from uuid import UUID

from django.urls import reverse

from campaigns.source import with_source
from outbox.links import absolute_url
from privacy.links import Purpose, make_link_token


def act_token(*, supporter_id: UUID, action_id: UUID) -> str:
    """A token good for 14 days; both are public ids: of the supporter, and of the petition, event …"""
    return make_link_token(Purpose.ACT, supporter_id, extra=action_id)


def act_path(token: str, source: str = "") -> str:
    """The address without its host; ``source`` is what the action will carry."""
    path = reverse("countersign_act", args=[token])
    return with_source(path, source) if source else path


def act_url(*, supporter_id: UUID, action_id: UUID, source: str = "") -> str:
    """The whole address, for mail."""
    return absolute_url(act_path(act_token(supporter_id=supporter_id, action_id=action_id), source))
