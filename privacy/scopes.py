"""Which objects a member of staff may see, asked on any floor, answered on the one that knows.

A lower floor cannot import Campaign, so the campaigns floor registers a resolver
under the name ``"campaigns"`` and everybody asks ``visible_ids("campaigns", user)``.
"""

from collections.abc import Callable

from django.contrib.auth.models import AbstractUser, AnonymousUser

from privacy.exceptions import UnknownScope
from privacy.registry import register_once

type AnyUser = AbstractUser | AnonymousUser
type ScopeResolver = Callable[[AnyUser], set[int] | None]


_resolvers: dict[str, ScopeResolver] = {}


def register_scope(name: str, resolver: ScopeResolver) -> None:
    """Answer ``visible_ids(name, user)`` with ``resolver(user)`` from now on.

    Raises ImproperlyConfigured if another resolver already has the name.
    """
    register_once(_resolvers, name, resolver, what="scope")


def visible_ids(name: str, user: AnyUser) -> set[int] | None:
    """Primary keys this user may see; None means all of them.

    Anonymous and inactive users see nothing, whatever the resolver thinks. Raises
    UnknownScope if nobody answers for the name: nothing is shown by accident.
    """
    try:
        resolver = _resolvers[name]
    except KeyError:
        raise UnknownScope(f"No installed app registered the scope {name!r}.") from None
    if not (user.is_authenticated and user.is_active):
        return set()
    return resolver(user)
