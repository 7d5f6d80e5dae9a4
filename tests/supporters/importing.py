"""Bringing files of people in: as staff do, with a worker that does all its turns."""

import csv
import io
from datetime import date
from pathlib import Path

from django.conf import settings
from django.test import TestCase

from privacy.actors import Actor
from privacy.files import write_file
from privacy.models import SealedFile
from supporters.enums import ImportBasis, ImportField, RowStanding
from supporters.import_file import heading_of
from supporters.import_systems import recognize
from supporters.jobs import imports as jobs
from supporters.jobs.import_common import UPLOAD
from supporters.models import List, Subscription, SupporterImport
from supporters.services import imports as services

FILES = Path(__file__).parent / "imports"
WORDS = "Send me news by mail."
SAID_ON = date(2024, 5, 1)


def sealed(data: bytes) -> SealedFile:
    """An upload, as the handler leaves it."""
    with write_file(kind=UPLOAD, name="people.csv", content_type="text/csv") as out:
        out.write(data)
    return out.file


def table(*rows, heading=("email", "first name", "status")) -> bytes:
    """A CSV file of these rows."""
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue().encode()


def work(task: SupporterImport) -> SupporterImport:
    """All turns of a worker; the import as it then stands."""
    # What is destroyed is destroyed after the commit.
    with TestCase.captureOnCommitCallbacks(execute=True):
        while jobs.work_on(task.pk):
            pass
    task.refresh_from_db()
    return task


def brought(data: bytes, actor: Actor) -> SupporterImport:
    """A file that was read."""
    return work(services.begin_import(upload=sealed(data), language="en", actor=actor))


def recognized(task: SupporterImport) -> dict[int, ImportField]:
    """What its columns hold, as it is shown first."""
    columns = recognize(heading_of(task.rows_file)).columns
    return {place: one.field for place, one in enumerate(columns) if one.field is not None}


def checked(data: bytes, mail_list: List, actor: Actor, *, others=None, **said) -> SupporterImport:
    """A file that was read and checked, as recognized but for what is ``said``."""
    task = brought(data, actor)
    fields = {
        "mapping": recognized(task),
        "others": others or RowStanding(task.others),
        "mail_list": mail_list,
        "basis": ImportBasis.CONSENT,
        "language": settings.LANGUAGE_CODE[:2],
        "words": WORDS,
        "said_on": SAID_ON,
        **said,
    }
    services.check_import(work=task, said=services.Said(**fields), actor=actor)
    return work(task)


def imported(data: bytes, mail_list: List, actor: Actor, **said) -> SupporterImport:
    """A file that was imported."""
    task = checked(data, mail_list, actor, **said)
    services.start_import(work=task, actor=actor)
    return work(task)


def undone(task: SupporterImport, actor: Actor) -> SupporterImport:
    services.undo_import(work=task, actor=actor)
    return work(task)


def states(mail_list) -> dict[str, str]:
    """Address and standing of everybody on a list."""
    rows = Subscription.objects.filter(list=mail_list).select_related("supporter")
    return {row.supporter.unseal().email: row.state for row in rows}


MIXED = table(
    ["ada@example.org", "Ada", "subscribed"],
    ["ben@example.org", "Ben", "unsubscribed"],
    ["cleo@example.org", "Cleo", "bounced"],
    ["dora@example.org", "Dora", "spam complaint"],
    ["eli@example.org", "Eli", ""],
)
