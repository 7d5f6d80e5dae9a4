"""What setup writes. Keys are made once and never touched again; the rest is written anew by each run."""

import os
import re
import secrets
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template

from config.setup.questions import POSTGRES, Answers
from config.setup.zones import LATER
from privacy.key_place import IN_MEMORY, filesystem_of
from privacy.keyfiles import NAMES, make_key_files
from staff.side import STAFF_SIDE

CODE = Path(__file__).resolve().parents[3]
SHIPPED = Path(__file__).parent / "shipped"
REMEMBERED = "setup.answers"
ZONE = "ORGANIZATION_ZONE"
# Never in it: what opens something.
LINE = re.compile(r'([A-Z_]+)="?(.*?)"?')
# What would end a quoted value, or be worked on by a shell.
UNSAFE = re.compile(r'["$`\\\n]')
RECIPIENTS = re.compile(r"age1[0-9a-z]+( *, *age1[0-9a-z]+)*")


@dataclass(frozen=True)
class Place:
    """Where everything is, and whose it becomes; ``owner`` is None where that is whoever runs setup."""

    settings: Path
    data: Path
    owner: tuple[int, int] | None = None

    @property
    def keys(self) -> Path:
        return self.settings / "keys"

    @property
    def environment(self) -> Path:
        return self.settings / "environment"

    @property
    def recipient(self) -> Path:
        """The public key of the backups, written when their secret key is on paper."""
        return self.keys / "backup_recipient"

    def give(self, path: Path, mode: int) -> None:
        """Its owner's, with these rights.

        Never through a link, for root runs this in directories where the site's own account writes: one that
        it laid to a file of root's would be given to it. Whoever laid one sees to its rights.
        """
        if path.is_symlink():
            return
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            if self.owner is not None:
                os.fchown(opened, *self.owner)
            os.fchmod(opened, mode)
        finally:
            os.close(opened)


def make_directories(place: Place) -> None:
    """Keys are for their owner alone; a web server may pass through the data, to the media."""
    place.settings.mkdir(parents=True, exist_ok=True)
    data = place.data
    # One to a larger disk is laid by whoever runs this; the site's account could lay one to /etc.
    if data.is_symlink() and data.lstat().st_uid == os.geteuid():
        data = data.resolve()
    for path, mode in ((place.keys, 0o700), (data, 0o711), (place.data / "media", 0o755)):
        path.mkdir(parents=True, exist_ok=True)
        place.give(path, mode)
    if (place.settings / REMEMBERED).exists():
        return
    place.settings.chmod(0o755)


def make_databases_private(place: Place) -> None:
    """SQLite makes its files readable by everybody; what it lays beside them gets the rights of the file."""
    for name in ("db", "keystore"):
        file = place.data / f"{name}.sqlite3"
        if not file.is_symlink():
            file.touch(mode=0o600)
            place.give(file, 0o600)


def key_file(place: Place, name: str) -> Path:
    """Where one of the three keys is: in ``place.keys``, unless somebody has the environment name another."""
    named = read_environment(place.environment).get(f"{name.upper()}_FILE")
    return Path(named) if named else place.keys / name


def make_keys(place: Place) -> list[Path]:
    """The keys that are missing, 0400; returns these. One that was moved is not made a second time."""
    made = make_key_files(place.keys, [name for name in NAMES if key_file(place, name) == place.keys / name])
    secret_key = place.keys / "secret_key"
    if not secret_key.exists():
        _write(secret_key, secrets.token_urlsafe(48), place, 0o400)
        made.append(secret_key)
    for file in made:
        place.give(file, 0o400)
    return made


def write_secret(place: Place, name: str, text: str) -> None:
    """A URL with a password, 0400; in the place of the one before."""
    _write(place.keys / name, text, place, 0o400)


def read_secret(place: Place, name: str) -> str:
    """What ``write_secret()`` wrote; "" if it did not."""
    file = place.keys / name
    return file.read_text().strip() if file.exists() else ""


def write_environment(place: Place, answers: Answers) -> None:
    """The environment file, 0600: paths of secrets and no secret. What somebody added stays."""
    ours = _environment(place, answers)
    before = read_environment(place.environment)
    added = {name: value for name, value in before.items() if name not in ours and name not in _OURS}
    for value in ours.values():
        if UNSAFE.search(value):
            raise ValueError("A value would not be read alike by a shell and by systemd.")
    lines = [f'{name}="{value}"' for name, value in [*ours.items(), *added.items()]]
    _write(
        place.environment,
        "\n".join(["# Written by manage.py setup; lines of yours stay.", *lines]),
        place,
        0o600,
    )


def read_environment(file: Path) -> dict[str, str]:
    """The variables of an environment file; nothing if there is none."""
    lines = file.read_text().splitlines() if file.exists() else []
    found = (LINE.fullmatch(line.strip()) for line in lines if not line.startswith("#"))
    return {match[1]: match[2] for match in found if match is not None}


def staff_address(place: Place, answers: Answers) -> str:
    """Where staff log in, in full: on a host of their own, if somebody has the environment name one."""
    own_host = read_environment(place.environment).get("ADMIN_HOST")
    scheme = answers["domain"].partition("://")[0]
    return f"{scheme}://{own_host}{STAFF_SIDE}" if own_host else f"{answers['domain']}{STAFF_SIDE}"


_OURS = {
    "MAIL_URL",
    "MAIL_URL_FILE",
    "DATABASE_URL_FILE",
    "KEYSTORE_URL_FILE",
    "BACKUP_RECIPIENT",
    ZONE,
}


def _environment(place: Place, answers: Answers) -> dict[str, str]:
    base_url = answers["domain"]
    found = {
        "BASE_URL": base_url,
        "BEHIND_PROXY": "1" if base_url.startswith("https") else "0",
        "DATA_DIR": str(place.data),
        "SECRET_KEY_FILE": str(place.keys / "secret_key"),
    }
    if answers["organization_zone"] != LATER:
        found[ZONE] = answers["organization_zone"]
    found |= {f"{name.upper()}_FILE": str(key_file(place, name)) for name in NAMES}
    for name in ("mail_url", "database_url", "keystore_url"):
        if read_secret(place, name):
            found[f"{name.upper()}_FILE"] = str(place.keys / name)
    if "MAIL_URL_FILE" not in found:
        found["MAIL_URL"] = "later"
    if answers["database"] != POSTGRES:
        for name in ("DATABASE_URL_FILE", "KEYSTORE_URL_FILE"):
            found.pop(name, None)
    # It lies where the site's account writes: a link there shall not have root copy out a file of its own.
    if RECIPIENTS.fullmatch(recipients := read_secret(place, place.recipient.name)):
        found["BACKUP_RECIPIENT"] = recipients
    return found


def write_servers(place: Place, answers: Answers, *, user: str) -> list[Path]:
    """Units, Caddyfile and the short way to manage.py; returns those that a proxy and systemd read.

    A file that somebody changed by hand stays, and ours comes beside it as ``….new``.
    """
    on_postgres = answers["database"] == POSTGRES
    python = sys.executable
    paths = (CODE, Path(python), place.settings, place.data)
    values = {
        "user": user,
        "group": user,
        "code": str(CODE),
        "python": python,
        "settings": str(place.settings),
        "data": str(place.data),
        "memory": _in_memory(key_file(place, "kek")),
        "host": answers["domain"].removeprefix("https://"),
        # SQLite wants one process: the worker is a thread of it.
        "web": f"{Path(python).parent}/gunicorn --config {CODE}/docs/operators/gunicorn.conf.py config.wsgi"
        if on_postgres
        else f"{python} {CODE}/manage.py serve 127.0.0.1:8000",
        "home": "read-only"
        if any(path.is_relative_to(top) for path in paths for top in ("/home", "/root"))
        else "yes",
    }
    written = [
        _write_server(place, "Caddyfile", values),
        _write_server(place, "countersign-web.service", values),
    ]
    if on_postgres:
        written.append(_write_server(place, "countersign-worker.service", values))
    _write_server(place, "manage", values, mode=0o755)
    return written


def _in_memory(kek: Path) -> str:
    """The directory in memory out of which the lock takes the KEK, as a unit lists it; else nothing.

    The site's account can write the file that names it: a space would have the unit list what it likes.
    """
    is_one = not re.search(r"\s", str(kek.parent))
    return f" -{kek.parent}" if is_one and filesystem_of(kek.parent) in IN_MEMORY else ""


def _write_server(place: Place, name: str, values: Mapping[str, str], *, mode: int = 0o644) -> Path:
    text = Template((SHIPPED / name).read_text()).substitute(values)
    target, ours = place.settings / name, place.keys / f".{name}"
    # What we wrote last tells whether what stands there is ours.
    is_changed = target.exists() and (not ours.exists() or target.read_text() != ours.read_text())
    if is_changed and target.read_text() != text:
        target = target.with_name(f"{name}.new")
    else:
        _write(ours, text, place, 0o600)
    # Of whoever runs setup: root starts these, and the site's account shall not write what root runs.
    _write(target, text, replace(place, owner=None), mode)
    return target


def remember(place: Place, answers: Answers) -> None:
    """Keep what was answered for the next run, which believes it: nothing that opens anything."""
    lines = [f"{name} = {value}" for name, value in sorted(answers.items())]
    _write(place.settings / REMEMBERED, "\n".join(lines), replace(place, owner=None), 0o600)


def read_answers(file: Path) -> Answers:
    """A file of answers, ``name = value`` each line; nothing if there is none."""
    lines = file.read_text().splitlines() if file.exists() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, _equals, value in pairs}


def _write(file: Path, text: str, place: Place, mode: int) -> None:
    """At once and whole: killed at any moment, there is the old file or the new one."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text.rstrip("\n") + "\n")
            out.flush()
            os.fsync(out.fileno())
        place.give(beside, mode)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def tool(name: str) -> str | None:
    """Where a program of the system is; Debian keeps some off the path of a plain user."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
