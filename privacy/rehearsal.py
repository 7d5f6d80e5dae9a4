"""A restore tried out: both files of a backup, put back beside the site that runs, which notices nothing.

The rehearsal is a process of its own, with databases of its own that are empty before and gone afterwards,
and nobody to talk to: its mail server is a socket of ours that counts who comes, and nobody may.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import get_script_prefix
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from privacy.backups import MAIN, read_identities, restore
from privacy.conf import current
from privacy.doctor import examine
from privacy.exceptions import RehearsalFailed
from privacy.scratch import rehearsal_folder
from privacy.speaking import in_site_language
from privacy.walk import sealed_rows
from privacy.worker import Worker

SERVER_ERROR = 500
# What would lead the rehearsal out of this machine.
NOBODY = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRETS", "MAILBOX_URL", "BULK_MAIL_URL", "GUARDED_MAIL_URL")


@dataclass(frozen=True)
class Rehearsed:
    """What came back: rows that hold something sealed, all of which opened, and erasures applied again."""

    sealed: int
    erased_again: int


def rehearse(*, main: Path, keystore: Path, identity: Path, urls: Mapping[str, str]) -> str:
    """Put the backup back elsewhere and look at it; what the process there said.

    ``urls`` (DATABASE_URL, KEYSTORE_URL) name two empty PostgreSQL databases where the site is on PostgreSQL;
    on SQLite files of a temporary folder are taken; what a killed rehearsal left there goes before. Raises
    RehearsalFailed.
    """
    if (connections[MAIN].vendor == "postgresql") != bool(urls):
        raise RehearsalFailed(_("Name two empty databases on PostgreSQL, and none on SQLite."))
    with rehearsal_folder() as (scratch, held), _nobody_to_mail() as server:
        environment = {
            **os.environ,
            **urls,
            **dict.fromkeys(NOBODY, ""),
            **{f"{name}_FILE": "" for name in NOBODY},
            "DATA_DIR": str(scratch),
            "MAIL_URL": f"smtp://127.0.0.1:{server.getsockname()[1]}",
            "MAIL_URL_FILE": "",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        lend_static_files(scratch)
        command = [sys.executable, "-m", "django", "rehearse", "--inside"]
        command += ["--language", get_language() or settings.LANGUAGE_CODE]
        for option, file in (("--main", main), ("--keystore", keystore), ("--identity", identity)):
            command += [option, str(file.resolve())]
        done = subprocess.run(  # noqa: S603 (our own, and three files)
            command, env=environment, capture_output=True, text=True, check=False, pass_fds=[held]
        )
        if done.returncode:
            raise RehearsalFailed(done.stderr.strip().removeprefix("CommandError: "))
        if _somebody_came(server):
            says = _("The site that was put back sent mail: tell whoever maintains Countersign.")
            raise RehearsalFailed(says)
    return str(done.stdout)


def put_back_and_look(*, main: Path, keystore: Path, identity: Path) -> Rehearsed:
    """Within the process of the rehearsal: restore, see that all opens, work off what is ready, serve a page.

    Raises RehearsalFailed, or what a restore raises.
    """
    restored = restore(main=main, keystore=keystore, identities=read_identities(identity))
    found = examine()
    if not found.is_well:
        lost, broken = sum(found.lost.values()), sum(found.broken.values())
        says = _("What came back is not whole. Rows without a key: %(lost)d; damaged: %(broken)d.")
        raise RehearsalFailed(says % {"lost": lost, "broken": broken})
    # Whatever the backup has waiting: letters of it have gone long since, and must not go again.
    with in_site_language():
        Worker(batch=True).run()
    host = settings.ALLOWED_HOSTS[0]
    page = Client(raise_request_exception=False).get(
        get_script_prefix(), secure=current().base_url.startswith("https:"), headers={"host": host}
    )
    if page.status_code >= SERVER_ERROR:
        says = _("The front page of what came back answers %(status)d.")
        raise RehearsalFailed(says % {"status": page.status_code})
    return Rehearsed(sealed=sealed_rows(), erased_again=restored.erased_again)


def lend_static_files(scratch: Path) -> None:
    """They are in no backup, and outside of development no page is drawn without the list of their names."""
    root = Path(settings.STATIC_ROOT) if settings.STATIC_ROOT else None
    if root is not None and root.is_dir():
        (scratch / "static").symlink_to(root.resolve())


@contextmanager
def _nobody_to_mail() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def _somebody_came(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True
