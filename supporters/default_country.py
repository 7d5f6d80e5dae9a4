"""The country that forms, files and numbers are of where nothing names one: the only place that says it.

What the organization chose in its settings, else what whoever runs the site set (``DEFAULT_COUNTRY``).
"""

from time import monotonic

from privacy.conf import current
from supporters.models import Organization

KEPT_SECONDS = 30.0

# Until when it is believed, and what the organization chose: "" for nothing.
_kept: list[tuple[float, str]] = []


def default_country() -> str:
    """The two letters of ISO 3166.

    At most one query per process in 30 seconds, for it is asked for each mail of a mailing: as late as that
    other processes follow a choice.
    """
    return _chosen() or current().default_country


def forget_country(*, for_seconds: float = 0.0) -> None:
    """Read it anew: the organization's settings were saved in this process.

    With ``for_seconds`` only after these: until then it goes by what whoever runs the site set.
    """
    _kept[:] = [(monotonic() + for_seconds, "")]


def _chosen() -> str:
    for until, chosen in _kept:
        if monotonic() < until:
            return chosen
    chosen = Organization.objects.values_list("default_country", flat=True).first() or ""
    _kept[:] = [(monotonic() + KEPT_SECONDS, chosen)]
    return chosen
