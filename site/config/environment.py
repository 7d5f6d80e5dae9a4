"""Strict readers of environment variables.

Each reader stops the boot with one sentence that names the variable, what was
expected and, for everything but secrets, what was found. An empty variable
counts as not set.
"""

import os
import re
import stat
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from privacy.zones import zone_or_none

ON = {"1", "true", "yes", "on"}
OFF = {"0", "false", "no", "off"}
OTHERS_MAY_READ = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH


def text(name: str, default: str = "") -> str:
    """The variable as it stands, without white space around it."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off; anything else stops the boot."""
    found = text(name).lower()
    if not found:
        return default
    if found in ON:
        return True
    if found in OFF:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0 (or true/false, yes/no, on/off), not {found!r}.")


def number(name: str, *, default: int, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number from ``least`` to ``most``."""
    found = text(name)
    if not found:
        return default
    if not re.fullmatch(r"[0-9]{1,10}", found) or not least <= int(found) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {found!r}.")
    return int(found)


def words(name: str, *, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Values divided by commas; none of them may be empty."""
    found = text(name)
    if not found:
        return default
    parts = tuple(part.strip() for part in found.split(","))
    if not all(parts):
        raise ImproperlyConfigured(f"{name} must be values divided by single commas, not {found!r}.")
    return parts


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """One of ``choices``, spelled as they are."""
    found = text(name, default)
    if found not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {found!r}.")
    return found


def country(name: str, *, default: str) -> str:
    """A country's two capital letters (ISO 3166)."""
    found = text(name, default)
    if not re.fullmatch(r"[A-Z]{2}", found):
        raise ImproperlyConfigured(f"{name} must be two capital letters like US, not {found!r}.")
    return found


def zone(name: str, *, default: str) -> str:
    """A time zone's name (IANA), or ``default``."""
    found = text(name, default)
    if found != default and zone_or_none(found) is None:
        raise ImproperlyConfigured(f"{name} must be a time zone like America/Denver, not {found!r}.")
    return found


def days_by_rule(name: str) -> dict[str, int]:
    """Pairs like ``outbox.letters=60``: a rule's key and a number of days."""
    return numbers_by_name(name, example="outbox.letters=60")


def numbers_by_name(name: str, *, example: str, least: int = 1) -> dict[str, int]:
    """Pairs like ``example``, divided by commas: a name and a whole number of at most five digits."""
    found: dict[str, int] = {}
    for pair in words(name):
        key, divider, count = (part.strip() for part in pair.partition("="))
        if not divider or not key or not re.fullmatch(r"[0-9]{1,5}", count) or int(count) < least:
            raise ImproperlyConfigured(f"{name} must hold pairs like {example}, not {pair!r}.")
        found[key] = int(count)
    return found


def base_url(name: str, *, default: str = "") -> str:
    """An address like https://example.org: no path, query or trailing slash. Stops the boot when missing."""
    found = text(name, default)
    if not found:
        raise ImproperlyConfigured(
            f"{name} is missing: set it to the site's public address, like https://example.org."
        )
    parts = split_url(name, found, shown=found)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or found != f"{parts.scheme}://{parts.netloc}"
    ):
        raise ImproperlyConfigured(
            f"{name} must be an address like https://example.org (no path, no slash), not {found!r}."
        )
    if parts.username or parts.password:
        raise ImproperlyConfigured(f"{name} must not hold a user name or password.")
    return found


def onion_url(name: str) -> str:
    """An onion service's address, ``http://`` and 56 characters and ``.onion``; empty where there is none."""
    found = text(name)
    if found and not re.fullmatch(r"http://[a-z2-7]{56}\.onion", found):
        raise ImproperlyConfigured(
            f"{name} must be http:// and the 56 characters of a v3 address and .onion, not {found!r}."
        )
    return found


def dotted(name: str, default: str) -> str:
    """The dotted path of a class whose package is installed."""
    found = text(name, default)
    module, _dot, its_name = found.rpartition(".")
    if not module or not its_name.isidentifier() or find_spec(module.partition(".")[0]) is None:
        raise ImproperlyConfigured(f"{name} names {found!r}, which is not installed here: see pip list.")
    return found


def split_url(name: str, value: str, *, shown: str = "what was given") -> SplitResult:
    """``urlsplit`` that also refuses a port that is no number."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  reading it is what checks it
    except ValueError as broken:
        raise ImproperlyConfigured(f"{name} must be a URL; {shown} is none.") from broken
    return parts


def part_of(name: str, value: str | None) -> str:
    """A user name, password or path of a URL, percent-decoded; an unreadable one stops the boot."""
    try:
        return unquote(value or "", errors="strict")
    except UnicodeDecodeError as broken:
        raise ImproperlyConfigured(f"{name} holds a part that is not percent-encoded UTF-8.") from broken


def secret(name: str, *, default_file: Path | None = None, hint: str = "", optional: bool = False) -> str:
    """A secret from NAME or from the file that NAME_FILE names; ``default_file`` is read when neither is set.

    The file must not be open to every user of the machine. The value never
    appears in a message. Stops the boot when there is none, unless ``optional``.
    """
    value, path = text(name), text(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if value:
        return value
    file = Path(path) if path else default_file
    if file is None or (not path and not file.exists()):
        if optional:
            return ""
        raise ImproperlyConfigured(f"{name} is missing: set {name} or {name}_FILE. {hint}".strip())
    return _read_secret_file(f"{name}_FILE", file)


def secret_file(name: str) -> str:
    """The file that a secret is read from; "" where it stands in the environment itself."""
    return text(f"{name}_FILE")


def _read_secret_file(name: str, file: Path) -> str:
    try:
        mode = file.stat().st_mode
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as broken:
        raise ImproperlyConfigured(f"{name} names {str(file)!r}, which cannot be read as text.") from broken
    if mode & OTHERS_MAY_READ:
        raise ImproperlyConfigured(
            f"{name} names {str(file)!r}, which every user of this machine may open: chmod 0400 it."
        )
    if not value:
        raise ImproperlyConfigured(f"{name} names {str(file)!r}, which is empty.")
    return value
