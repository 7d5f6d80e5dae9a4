"""Who may use which address.

Every view of ours says so itself with ``@audience``. Routes that are not ours
(Wagtail's, a login package's) are declared with ``declare_route`` in one file of the
site. ``undeclared_routes()`` walks the URL resolver and lists what nobody declared;
a test wants that list empty. ``AudienceMiddleware`` turns the declarations into a
guard: a staff view refuses whoever it is not for, even if its own check is forgotten.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import Any

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver

from privacy.inventory import is_ours
from privacy.roles import Role
from privacy.scopes import AnyUser


class Audience(StrEnum):
    """Everybody, whoever holds a signed link, or whoever may enter the admin."""

    PUBLIC = "public"
    LINK = "link"
    STAFF = "staff"


type Who = frozenset[Audience | Role]

OPEN: Who = frozenset({Audience.PUBLIC, Audience.LINK})
_REMEMBERED = "_countersign_groups"


def _who(names: tuple[Audience | Role | str, ...]) -> Who:
    if not names:
        raise ValueError("Say who: @audience(Audience.PUBLIC), @audience(Role.MAILERS), …")
    return frozenset(Audience(name) if name in set(Audience) else Role(name) for name in names)


def audience[View: Callable[..., Any]](*names: Audience | Role | str) -> Callable[[View], View]:
    """Declare who may use a view (a function or a class): audiences, roles, or group names.

    Several mean any of them. Put it outermost, so that no other decorator hides it.
    """
    who = _who(names)

    def mark(view: View) -> View:
        view.countersign_audience = who  # type: ignore[attr-defined]
        return view

    return mark


_routes: dict[str, Who] = {}


def declare_route(pattern_prefix_or_name: str, *names: Audience | Role | str) -> None:
    """Declare routes that are not ours: by the beginning of their pattern, or by ``"namespace:name"``.

    A name wins over a prefix, a longer prefix over a shorter one. Views of ours are not
    covered by this: they say it themselves.
    """
    _routes[pattern_prefix_or_name] = _who(names)
    _declared_for.cache_clear()


@dataclass(frozen=True)
class Route:
    """One address of the site as the URL resolver knows it."""

    pattern: str
    name: str
    view: Callable[..., Any]
    audience: Who | None
    is_ours: bool


def layers_of(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """The view, and what partials, ``as_view()`` and wrappers hide in it; what a person wrote comes last."""
    layer: Any = view
    while layer is not None:
        yield layer
        if isinstance(layer, partial):
            layer = layer.func
        else:
            layer = getattr(layer, "view_class", None) or getattr(layer, "__wrapped__", None)


def mark_of(view: Callable[..., Any], name: str) -> Any:
    """What a decorator wrote on the view as this attribute, on whichever layer of it; None: nothing."""
    marks = (getattr(layer, name, None) for layer in layers_of(view))
    return next((mark for mark in marks if mark is not None), None)


def bare_view(view: Callable[..., Any]) -> Callable[..., Any]:
    """The function or class a person wrote."""
    *_around, bare = layers_of(view)
    return bare


def _is_our_view(view: Callable[..., Any]) -> bool:
    module = getattr(bare_view(view), "__module__", "") or ""
    config = apps.get_containing_app_config(module)
    return config is not None and is_ours(config.label)


@lru_cache(maxsize=4096)
def _declared_for(pattern: str, name: str) -> Who | None:
    if name in _routes:
        return _routes[name]
    fitting = [prefix for prefix in _routes if ":" not in prefix and pattern.startswith(prefix)]
    return _routes[max(fitting, key=len)] if fitting else None


def audience_of(view: Callable[..., Any], pattern: str, name: str) -> Who | None:
    """Who a view is for: what it says itself, or what the site declared for its route; None: nobody said."""
    own: Who | None = mark_of(view, "countersign_audience")
    return own if own is not None or _is_our_view(view) else _declared_for(pattern, name)


def _walk(resolver: URLResolver, prefix: str, names: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern, (*names, entry.namespace) if entry.namespace else names)
        elif isinstance(entry, URLPattern):
            name = ":".join((*names, entry.name or ""))
            view = entry.callback
            yield Route(pattern, name, view, audience_of(view, pattern, name), _is_our_view(view))


def walk_routes(urlconf: str | None = None) -> Iterator[Route]:
    """Every route of the site, also those in included urlconfs and Wagtail's viewsets."""
    return _walk(get_resolver(urlconf), "", ())


def undeclared_routes(urlconf: str | None = None) -> list[Route]:
    """Routes for which nobody said who may use them; a test wants none."""
    return [route for route in walk_routes(urlconf) if route.audience is None]


def audience_of_request(request: HttpRequest, view: Callable[..., Any]) -> Who | None:
    """For whom the view is that answers this request; None where nobody said."""
    match = request.resolver_match
    route = match.route.replace("^", "") if match else ""
    return audience_of(view, route, match.view_name if match else "")


def admits(user: AnyUser, who: Who) -> bool:
    """Whether this user is one of those a view is for. Links are the view's own to check."""
    if who & OPEN:
        return True
    if not (user.is_authenticated and user.is_active):
        return False
    if getattr(user, "is_superuser", False):
        return True
    if Audience.STAFF in who and user.has_perm("wagtailadmin.access_admin"):
        return True
    roles = {name.value for name in who if isinstance(name, Role)}
    return bool(roles) and not roles.isdisjoint(_groups_of(user))


def _groups_of(user: AnyUser) -> frozenset[str]:
    """The names of a user's groups, asked once: like Django's rights they are remembered as long as the
    object, which is for one request. Each entry of the menu wants to know.
    """
    names: frozenset[str] | None = getattr(user, _REMEMBERED, None)
    if names is None:
        names = frozenset(user.groups.values_list("name", flat=True))
        setattr(user, _REMEMBERED, names)
    return names


class AudienceMiddleware:
    """Refuses whoever a declared staff view is not for; behind AuthenticationMiddleware.

    Public and link views cost nothing here: the session of a visitor is not even looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send strangers of a staff view to the login, refuse (403) staff it is not for."""
        who = audience_of_request(request, view)
        if who is None or who & OPEN or admits(request.user, who):
            return None
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path(), resolve_url("wagtailadmin_login"))
