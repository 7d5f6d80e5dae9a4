"""The registry of action kinds: what an installed app offers to be done on a page.

A page, a mail and the admin know a petition, an event or a fundraiser only as
*kind* and ``public_id``; whoever is installed registers in ``ready()`` how its
kind is found and drawn. `docs/developers/actions.md` is the recipe.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise

from campaigns.exceptions import UnknownKind
from privacy.registry import Stateless, register_once


class ActionKind(Stateless, ABC):
    """How one kind of action is found, drawn and linked. One instance is registered."""

    # Stored in Action.kind and in page bodies: never change it once it shipped.
    name: ClassVar[str]
    label: ClassVar[str | Promise]
    plural: ClassVar[str | Promise]
    # Draws the block; gets what ``block_context`` returns.
    template: ClassVar[str]

    @abstractmethod
    def get(self, public_id: UUID) -> Model | None:
        """The object of this id, or None if there is none (any more)."""

    @abstractmethod
    def block_context(self, obj: Any, request: HttpRequest | None) -> Mapping[str, Any]:
        """What ``template`` needs to draw ``obj``; nothing per visitor, the page is cached."""

    @abstractmethod
    def page_url(self, obj: Any, language: str) -> str:
        """Where the action lives in ``language``, absolute from the configured base URL; "" if nowhere."""

    def choices(self) -> Iterable[tuple[UUID, str]]:
        """Ids and names an editor can pick for a block: only what may stand on a page."""
        return ()


_kinds: dict[str, ActionKind] = {}


def register_action_kind(kind: ActionKind) -> None:
    """Make ``kind`` known; called from an app's ``ready()``. Raises ImproperlyConfigured for a taken name."""
    register_once(_kinds, kind.name, kind, what="kind of action")


def action_kind(name: str) -> ActionKind:
    """The registered kind. Raises ``UnknownKind`` if its app is not installed."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def action_kinds() -> list[ActionKind]:
    """All kinds of the installed apps, in the order they registered."""
    return list(_kinds.values())
