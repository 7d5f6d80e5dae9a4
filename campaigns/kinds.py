"""The registry of action kinds: what an installed app offers to be done on a page.

A page, a mail and the admin know a petition, an event or a fundraiser only as
*kind* and ``public_id``; whoever is installed registers in ``ready()`` how its
kind is found and drawn. `docs/developers/actions.md` is the recipe.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.db.models import Model, Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext

from campaigns.exceptions import CannotPress, UnknownKind
from privacy.actors import Actor
from privacy.forms import VisitorForm
from privacy.registry import Stateless, register_once
from supporters.models import Supporter, SupporterDetails


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

    # --- in our own mail ------------------------------------------------------------------

    def doers(self, obj: Any) -> Q:
        """A condition on Supporter: who did it, as far as that is known. True or false, never NULL."""
        return Q(pk__in=())

    def doer_choices(self) -> Iterable[tuple[UUID, str]]:
        """Those of ``choices()`` of which it is known who did them."""
        return self.choices()

    def title_in(self, obj: Any, language: str) -> str:
        """What it is called in ``language``, or the nearest there is."""
        return str(obj)

    def press_label(self, obj: Any) -> str:
        """What its button says, in the active language, where an editor wrote nothing."""
        return gettext("Take part")

    def can_press(self, obj: Any) -> bool:
        """Whether a link to it may be one person's own. Else it leads to the page, and names nobody."""
        return bool(self.press_template)

    # --- one press from our own mail (``views.acting``) -----------------------------------

    # The page with the button: extends ``countersign/doors/act.html``.
    press_template: ClassVar[str] = ""

    def press_form(
        self, obj: Any, *, supporter: Supporter, details: SupporterDetails, data: Any = None
    ) -> VisitorForm | None:
        """What still has to be said by whom a link in our own mail names: mostly nothing.

        None where it is done on its page alone: it is closed, guarded, or the kind knows no such press.
        The same whether they did it before or not.
        """
        return None

    def press(
        self, obj: Any, *, form: VisitorForm, supporter: Supporter, language: str, source: str, actor: Actor
    ) -> str:
        """Do it, counted at once, and post the letter that says so and how to undo it; where the thanks are.

        ``form`` is a valid one of ``press_form()``. Twice is once. The thanks tell nothing of the person: a
        mail may have been passed on. Raises CannotPress where it can't be done so (any more).
        """
        raise CannotPress


class Found(NamedTuple):
    """One action of a registered kind."""

    kind: ActionKind
    obj: Any


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


def find_action(public_id: UUID | None) -> Found | None:
    """The action of this id, of whichever kind it is; None if there is none (any more)."""
    if public_id is None:
        return None
    found = ((kind, kind.get(public_id)) for kind in action_kinds())
    return next((Found(kind, obj) for kind, obj in found if obj is not None), None)
