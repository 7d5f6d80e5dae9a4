"""Deeds that ask once more who is there: the plugins mark them, the site enforces.

::

    @audience(Role.STEWARDS)
    @needs_fresh_login
    def merge(request, …): …

    @needs_fresh_login(also_to_look=True)
    class LookView(…): …

A marked view wants a login of the last ten minutes before it takes a POST, and with ``also_to_look``
before it shows anything. Nothing that was typed is lost by it. A site without such a door runs the
plugins as well: the marks are data.
"""

from collections.abc import Callable
from typing import Any, overload

from privacy.audiences import mark_of

_MARK = "countersign_freshness"


@overload
def needs_fresh_login[View: Callable[..., Any]](view: View) -> View: ...
@overload
def needs_fresh_login[View: Callable[..., Any]](*, also_to_look: bool) -> Callable[[View], View]: ...
def needs_fresh_login(view: Any = None, *, also_to_look: bool = False) -> Any:
    """Mark a view (a function or a class): its POST wants a fresh login; its GET too: ``also_to_look``."""

    def mark(marked: Any) -> Any:
        setattr(marked, _MARK, also_to_look)
        return marked

    return mark if view is None else mark(view)


def is_marked(view: Callable[..., Any]) -> bool:
    """Whether a POST to this view wants a fresh login."""
    return mark_of(view, _MARK) is not None


def is_marked_to_look(view: Callable[..., Any]) -> bool:
    """Whether even looking at this view wants one."""
    return mark_of(view, _MARK) is True
