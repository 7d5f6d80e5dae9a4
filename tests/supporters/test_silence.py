"""Whoever is silent for long is asked at 18, 21 and 23 months, and stays by one press."""

from datetime import date, timedelta

import pytest
from time_machine import travel

from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.links import Purpose, make_link_token
from supporters import registries
from supporters.jobs import ask_silent
from supporters.jobs.people import months_before
from supporters.models import Supporter
from supporters.services import erase_supporter
from tests.supporters.factories import PERSON, admit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maria():
    with travel(date(2026, 3, 10), tick=False):
        return admit("maria@example.org", language="es")


def asked_on(*days):
    """How many letters there are after each of these days' runs."""
    counts = []
    for day in days:
        with travel(day, tick=False):
            ask_silent()
        counts.append(Letter.objects.count())
    return counts


def test_a_silent_person_is_asked_three_times_and_once_each(maria):
    days = [date(2027, 8, 31), date(2027, 9, 1), date(2027, 9, 2), date(2027, 12, 1), date(2028, 2, 1)]

    assert asked_on(*days, date(2028, 3, 1)) == [0, 1, 1, 2, 3, 3]


def test_after_an_outage_one_letter_is_sent_and_not_three(maria):
    assert asked_on(date(2028, 3, 1), date(2028, 3, 2)) == [1, 1]


def test_the_letter_has_a_button_and_a_way_out_in_their_language(maria):
    asked_on(date(2027, 9, 1))
    letter = Letter.objects.get()
    recipient, content = write(kind_of(letter.kind), letter)

    assert (recipient.address, content.subject) == ("maria@example.org", "¿Quieres quedarte?")
    assert ("/do/keep-me/" in content.text, "/do/unsubscribe/" in content.text) == (True, True)


def test_nobody_is_written_to_where_a_school_or_an_employer_may_read(maria, monkeypatch):
    asked_on(date(2027, 9, 1))
    monkeypatch.setitem(registries.mailbox_readers, "tests", lambda address: address.endswith("@example.org"))
    letter = Letter.objects.get()

    with pytest.raises(Gone):
        kind_of(letter.kind).resolve(letter)


def test_who_acted_since_is_not_written_to(maria):
    asked_on(date(2027, 9, 1))
    admit("maria@example.org")

    with pytest.raises(Gone):
        kind_of("supporters.keep_me").resolve(Letter.objects.get())


def test_opening_the_link_does_nothing_and_one_press_begins_24_months_anew(maria, client):
    asked_on(date(2027, 9, 1))
    with travel(date(2027, 9, 5), tick=False):
        url = f"/do/keep-me/{make_link_token(Purpose.KEEP_ME, maria.public_id)}/"
        assert client.get(url).status_code == 200
        assert Supporter.objects.get().active_month == date(2026, 3, 1)
        assert [client.post(url).status_code, client.post(url).status_code] == [200, 200]

    supporter = Supporter.objects.get()
    assert (supporter.active_month, supporter.asked_months) == (date(2027, 9, 1), 0)


def test_a_link_that_ran_out_or_of_somebody_erased_says_so(maria, client):
    with travel(date(2027, 9, 5), tick=False):
        url = f"/do/keep-me/{make_link_token(Purpose.KEEP_ME, maria.public_id)}/"
    with travel(date(2027, 9, 5) + timedelta(days=91), tick=False):
        assert client.post(url).status_code == 410
    with travel(date(2027, 9, 6), tick=False):
        erase_supporter(supporter=maria, keep_fingerprint=True, actor=PERSON)
        assert client.post(url).status_code == 410
    assert client.get("/do/keep-me/x/").status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2027, 9, 30), 18, date(2026, 3, 1)),
        (date(2028, 1, 1), 1, date(2027, 12, 1)),
        (date(2028, 12, 5), 24, date(2026, 12, 1)),
    ],
)
def test_months_are_counted_over_years(day, months, first):
    assert months_before(day, months) == first
