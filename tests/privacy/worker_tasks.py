"""Tasks that the worker's tests run; they write down in ``ran`` that they ran."""

from django.tasks import task
from django.utils.translation import get_language

from privacy.exceptions import VaultLocked

ran: list[tuple[str, ...]] = []


@task
def note(*words: str) -> None:
    ran.append(words)


@task
def say_language() -> None:
    ran.append((get_language() or "",))


@task
def fail(secret: str) -> None:
    """Raise an exception whose message holds what must never be stored."""
    ran.append(("fail",))
    raise ValueError(secret)


@task(takes_context=True)
def attempt(context: object) -> None:
    ran.append(("attempt", str(context.attempt)))  # type: ignore[attr-defined]


@task
def tick_one() -> None:
    ran.append(("tick",))


@task
def open_something() -> None:
    """What the worker finds locked in the midst of it."""
    ran.append(("opened",))
    raise VaultLocked
