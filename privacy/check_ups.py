"""What this floor tells the doctor: settings, keys, workers, backups, the machine (``privacy.doctor``)."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from privacy import retention
from privacy.conf import current
from privacy.database_log import database_called, loud_servers
from privacy.days import utc_today
from privacy.development import is_development
from privacy.doctor import Complaint
from privacy.enums import Note
from privacy.exceptions import CountersignError
from privacy.key_place import present_keys
from privacy.keyring import Keyring, verify
from privacy.models.keystore import KeystoreNote
from privacy.notes import read_note
from privacy.release import RELEASED
from privacy.router import KEYSTORE
from privacy.scratch import left_behind
from privacy.waiting import oldest_task, workers_alive
from privacy.watch_check_ups import check_lock, check_register, check_watchers

LONGEST_WAIT = timedelta(minutes=10)
# docs/operators/backups.md: what counts ages counts a longer pause as two days.
BACKUP_EACH = timedelta(days=2)
RELEASE_DAYS = 90
CLOCKS_APART = timedelta(minutes=1)
GIGABYTE = 1024**3
LEAST_FREE, LITTLE_FREE = GIGABYTE // 2, 2 * GIGABYTE


def check_settings() -> Iterator[Complaint]:
    """What makes an installation unfit for visitors."""
    if is_development():
        says = _(
            "A development site, on this machine and with DEBUG: fit for nobody else. What a real one must "
            "have (https, backups, who is told) is not looked at."
        )
        yield Complaint(says, is_fault=False)
        return
    base = urlsplit(current().base_url)
    host = base.hostname or ""
    if settings.DEBUG:
        yield Complaint(
            _(
                "The site runs as on a developer's machine (DEBUG): pages of errors show code. Take DEBUG "
                "out of the environment."
            )
        )
    if base.scheme != "https" and not host.endswith(".onion"):
        yield Complaint(
            _(
                "The address of the site (BASE_URL) is not https: what people type travels in clear. Get a "
                "certificate."
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Complaint(
            _("The site answers to any name (ALLOWED_HOSTS is *). List there the names that it has.")
        )
    elif host not in settings.ALLOWED_HOSTS:
        yield Complaint(
            _(
                "The site does not answer to the name in its own address (BASE_URL): links in mails lead to "
                "an error. Add the name to ALLOWED_HOSTS."
            )
        )


def check_keys() -> Iterator[Complaint]:
    """Whether the keys are those that this installation was sealed with."""
    try:
        verify(Keyring(present_keys()))
    except CountersignError as refusal:
        yield Complaint(str(refusal))


def check_restore() -> Iterator[Complaint]:
    """A restore that has not come to its end."""
    if read_note(Note.RESTORING) is not None:
        yield Complaint(
            _("A restore did not come to its end, and nothing is mailed. Run it again, or restore --finish.")
        )


def check_rehearsal() -> Iterator[Complaint]:
    """What a killed rehearsal left: both databases, with people who have been erased since."""
    for folder in left_behind():
        says = _(
            "A rehearsal was killed, and what it put back lies in %(folder)s. Delete that, or rehearse again."
        )
        yield Complaint(says % {"folder": folder})


def check_backup() -> Iterator[Complaint]:
    """Whether both databases were backed up in the last two days."""
    made = read_note(Note.BACKED_UP)
    if made is None and is_development():
        return
    if made is None:
        yield Complaint(_("No backup was made yet. Run manage.py backup, and have it run each day."))
    elif (age := timezone.now() - made) > BACKUP_EACH:
        says = _("The last backup is %(days)d days old. See why the daily manage.py backup does not run.")
        yield Complaint(says % {"days": age.days})


def check_workers() -> Iterator[Complaint]:
    """Whether anybody works in the background, and keeps up."""
    if not workers_alive():
        yield Complaint(
            _(
                "No worker is running: no mail goes, nothing is deleted in time. Start the site "
                "(manage.py serve has a worker) or manage.py run_worker."
            )
        )
    elif (waits := oldest_task()) > LONGEST_WAIT:
        says = _("Work has waited for %(minutes)d minutes. Look into the worker's log, or start another.")
        yield Complaint(says % {"minutes": waits.total_seconds() // 60})
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("task_path")
    if names := list(failed.values_list("task_path", flat=True).distinct()):
        says = _(
            "Work in the background was given up after five attempts in the last day (%(names)s). The "
            "worker's log has class and line."
        )
        yield Complaint(says % {"names": ", ".join(names)}, is_fault=False)


def check_overdue() -> Iterator[Complaint]:
    """What should have been deleted a whole day ago, by rule."""
    late = retention.overdue_by_rule()
    if late:
        says = _("Not deleted in time: %(rules)s. See that a worker runs, then run manage.py retention.")
        named = "; ".join(f"{rule.says} ({rule.key})" for rule in retention.rules() if rule.key in late)
        yield Complaint(says % {"rules": named})


def check_disk() -> Iterator[Complaint]:
    """Room where the site writes: its files, SQLite's, and what is held for a moment."""
    places = [Path(settings.MEDIA_ROOT), Path(tempfile.gettempdir())]
    places += [
        Path(connections[alias].settings_dict["NAME"]).parent
        for alias in ("default", KEYSTORE)
        if connections[alias].vendor == "sqlite"
    ]
    told = set()
    for place in places:
        # Media may be on no disk of this machine, or nothing was uploaded yet.
        if not place.is_dir() or (disk := place.stat().st_dev) in told:
            continue
        told.add(disk)
        free = shutil.disk_usage(place).free
        if free < LITTLE_FREE:
            says = _(
                "Only %(megabytes)d MB are free where %(place)s is. Make room before nothing can be written."
            )
            values = {"megabytes": free // 1024**2, "place": place}
            yield Complaint(says % values, is_fault=free < LEAST_FREE)


def check_clock() -> Iterator[Complaint]:
    """Whether this machine's clock agrees with the databases' servers, and with what was noted before."""
    now = timezone.now()
    for alias in ("default", KEYSTORE):
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            [there] = cursor.fetchone()
        if abs(there - timezone.now()) > CLOCKS_APART:
            says = _("The clocks of this machine and of the server of %(database)s differ. Set both by NTP.")
            yield Complaint(says % {"database": database_called(alias)})
    if KeystoreNote.objects.using(KEYSTORE).filter(at__gt=now + CLOCKS_APART).exists():
        yield Complaint(
            _("Something was noted at a time still to come: the clock was or is wrong. Set it by NTP.")
        )


def check_release() -> Iterator[Complaint]:
    """Whether this release is so old that holes in it are known by now."""
    age = (utc_today() - RELEASED).days
    if age > RELEASE_DAYS:
        says = _("This release is %(days)d days old. Read CHANGELOG.md of the newest one, and upgrade.")
        yield Complaint(says % {"days": age}, is_fault=False)


def check_address() -> Iterator[Complaint]:
    """Whether the name in BASE_URL leads anywhere; an onion address is in no DNS."""
    host = urlsplit(current().base_url).hostname or ""
    if host.endswith(".onion"):
        return
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        says = _(
            "DNS does not know %(host)s, the name in the address of the site (BASE_URL). Write its A or AAAA "
            "record."
        )
        yield Complaint(says % {"host": host})


def check_database_log() -> Iterator[Complaint]:
    """What the PostgreSQL servers may quote in their logs."""
    for sentence in loud_servers():
        yield Complaint(sentence)


# Name, what people call it, check, whether it is too slow to run at each look.
CHECK_UPS = (
    ("settings", gettext_lazy("Settings"), check_settings, False),
    ("keys", gettext_lazy("Keys"), check_keys, False),
    ("restore", gettext_lazy("Putting a backup back"), check_restore, False),
    ("backup", gettext_lazy("Backups"), check_backup, False),
    ("rehearsal", gettext_lazy("Rehearsals"), check_rehearsal, False),
    ("workers", gettext_lazy("Work in the background"), check_workers, False),
    ("overdue", gettext_lazy("Deleting in time"), check_overdue, False),
    ("disk", gettext_lazy("Room on the disk"), check_disk, False),
    ("clock", gettext_lazy("Clocks"), check_clock, False),
    ("release", gettext_lazy("Age of this release"), check_release, False),
    ("address", gettext_lazy("Address of the site"), check_address, True),
    ("database log", gettext_lazy("Logs of the databases"), check_database_log, False),
    ("lock", gettext_lazy("Lock"), check_lock, False),
    ("legal register", gettext_lazy("Legal register"), check_register, False),
    ("watchers", gettext_lazy("Who is told of findings"), check_watchers, False),
)
