"""What leaves, for tests: stewards, tables, and what a partner opens with its key."""

import csv
import io
import zipfile
from uuid import uuid4

import pyrage
from django.contrib.auth.models import User
from pyrage.x25519 import Identity

from privacy.actors import Actor
from privacy.files import read_file
from supporters.enums import ExportColumn, ExportFormat, ExportPurpose
from supporters.jobs import exports as export_jobs
from supporters.jobs import hand_overs as hand_over_jobs
from supporters.models import HandOver, List, Organization, Segment, Supporter, SupporterExport
from supporters.services import (
    ConsentAnswer,
    erase_supporter,
    exports,
    hand_overs,
    record_consents,
    subscribe,
    withdraw_consent,
)
from tests.supporters.factories import PERSON, ListFactory, PartnerFactory, admit, wording
from tests.supporters.segments import rule, staff_user

MAIL, ANALYSIS, LEGAL = ExportPurpose
ALL = rule("supporters.language", language="es")


CANARY_DOMAIN = "mail.invalid"


def keep_canaries(domain: str = CANARY_DOMAIN) -> None:
    """A domain where canaries live."""
    organization = Organization.load()
    organization.canary_domain = domain
    organization.save()


def need_two() -> None:
    organization = Organization.load()
    organization.exports_need_two = True
    organization.save()


def taker(mail_list: List, email: str, **said) -> Supporter:
    """Somebody who takes a list."""
    person = admit(email, **said)
    subscribe(supporter=person, list=mail_list, actor=PERSON)
    return person


def ask(
    segment: Segment,
    user,
    purpose=MAIL,
    columns=("given_name", "email"),
    file_format=ExportFormat.CSV,
    *,
    public_id=None,
    mail_list=None,
) -> SupporterExport:
    if purpose == MAIL and mail_list is None:
        mail_list = List.objects.filter(partner=None).order_by("pk").first() or ListFactory()
    if not Organization.load().canary_domain:
        keep_canaries()
    return exports.ask_for_export(
        segment=segment,
        purpose=purpose,
        columns=[ExportColumn(name) for name in columns],
        file_format=file_format,
        language="en",
        public_id=public_id or uuid4(),
        actor=Actor.staff(user),
        mail_list=mail_list,
    )


def agreed(export: SupporterExport) -> SupporterExport:
    """With a second person's yes, where one is needed."""
    if export.waits_for_second:
        second = User.objects.filter(username="second").first() or staff_user("Data stewards", name="second")
        exports.allow_export(export=export, bound=export.bound, actor=Actor.staff(second))
    return export


def reread(work):
    return type(work).objects.get(pk=work.pk)


def made(*args, **said) -> SupporterExport:
    export = agreed(ask(*args, **said))
    export_jobs.work_on(export.pk)
    return reread(export)


def bytes_of(work) -> bytes:
    return b"".join(read_file(work.file))


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def real_rows(export) -> list[list[str]]:
    """The table without heading and canaries, by address."""
    return sorted(row for row in rows_of(bytes_of(export))[1:] if f"@{CANARY_DOMAIN}" not in str(row))


def invented_rows(export) -> list[list[str]]:
    return [row for row in rows_of(bytes_of(export))[1:] if f"@{CANARY_DOMAIN}" in str(row)]


# --- partners ------------------------------------------------------------------------------------

QUESTION = "tests.partner"


class Partnership:
    """A partner with a key, its question, and people who answer it."""

    def __init__(self) -> None:
        self.identity = Identity.generate()
        key = str(self.identity.to_public())
        self.partner = PartnerFactory(recipient=key, agreed_recipient=key)
        self.wording = wording(QUESTION, "May Partner write to me?", partner=self.partner)

    def answer(self, person: Supporter, *, yes: bool = True) -> Supporter:
        answer = ConsentAnswer(wording_id=self.wording.pk, answer=yes)
        record_consents(supporter=person, answers=[answer], actor=PERSON)
        return person

    def willing(self, *emails: str, **said) -> list[Supporter]:
        return [self.answer(admit(email, **said)) for email in emails]

    def ask(self, user) -> HandOver:
        return hand_overs.ask_for_hand_over(partner=self.partner, question=QUESTION, actor=Actor.staff(user))

    def made(self, user) -> HandOver:
        hand_over = self.ask(user)
        hand_over_jobs.work_on(hand_over.pk)
        return reread(hand_over)

    def taken(self, user) -> HandOver:
        hand_over = self.made(user)
        hand_overs.open_hand_over(hand_over=hand_over, actor=Actor.staff(user))
        return reread(hand_over)

    def received(self, user) -> HandOver:
        hand_over = self.taken(user)
        hand_overs.note_received(hand_over=hand_over, actor=Actor.staff(user))
        return reread(hand_over)

    def opened(self, hand_over: HandOver) -> tuple[list[list[str]], list[list[str]]]:
        """Both tables, as the partner reads them."""
        archive = zipfile.ZipFile(io.BytesIO(pyrage.decrypt(bytes_of(hand_over), [self.identity])))
        assert archive.namelist() == ["joined.csv", "withdrawn.csv"]
        joined, withdrawn = (rows_of(archive.read(name)) for name in archive.namelist())
        return joined, withdrawn


def emails(rows) -> list[str]:
    """Those of a table, without its heading."""
    at = rows[0].index("email")
    return sorted(row[at] for row in rows[1:])


def erase(person) -> None:
    erase_supporter(supporter=person, keep_fingerprint=False, actor=Actor.system())


def take_back(partner, person) -> None:
    withdraw_consent(supporter=person, wording_id=partner.wording.public_id, actor=PERSON)
