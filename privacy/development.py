"""Whether this is somebody's own machine, on which nothing is at stake yet."""

from urllib.parse import urlsplit

from django.conf import settings

from privacy.conf import current

OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_development() -> bool:
    """Both must say so: DEBUG alone, on a host that others reach, is the gravest fault there is."""
    return bool(settings.DEBUG) and urlsplit(current().base_url).hostname in OWN_MACHINE
