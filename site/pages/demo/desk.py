"""What staff did with the demo's supporter file: files brought in, a deed on a segment, what leaves.

Done through the services, with the worker's turns taken here. What can be undone or downloaded can be so for
a day, as everywhere.
"""

import csv
import io
from datetime import timedelta
from uuid import uuid4

from outbox.services import lift_all_refusals
from pages.demo import ledger
from pages.demo.people import FAMILY_NAME, demo_people
from petitions.wordings import PARTNER
from privacy import findings
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.files import write_file
from privacy.models import SealedFile
from privacy.sealed_pages import Pages
from supporters.enums import ExportColumn, ExportFormat, ExportPurpose, ImportBasis, ImportField, RowStanding
from supporters.jobs import bulk, exports, hand_overs, imports
from supporters.jobs.import_common import UPLOAD
from supporters.jobs.suggesting import suggest_by_phone
from supporters.models import List, Partner, Segment, Supporter, SupporterImport, Tag
from supporters.services.bulk import tag_everybody
from supporters.services.exports import ask_for_export
from supporters.services.hand_overs import ask_for_hand_over
from supporters.services.imports import Said, begin_import, check_import, start_import

WORDS = "Send me news of trainings near me by e-mail."
SAID_BEFORE = timedelta(days=200)
# Numbers that nobody has; two people of the file share one.
PHONES = ("510-555-0101", "510-555-0102", "510-555-0103", "510-555-0104", "510-555-0101")
HEADING = ("Email Address", "First Name", "Last Name", "Phone", "Zip", "Status")
COLUMNS = {
    0: ImportField.EMAIL,
    1: ImportField.GIVEN_NAME,
    2: ImportField.FAMILY_NAME,
    3: ImportField.PHONE,
    4: ImportField.POSTAL_CODE,
    5: ImportField.STATUS,
}
SUBSCRIBED, PENDING = 32, 11
NOES = [f"demo-left-{number}@example.org" for number in range(1, 13)]
# As Action Network writes them.
OTHER_HEADING = (
    "first_name",
    "last_name",
    "email",
    "zip_code",
    "can2_subscription_status",
    "can2_user_tags",
    "Which day suits you?",
)


def work_at_the_desk(partner: Partner, trainings: List, *, actor: Actor) -> None:
    """One file that was imported and one that waits; a tag on a segment, a table, and a hand-over.

    All of it is somebody's: nothing where no member of staff makes the demo.
    """
    if actor.user is None:
        return
    _bring_people(trainings, actor)
    brought = begin_import(upload=_sealed(OTHER_HEADING, _other_rows()), language="en", actor=actor)
    ledger.note_made(brought)
    imports.work_on(brought.pk)
    # The daily task's: two of the file share a number.
    suggest_by_phone()
    segment = Segment.objects.filter(name__startswith="Acted lately").first()
    tag = Tag.objects.filter(name="tenants").first()
    if segment is not None:
        if tag is not None:
            deed = tag_everybody(segment=segment, tag=tag, is_put_on=True, public_id=uuid4(), actor=actor)
            ledger.note_made(deed)
            bulk.work_on(deed.pk)
        _export(segment, actor)
    hand_over = ledger.note_made(ask_for_hand_over(partner=partner, question=PARTNER, actor=actor))
    hand_overs.work_on(hand_over.pk)
    # A file of so many, perhaps at night, would be the first thing that a newcomer is warned of.
    findings.begin_here()


def forget_noes() -> None:
    """Lift what the imported file said of addresses that are nobody's."""
    for address in NOES:
        lift_all_refusals(address=address)


def _bring_people(trainings: List, actor: Actor) -> None:
    brought = begin_import(upload=_sealed(HEADING, _rows()), language="en", actor=actor)
    imports.work_on(brought.pk)
    said = Said(
        mapping=COLUMNS,
        others=RowStanding.UNCONFIRMED,
        mail_list=trainings,
        basis=ImportBasis.CONSENT,
        language="en",
        words=WORDS,
        said_on=utc_today() - SAID_BEFORE,
    )
    check_import(work=brought, said=said, actor=actor)
    imports.work_on(brought.pk)
    brought.refresh_from_db()
    start_import(work=brought, actor=actor)
    while imports.work_on(brought.pk):
        pass
    # Removed in the opposite order: the people and their yes, the import, its words.
    done = SupporterImport.objects.select_related("wording").get(pk=brought.pk)
    if done.wording is not None:
        ledger.note_made(done.wording)
    ledger.note_made(done)
    # As the import wrote them down: nobody else who came in at this moment.
    pages = [page for _number, page in Pages(done.undo_file).read()] if done.undo_file is not None else []
    made = [pk for page in pages for pk in (*page.get("made", ()), *page.get("waiting", ()))]
    ledger.note_all_made(list(Supporter.objects.filter(pk__in=made)))


def _export(segment: Segment, actor: Actor) -> None:
    columns = [ExportColumn.REGION, ExportColumn.LANGUAGE, ExportColumn.TAGS, ExportColumn.JOINED]
    table = ask_for_export(
        segment=segment,
        purpose=ExportPurpose.ANALYSIS,
        columns=columns,
        file_format=ExportFormat.XLSX,
        language="en",
        public_id=uuid4(),
        actor=actor,
    )
    ledger.note_made(table)
    exports.work_on(table.pk)


def _rows() -> list[tuple[str, ...]]:
    """More than ten of each kind, for fewer are not told; and one of each fault that staff have to know."""
    people = []
    standings = ["subscribed"] * SUBSCRIBED + ["pending"] * PENDING
    for place, (status, person) in enumerate(zip(standings, demo_people("import"), strict=False)):
        phone = PHONES[place] if place < len(PHONES) else ""
        email = f"demo-import-{place + 1}@example.org"
        people.append((email, person.given_name, FAMILY_NAME, phone, person.postal_code, status))
    noes = [(email, "", FAMILY_NAME, "", "", "unsubscribed") for email in NOES]
    return [*people, *noes, ("", "", FAMILY_NAME, "", "", "subscribed"), people[0]]


def _other_rows() -> list[tuple[str, ...]]:
    return [
        (
            person.given_name,
            FAMILY_NAME,
            f"demo-import-{number}@example.org",
            person.postal_code,
            status,
            "tenants",
            "Monday",
        )
        for number, (status, person) in enumerate(
            zip(("subscribed", "subscribed", "unsubscribed", "bouncing"), demo_people("other"), strict=False),
            401,
        )
    ]


def _sealed(heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> SealedFile:
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    with write_file(kind=UPLOAD, name="demo.csv", content_type="text/csv") as sealed:
        sealed.write(out.getvalue().encode())
    return sealed.file
