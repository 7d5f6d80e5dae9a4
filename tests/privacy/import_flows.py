"""Flows of files of people from elsewhere: one comes in, one is taken back, one waits, one is no table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from petitions.models import Petition
from privacy.worker import Worker
from supporters.jobs.imports import work_on_waiting
from supporters.models import SupporterImport
from supporters.selectors import find_supporter
from supporters.tasks import import_waiting
from tests.privacy.seized import MARK, canaries_in

if TYPE_CHECKING:
    from tests.privacy.flows import Canary

HEADING = "email,first name,last name,postal code,status,notes"
COLUMNS = ("email", "given_name", "family_name", "postal_code", "status")


def bring_as_staff(petition: Petition, canaries: "Sequence[Canary]") -> None:
    """Five canaries: one comes in, one wants no mail, one comes in and is taken back, the last two wait."""
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    stays, leaves, undone, *waiting = canaries
    said = {f"column_{place}": name for place, name in enumerate(COLUMNS)} | {
        "mail_list": str(petition.campaign.news_list.public_id),
        "others": "unconfirmed",
        "basis": "consent",
        "words": "Send me news by mail.",
        "said_on": "2024-05-01",
        "language": "en",
    }

    assert _press(staff, _choose(staff, b"PK\x03\x04" + MARK.encode() * 100), "check", said) == 302
    for rows in ([(stays, "subscribed"), (leaves, "unsubscribed")], [(undone, "subscribed")]):
        work = _choose(staff, _table(rows))
        assert _press(staff, work, "check", said | {"words": ""}) == 422
        assert [_press(staff, work, deed, said) for deed in ("check", "start")] == [302, 302]
    assert find_supporter(undone.email) is not None
    assert _press(staff, work, "undo", {}) == 302
    assert [find_supporter(one.email) is None for one in (stays, leaves, undone)] == [False, True, True]
    assert (
        _press(staff, _choose(staff, _table([(one, "subscribed") for one in waiting])), "check", said) == 302
    )


def _table(rows: "Sequence[tuple[Canary, str]]") -> bytes:
    lines = [
        f"{one.email},{MARK} {one.number},{MARK.upper()},{MARK} {one.number},{status},{MARK} said so"
        for one, status in rows
    ]
    return "\n".join([HEADING, *lines, f"{MARK} is no address,{MARK},,,subscribed,"]).encode()


def _choose(staff: Client, data: bytes) -> SupporterImport:
    """A file that was uploaded and read."""
    file = SimpleUploadedFile(f"{MARK}.csv", data, "text/csv")
    assert staff.post(reverse("supporter_import:index"), {"file": file}).status_code == 302
    _work()
    return SupporterImport.objects.latest("pk")


def _press(staff: Client, work: SupporterImport, deed: str, said: dict[str, object]) -> int:
    answer = staff.post(reverse(f"supporter_import:{deed}", args=[work.public_id]), said)
    _work()
    # Headings are shown, and what nobody could import is named by its line.
    assert canaries_in(staff.get(reverse("supporter_import:one", args=[work.public_id])).content) == 0
    return answer.status_code


def _work() -> None:
    # A second wake-up within a second waits for its end; this does not.
    import_waiting.enqueue()
    Worker(batch=True).run()
    while work_on_waiting():
        continue
