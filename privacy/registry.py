"""How every registry of ours is filled: a name belongs to one app, the same again is harmless."""

from django.core.exceptions import ImproperlyConfigured


def register_once[Thing](registry: dict[str, Thing], name: str, thing: Thing, *, what: str) -> None:
    """Put ``thing`` under ``name``. ``what`` says of what kind it is, for the message.

    Raises ImproperlyConfigured if another has the name: the last app to load must not silently
    replace what an earlier one promised.
    """
    if registry.setdefault(name, thing) != thing:
        raise ImproperlyConfigured(f"The name {name!r} belongs to another {what} already.")


class Stateless:
    """All instances of one class are the same thing: an app that is loaded again registers no other."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))
