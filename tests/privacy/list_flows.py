"""Flows of the supporter file: joining a list, and what staff write beside one person and beside many."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.apps import apps
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse

from privacy.localized import LocalizedText
from privacy.worker import Worker
from supporters.models import BulkDeed, CustomField, List, ListSignUp, Segment, Supporter
from supporters.selectors import find_supporter
from supporters.tasks import do_bulk
from tests.privacy.seized import MARK, canaries_in

if TYPE_CHECKING:
    from tests.privacy.flows import Canary, Visitors


def join_a_list(visitors: "Visitors", known: "Canary", others: "list[Canary]") -> None:
    """One whom we know joins; of two others one was it not, and one never presses the button."""
    mail_list = List.objects.create(name=LocalizedText(en="News"), is_public=True)
    page = reverse("countersign_supporters:join_list", args=[mail_list.public_id])
    for canary in (known, *others):
        assert visitors.post(page, canary.form(given_name=MARK * 40)) == 422
        assert visitors.post(page, canary.form()) == 303
    letters = visitors.work()
    for canary, name in ((known, "confirm"), (others[0], "not-me")):
        [path] = {path for path in letters[canary.email] if f"/{name}/" in path}
        assert visitors.post(path) == (303 if name == "confirm" else 200)
    assert known.email in {row.unseal().email.lower() for row in mail_list_members(mail_list)}
    assert (ListSignUp.objects.count(), ListSignUp.objects.filter(sealed__isnull=False).count()) == (2, 1)


def mail_list_members(mail_list: List) -> list[Supporter]:
    return [row.supporter for row in mail_list.subscriptions.select_related("supporter")]


def write_fields_as_staff(known: "Canary") -> None:
    """An answer of one person, an answer of everybody, and the same taken back."""
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    field = CustomField.objects.create(key="skill", label=LocalizedText(en="Skill"))
    supporter = find_supporter(known.email)
    at = reverse("supporter:answers", args=[supporter.public_id])
    assert staff.post(at, {"skill": f"{MARK} one"}).status_code == 302
    assert canaries_in(staff.get(at).content) == 0
    tree = {"rule": "supporters.language", "language": "en"}
    segment = Segment.objects.create(name="English", tree={"all": [tree]})
    ask = reverse("segment:bulk_field", args=[segment.public_id, field.public_id])
    told = staff.post(ask, {"public_id": uuid4(), "answer": f"{MARK} all"})
    Worker(batch=True).run()
    deed = BulkDeed.objects.get()
    assert (deed.state, deed.touched > 0, deed.undo_file is not None) == ("done", True, True)
    assert canaries_in(staff.get(told.url).content) == 0
    assert staff.post(reverse("segment:deed_undo", args=[deed.public_id])).status_code == 302
    # A second wake-up within a second waits for its end; this does not.
    do_bulk.enqueue(deed.pk)
    Worker(batch=True).run()
    deed.refresh_from_db()
    assert (deed.is_undone, deed.restored) == (True, deed.touched)
    staff.post(ask, {"public_id": uuid4(), "answer": f"{MARK} again"})
    do_bulk.enqueue(BulkDeed.objects.latest("pk").pk)
    Worker(batch=True).run()
