"""What is run once the files are written: each step as a process with the site's own environment."""

import os
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from config.setup.files import CODE, Place, read_environment, tool
from config.setup.questions import POSTGRES, Answers

# What a process gets of ours beside the environment file.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_MESSAGES", "TERM", "TMPDIR")


class StepFailed(Exception):
    """A step ended with an error, which it has printed."""


def make_account(name: str, data: Path) -> None:
    """A system account that nobody can log in to. Raises StepFailed."""
    program = tool("useradd")
    if program is None:
        raise StepFailed(_("There is no useradd here. Make the account %(name)s yourself.") % {"name": name})
    _run([program, "--system", "--user-group", "--no-create-home", "--home-dir", str(data),
          "--shell", "/usr/sbin/nologin", name])  # fmt: skip


def migrate(place: Place, answers: Answers) -> None:
    """Both databases, the table of the page cache, and the static files. Raises StepFailed."""
    manage(place, "migrate", "countersign_privacy", "--database", "keystore", "--verbosity", "0")
    manage(place, "migrate", "--verbosity", "0")
    if answers["database"] == POSTGRES:
        manage(place, "createcachetable")
    manage(place, "collectstatic", "--no-input", "--verbosity", "0")


def manage(place: Place, *command: str) -> None:
    """``manage.py`` as the site's own account, at this terminal. Raises StepFailed."""
    passed = {name: value for name in PASSED_ON if (value := os.environ.get(name))}
    environment = passed | {"HOME": str(place.data)} | read_environment(place.environment)
    user, group = place.owner or (None, None)
    _run(
        [sys.executable, str(CODE / "manage.py"), *command],
        env=environment,
        user=user,
        group=group,
        extra_groups=[] if user is not None else None,
    )


def refuse_unreadable(place: Place) -> None:
    """Raises StepFailed where the site's account cannot run Python or read the code, as in root's home."""
    if place.owner is None:
        return
    if not _does(place.owner, "pass"):
        raise StepFailed(
            _(
                "The system account cannot run %(python)s. Install Python for the whole machine, "
                "remove .venv, run make install again, then setup."
            )
            % {"python": Path(sys.executable).resolve()}
        )
    if not _does(place.owner, f"open({str(CODE / 'manage.py')!r})"):
        raise StepFailed(
            _("The system account cannot read %(code)s. Move the clone to /srv, and run setup there.")
            % {"code": CODE}
        )


def _does(owner: tuple[int, int], line: str) -> bool:
    """Whether a line of Python runs as this user and group."""
    user, group = owner
    command = [sys.executable, "-c", line]
    try:
        done = subprocess.run(  # noqa: S603 (fixed words)
            command, user=user, group=group, extra_groups=[], cwd="/", capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def _run(command: list[str], **how: object) -> None:
    done = subprocess.run(command, cwd=CODE, check=False, **how)  # type: ignore[call-overload]  # noqa: S603
    if done.returncode:
        raise StepFailed(
            _("That did not work: %(command)s")
            % {"command": " ".join(command[1:] if len(command) > 1 else command)}
        )
