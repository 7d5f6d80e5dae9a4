"""What is to be done before a site is fit to publish, from every installed app; shown until it is.

::

    register_step(
        Step(
            name="organization",
            says=_("Say who you are"),
            how=_("Name and contact address stand at the foot of every page and mail."),
            permission="countersign_supporters.change_organization",
            is_done=is_named,            # as few queries for much as for little
            url=organization_url,        # where it is done; "" where nobody can do it in the admin
            order=10,
        )
    )
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from privacy.registry import register_once
from privacy.scopes import AnyUser


def nowhere() -> str:
    """Of a step that whoever runs the machine takes."""
    return ""


@dataclass(frozen=True)
class Step:
    """One thing to do. ``says`` is an order, ``how`` a sentence more, ``permission`` what doing it takes."""

    name: str
    says: Any
    how: Any
    permission: str
    is_done: Callable[[], bool]
    order: int
    url: Callable[[], str] = nowhere


_steps: dict[str, Step] = {}


def register_step(step: Step) -> None:
    """Have ``step`` taken first. Raises ImproperlyConfigured if its name belongs to another."""
    register_once(_steps, step.name, step, what="step of the first run")


@dataclass(frozen=True)
class Taken:
    """A step, and whether it was taken; ``url`` is "" once it was, and where there is no page for it."""

    step: Step
    is_done: bool
    url: str


def steps_for(user: AnyUser) -> list[Taken]:
    """The steps that this user may take, in their order; empty once all of these are taken."""
    mine = sorted(
        (step for step in _steps.values() if user.has_perm(step.permission)), key=lambda step: step.order
    )
    told = []
    for step in mine:
        is_done = step.is_done()
        told.append(Taken(step, is_done, "" if is_done else step.url()))
    return [] if all(taken.is_done for taken in told) else told
