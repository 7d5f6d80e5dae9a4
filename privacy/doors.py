"""The public addresses under the one URL line of an install, ``path("do/", include("campaigns.urls"))``.

Each installed app registers its urlconf in ``AppConfig.ready()``; ``campaigns.urls``
includes what is here, so an app that is left out takes its addresses with it.
"""

from django.urls import URLPattern, URLResolver, include, path

_doors: list[tuple[str, str]] = []


def register_public_urls(prefix: str, urlconf_module: str) -> None:
    """Serve ``urlconf_module`` under ``do/<prefix>``; the prefix is empty or ends in a slash."""
    if prefix and (not prefix.endswith("/") or prefix.startswith("/")):
        raise ValueError(f"{prefix!r}: a prefix is empty, or ends in a slash and does not begin with one.")
    if (prefix, urlconf_module) not in _doors:
        _doors.append((prefix, urlconf_module))


def public_urlpatterns() -> list[URLPattern | URLResolver]:
    """All registered doors, in the order in which the apps were loaded."""
    return [path(prefix, include(module)) for prefix, module in _doors]
