"""Asking for the link to one's own door: the same for every address, and for none too often."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from outbox.tasks import drain_outbox
from privacy.models import SubjectKey
from privacy.retention import enforce_all
from supporters import registries
from supporters.models import DoorRequest
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db(transaction=True)

ASK = "/do/own-door/"

ADDRESS = "maria@gmail.com"


@pytest.fixture
def maria():
    return admit(ADDRESS, language="es", family_name="Example", phone="+14155550123", postal_code="94110")


def link_in(letter) -> str:
    found = re.search(r"https?://[^/]+(/do/own-door/\S+)", letter.body)
    return found.group(1) if found else ""


def test_the_page_answers_the_same_for_known_and_unknown_addresses(client, maria):
    answers = [client.post(ASK, {"email": typed, "lang": "en"}) for typed in (ADDRESS, "nobody@example.org")]

    assert [(one.status_code, one["Location"]) for one in answers] == [(303, f"{ASK}asked/?lang=en")] * 2
    assert [one.content for one in answers] == [b"", b""]
    assert DoorRequest.objects.count() == 2
    assert client.get(f"{ASK}asked/?lang=es").status_code == 200


def test_the_mail_tells_the_truth(client, maria):
    for typed in ("M.aria+x@googlemail.com", "nobody@example.org"):
        client.post(ASK, {"email": typed, "lang": "en"})
    drain_outbox.call()

    known, unknown = sorted(mail.outbox, key=lambda one: one.to)
    # To the address that we know, and in its person's language.
    assert (known.to, bool(link_in(known))) == ([ADDRESS], True)
    assert "Pediste" in known.body
    assert (unknown.to, link_in(unknown)) == (["nobody@example.org"], "")
    assert "We know nobody" in unknown.body


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Write the address"), ("x" * 300 + "@example.org", "too long"), ("no", "is not an")],
)
def test_what_is_wrong_stands_beside_the_field_and_is_kept(client, typed, said):
    page = client.post(ASK, {"email": typed, "lang": "en"})

    assert page.status_code == 422
    assert said in page.text
    assert f'value="{typed}"' in page.text
    assert DoorRequest.objects.count() == 0


def test_beyond_what_is_sent_in_an_hour_it_is_said_to_everybody(client, maria, monkeypatch):
    monkeypatch.setattr("supporters.services.door.MOST_PER_HOUR", 1)
    assert client.post(ASK, {"email": "a@example.org"}).status_code == 303

    for typed in (ADDRESS, "nobody@example.org", *[ADDRESS] * 3):
        assert client.post(ASK, {"email": typed}).status_code == 429
    assert DoorRequest.objects.count() == 1

    # What was refused was not counted: this address still has its letters of the day.
    monkeypatch.setattr("supporters.services.door.MOST_PER_HOUR", 500)
    assert client.post(ASK, {"email": ADDRESS}).status_code == 303
    assert DoorRequest.objects.count() == 2


def test_one_address_is_written_to_twice_a_day_at_most_and_shuts_nobody_out(client, maria, monkeypatch):
    monkeypatch.setattr("supporters.services.door.MOST_PER_HOUR", 40)
    asked = ["nobody@example.org"] * 60 + [ADDRESS]

    assert {client.post(ASK, {"email": typed}).status_code for typed in asked} == {303}
    assert DoorRequest.objects.count() == 3


@pytest.mark.parametrize("typed", [ADDRESS, "nobody@gmail.com"])
def test_nothing_goes_where_others_read_and_the_page_says_so_by_the_domain_alone(
    client, maria, monkeypatch, typed
):
    def is_theirs(address: str) -> bool:
        return address.endswith("@gmail.com")

    with monkeypatch.context() as patch:
        patch.setitem(registries.mailbox_readers, "tests", is_theirs)
        page = client.post(ASK, {"email": typed, "lang": "en"})
        assert (page.status_code, "may read mail sent to this address" in page.text) == (422, True)
        assert DoorRequest.objects.count() == 0

    # Named as a school's only after it was asked for: nothing is sent either.
    assert client.post(ASK, {"email": typed}).status_code == 303
    monkeypatch.setitem(registries.mailbox_readers, "tests", is_theirs)
    drain_outbox.call()
    assert mail.outbox == []


def test_an_address_that_asked_is_forgotten_after_a_day(client):
    client.post(ASK, {"email": "nobody@example.org"})
    subject = DoorRequest.objects.get().subject_id

    enforce_all()
    assert DoorRequest.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=11)):
        enforce_all()
    assert DoorRequest.objects.count() == 0
    assert not SubjectKey.objects.filter(subject_id=subject).exists()
