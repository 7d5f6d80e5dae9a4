"""What an answer must be: each returns it as it is kept, or raises WrongAnswer with a sentence."""

import os
import pwd
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import idna
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from config.databases import postgres
from config.mailers import mailer
from config.recovery.asking import WrongAnswer

PORT = "8000"
HERE = "localhost"
TRIED_AT = f"http://{HERE}:{PORT}"
# What stands in files that a shell, systemd and Caddy read alike, unquoted and unharmed.
PLAIN_PATH = re.compile(r"(/[\w.+@-]+)+")


def domain(said: str) -> str:
    """The public address, ``https://…``; http for this machine itself and for onion services."""
    name = re.sub(r"^https?://", "", said.strip().lower()).rstrip("/")
    if name in {HERE, f"{HERE}:{PORT}"}:
        return TRIED_AT
    try:
        name = idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        name = ""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name) or re.fullmatch(r"[\d.]+", name):
        raise WrongAnswer(
            _("Type a name like petitions.example.org, without a path or a port; localhost to try it out.")
        )
    return f"http://{name}" if name.endswith(".onion") else f"https://{name}"


def login(said: str) -> str:
    """A name that Django takes."""
    if not re.fullmatch(r"[\w.@+-]{1,150}", said):
        raise WrongAnswer(_("A login is made of letters, digits and . @ + - _ without spaces."))
    return said


def address(said: str) -> str:
    """A mail address."""
    try:
        validate_email(said)
    except ValidationError:
        raise WrongAnswer(_("That is no mail address; it looks like ada@example.org.")) from None
    return said


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """One of these words; the beginning of one is enough."""

    def check(said: str) -> str:
        found = [choice for choice in choices if said and choice.startswith(said.lower())]
        if said.lower() in choices:
            return said.lower()
        if len(found) != 1:
            raise WrongAnswer(_("Choose one of these: %(choices)s.") % {"choices": ", ".join(choices)})
        return found[0]

    return check


def mail_server(said: str) -> str:
    """``host:port``."""
    if not re.fullmatch(r"[A-Za-z0-9.-]+:[0-9]{1,5}", said):
        raise WrongAnswer(_("Type name and port, like mail.example.org:587."))
    return said.lower()


def filled(said: str) -> str:
    """Anything."""
    if not said:
        raise WrongAnswer(_("This cannot be empty."))
    return said


def mail_url(said: str) -> str:
    """A mail server or provider as MAIL_URL names it."""
    return _as_settings_take_it(lambda: mailer("MAIL_URL", said), said)


def database_url(said: str) -> str:
    """A PostgreSQL database as DATABASE_URL names it; whether it answers is asked later."""
    return _as_settings_take_it(lambda: postgres("DATABASE_URL", said, pool_size=1), said)


def _as_settings_take_it(read: Callable[[], object], said: str) -> str:
    try:
        read()
    except ImproperlyConfigured:
        raise WrongAnswer(
            _("This cannot be read. It looks like %(example)s.")
            % {
                "example": "postgres://user:password@host:5432/name"
                if "postgres" in said
                else "smtp+starttls://user:password@mail.example.org:587"
            }
        ) from None
    return said


def directory(said: str) -> str:
    """An absolute path that exists and is ours to write, or can be made."""
    path = Path(said).expanduser()
    if not PLAIN_PATH.fullmatch(str(path)) or ".." in path.parts:
        raise WrongAnswer(_("Type a whole path like /etc/countersign, without spaces."))
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise WrongAnswer(
            _("You may not write in %(path)s. Choose another place, or run this as root.") % {"path": there}
        )
    return str(path)


def directory_apart_from(settings_dir: Path) -> Callable[[str], str]:
    """As ``directory()``, and neither that of the settings and keys, nor inside or around it."""

    def check(said: str) -> str:
        path = Path(directory(said))
        if path == settings_dir or path in settings_dir.parents or settings_dir in path.parents:
            raise WrongAnswer(
                _("Keys must not lie inside the data, nor the data beside the keys: choose two places.")
            )
        return str(path)

    return check


def system_user(said: str) -> str:
    """An account of this machine that is not root; one that is missing will be made."""
    if not re.fullmatch(r"[a-z_][a-z0-9_-]{0,30}", said):
        raise WrongAnswer(_("The name of a system account is made of small letters, digits, - and _."))
    if user_id(said) == 0:
        raise WrongAnswer(_("The site must not run as root. Choose another account."))
    return said


def user_id(name: str) -> int | None:
    """The number of an account of this machine; None if there is none."""
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return None
