"""A person's own door: asked for by mail, opened once, and what can be decided behind it."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from outbox.models import Letter, Refusal
from outbox.selectors import is_refused, paused_until, refused_among
from outbox.services import pause_news
from outbox.tasks import drain_outbox
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.links import Purpose, make_link_token
from privacy.models import SubjectKey
from privacy.retention import enforce_all
from supporters import registries
from supporters.models import Consent, DoorRequest, Merge, SubjectIndex, Subscription, Supporter
from supporters.selectors import find_supporter, standing_consents
from supporters.services import (
    ConsentAnswer,
    merge_supporters,
    record_consents,
    subscribe,
    unsubscribe,
    write_note,
)
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit, wording

pytestmark = pytest.mark.django_db(transaction=True)
ASK = "/do/own-door/"
ADDRESS = "maria@gmail.com"


@pytest.fixture
def maria():
    return admit(ADDRESS, language="es", family_name="Example", phone="+14155550123", postal_code="94110")


def link_in(letter) -> str:
    found = re.search(r"https?://[^/]+(/do/own-door/\S+)", letter.body)
    return found.group(1) if found else ""


def door_of(client, supporter) -> str:
    """The address of the room behind the door."""
    link = f"/do/own-door/{make_link_token(Purpose.OWN_DOOR, supporter.public_id)}/"
    answer = client.post(link)
    assert answer.status_code == 303
    return answer["Location"]


def drawn(client, door) -> dict[str, str | list[str]]:
    """What the form of the choices sends as it is drawn."""
    page = client.get(door).text
    form = page[page.index("/choices/") :]
    form = form[: form.index("</form>")]
    said: dict[str, str | list[str]] = {"lists": [], "was": []}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf' {key}="([^"]*)"', tag)[1] for key in ("name", "value"))
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        if isinstance(said.get(name), list):
            said[name].append(value)
        else:
            said[name] = value
    said["language"] = re.search(r'<option value="(\w+)" selected', form)[1]
    return said


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


def test_a_scanner_opens_nothing_and_the_button_once(client, maria):
    link = f"/do/own-door/{make_link_token(Purpose.OWN_DOOR, maria.public_id)}/"

    assert [client.get(link).status_code for _scan in range(3)] == [200, 200, 200]
    inside = client.post(link)
    assert inside.status_code == 303
    page = client.get(inside["Location"])
    assert page.status_code == 200
    assert page["Content-Language"] == "es"
    assert "m•••@g•••.com" in page.text
    assert ADDRESS not in page.text
    assert "no-store" in page["Cache-Control"]
    assert page.cookies == {}
    assert [client.get(link).status_code, client.post(link).status_code] == [410, 410]


def test_the_room_is_closed_after_half_an_hour_and_by_its_last_button(client, maria):
    door, other = door_of(client, maria), door_of(client, maria)

    # Pressed twice it says the same.
    assert [client.post(f"{door}close/").status_code for _press in range(2)] == [200, 200]
    assert client.get(door).status_code == 410
    assert client.post(f"{door}choices/", {"language": "en"}).status_code == 410
    assert client.get(other).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=32)):
        assert client.get(other).status_code == 410


@pytest.mark.parametrize("room", ["", "choices/", "correct/", "withdraw/", "download/", "erase/", "close/"])
def test_no_other_token_opens_a_room(client, maria, room):
    outside = make_link_token(Purpose.OWN_DOOR, maria.public_id)
    stranger = make_link_token(Purpose.OPEN_DOOR, uuid4())

    method = client.get if not room else client.post
    assert method(f"/do/own-door/in/{outside}/{room}").status_code == 404
    assert method(f"/do/own-door/in/x/{room}").status_code == 404
    # Of somebody erased it is over; what is closed is closed for them too.
    over = 200 if room == "close/" else 410
    assert method(f"/do/own-door/in/{stranger}/{room}").status_code == over
    assert Supporter.objects.count() == 1


def test_lists_are_joined_and_left_with_the_words_of_the_page_in_the_ledger(client, maria):
    left, joined, hidden = ListFactory(), ListFactory(), ListFactory(is_public=False)
    subscribe(supporter=maria, list=left, actor=PERSON)
    door = door_of(client, maria)

    page = client.get(door).text
    assert (left.name["es"] in page, joined.name["es"] in page, hidden.name["es"] in page) == (
        True,
        True,
        False,
    )
    said = drawn(client, door) | {"lists": [str(joined.public_id)], "language": "en"}
    for _press in range(2):
        assert client.post(f"{door}choices/", said).status_code == 303

    states = dict(Subscription.objects.values_list("list", "state"))
    assert states == {left.pk: "unsubscribed", joined.pk: "subscribed"}
    assert (is_refused(ADDRESS, left.public_id), is_refused(ADDRESS, joined.public_id)) == (True, False)
    row = Consent.objects.get()
    assert (row.list_id, row.answer, row.how, row.wording.language) == (joined.public_id, True, "link", "es")
    assert client.get(door)["Content-Language"] == "en"
    # A list that is not offered is not joined by guessing its id.
    said["lists"] = [str(hidden.public_id)]
    assert client.post(f"{door}choices/", said).status_code == 422
    assert Subscription.objects.count() == 2


def test_a_pause_holds_back_all_news_until_its_day_and_leaves_no_trace_after(client, maria):
    news = ListFactory()
    subscribe(supporter=maria, list=news, actor=PERSON)
    door, until = door_of(client, maria), utc_today() + timedelta(days=10)
    said = drawn(client, door) | {"paused_until": until.isoformat()}

    assert client.post(f"{door}choices/", said).status_code == 303
    assert paused_until(ADDRESS) == until
    assert (is_refused(ADDRESS), is_refused(ADDRESS, news.public_id)) == (True, True)
    assert refused_among([ADDRESS, "x@example.org"]) == {ADDRESS}
    assert f'value="{until.isoformat()}"' in client.get(door).text
    assert Subscription.objects.get().state == "subscribed"
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert not is_refused(ADDRESS)
        assert refused_among([ADDRESS]) == set()
        enforce_all()
    assert Refusal.objects.count() == 0

    client.post(f"{door}choices/", said)
    client.post(f"{door}choices/", drawn(client, door) | {"paused_until": ""})
    assert (paused_until(ADDRESS), is_refused(ADDRESS)) == (None, False)


def test_a_pause_neither_lifts_a_no_nor_hides_one(client, maria):
    news = ListFactory()
    subscribe(supporter=maria, list=news, actor=PERSON)
    door, until = door_of(client, maria), utc_today() + timedelta(days=10)
    client.post(f"{door}choices/", drawn(client, door) | {"paused_until": until.isoformat()})

    unsubscribe(supporter=maria, actor=PERSON)
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        enforce_all()
        assert is_refused(ADDRESS)
    client.post(f"{door}choices/", drawn(client, door) | {"paused_until": until.isoformat()})
    client.post(f"{door}choices/", drawn(client, door) | {"paused_until": ""})
    assert is_refused(ADDRESS)


def test_a_page_that_lay_open_undoes_nothing_that_was_decided_meanwhile(client, maria):
    news, other = ListFactory(), ListFactory()
    subscribe(supporter=maria, list=news, actor=PERSON)
    door, until = door_of(client, maria), utc_today() + timedelta(days=10)
    stale = drawn(client, door)

    unsubscribe(supporter=maria, actor=PERSON)
    subscribe(supporter=maria, list=other, actor=PERSON)
    pause_news(address=ADDRESS, until=until)
    assert client.post(f"{door}choices/", stale | {"language": "en"}).status_code == 303

    states = dict(Subscription.objects.values_list("list", "state"))
    assert states == {news.pk: "unsubscribed", other.pk: "subscribed"}
    assert (is_refused(ADDRESS, news.public_id), paused_until(ADDRESS)) == (True, until)
    assert Consent.objects.count() == 0
    assert Supporter.objects.get().language == "en"


def test_a_list_that_is_no_more_offered_once_it_is_left_is_left_by_two_presses_as_by_one(client, maria):
    hidden = ListFactory(is_public=False)
    subscribe(supporter=maria, list=hidden, actor=PERSON)
    door = door_of(client, maria)
    said = drawn(client, door) | {"lists": []}

    assert [client.post(f"{door}choices/", said).status_code for _press in range(2)] == [303, 303]
    assert Subscription.objects.get().state == "unsubscribed"


def test_a_list_that_is_left_takes_back_the_yes_to_it(client, maria):
    news = ListFactory()
    subscribe(supporter=maria, list=news, actor=PERSON)
    asked = wording()
    answers = [ConsentAnswer(asked.pk, True, news.public_id), ConsentAnswer(asked.pk, True)]
    record_consents(supporter=maria, answers=answers, actor=PERSON)
    door = door_of(client, maria)

    for _press in range(2):
        client.post(f"{door}choices/", drawn(client, door) | {"lists": []})
    assert [one.list_id for one in standing_consents(maria)] == [None]
    assert Consent.objects.count() == 3


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("0000-00-00", "year, month, day"),
        ("2001-01-01", "from tomorrow on"),
        ("2999-01-01", "from tomorrow on"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_it_and_kept(client, maria, until, said):
    Supporter.objects.update(language="en")
    page = client.post(f"{door_of(client, maria)}choices/", {"language": "en", "paused_until": until})

    assert page.status_code == 422
    assert said in page.text
    assert f'value="{until}"' in page.text
    assert Refusal.objects.count() == 0


def test_what_is_corrected_replaces_what_was_written(client, maria):
    door = door_of(client, maria)
    said = {"given_name": "Mar\u202eía  Elena", "family_name": "", "phone": "", "postal_code": "10001"}

    assert client.post(f"{door}correct/", said).status_code == 303
    maria.refresh_from_db()
    details = maria.unseal()
    assert (details.given_name, details.family_name, details.phone, details.email) == (
        "María Elena",
        "",
        "",
        ADDRESS,
    )
    assert (details.postal_code, maria.region) == ("10001", "NY")
    assert list(SubjectIndex.objects.values_list("kind", flat=True)) == ["email"]
    client.post(f"{door}correct/", said | {"phone": "(415) 555-0199"})
    assert sorted(SubjectIndex.objects.values_list("kind", flat=True)) == ["email", "phone"]
    wrong = client.post(f"{door}correct/", said | {"given_name": "", "phone": "12"})
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
    assert find_supporter(ADDRESS).unseal().phone == "(415) 555-0199"


def test_one_yes_is_taken_back_with_what_stands_on_it(client, maria, monkeypatch):
    news, told = ListFactory(), []
    monkeypatch.setitem(registries.withdrawals, "tests.news", lambda who, of: told.append((who.pk, of)))
    subscribe(supporter=maria, list=news, actor=PERSON)
    asked, partner = wording(), wording("tests.partner", "A partner may write.")
    answers = [ConsentAnswer(asked.pk, True, news.public_id), ConsentAnswer(partner.pk, True)]
    record_consents(supporter=maria, answers=answers, actor=PERSON)
    door = door_of(client, maria)

    said = {"wording": str(asked.public_id), "list": str(news.public_id)}
    for _press in range(2):
        assert client.post(f"{door}withdraw/", said).status_code == 303
    assert [consent.wording.key for consent in standing_consents(maria)] == ["tests.partner"]
    assert Consent.objects.filter(answer=False).count() == 1
    assert Subscription.objects.get().state == "unsubscribed"
    assert told == [(maria.pk, news.public_id)]
    for wrong in (
        {},
        {"wording": "x"},
        {"wording": str(uuid4())},
        {"wording": str(asked.public_id), "list": "x"},
    ):
        assert client.post(f"{door}withdraw/", wrong).status_code == 303
    assert Consent.objects.count() == 3


def test_all_of_it_is_taken_along_as_json_or_as_a_page(client, maria):
    news = ListFactory()
    subscribe(supporter=maria, list=news, actor=PERSON)
    maria.tags.add(TagFactory(name="housing"))
    write_note(
        supporter=maria, text="Wants to <b>help</b> at tables.", public_id=uuid4(), actor=Actor.system()
    )
    door = door_of(client, maria)

    file = client.post(f"{door}download/", {"as": "json"})
    held = json.loads(file.content)
    assert "attachment" in file["Content-Disposition"]
    assert (held["email"], held["family_name"], held["tags"]) == (ADDRESS, "Example", ["housing"])
    assert [(one["list"], one["state"]) for one in held["lists"]] == [(news.name["es"], "subscribed")]
    assert str(maria.subject_id) not in file.content.decode()
    assert [note["text"] for note in held["notes"]] == ["Wants to <b>help</b> at tables."]
    assert "Wants to &lt;b&gt;help&lt;/b&gt; at tables." in client.get(door).text
    page = client.post(f"{door}download/", {"as": "page"})
    assert ADDRESS in page.content.decode()
    assert "http" not in page.content.decode()
    assert client.get(f"{door}download/").status_code == 405


@pytest.mark.parametrize(("choice", "refuses"), [("keep", True), ("forget", False)])
def test_erasing_oneself_sends_a_receipt_and_leaves_only_what_was_chosen(client, maria, choice, refuses):
    news, subject = ListFactory(), maria.subject_id
    subscribe(supporter=maria, list=news, actor=PERSON)
    unsubscribe(supporter=maria, list=news, actor=PERSON)
    door = door_of(client, maria)

    assert client.get(f"{door}erase/").status_code == 200
    assert client.post(f"{door}erase/", {}).status_code == 422
    assert Supporter.objects.count() == 1
    assert client.post(f"{door}erase/", {"fingerprint": choice}).status_code == 200
    assert (Supporter.objects.count(), SubjectKey.objects.filter(subject_id=subject).count()) == (0, 0)
    assert is_refused(ADDRESS) is refuses
    drain_outbox.call()
    assert [(one.to, "borr" in one.body) for one in mail.outbox] == [([ADDRESS], True)]
    assert Letter.objects.count() == 0
    assert [
        client.get(door).status_code,
        client.post(f"{door}erase/", {"fingerprint": choice}).status_code,
    ] == [410, 410]


# --- further addresses ------------------------------------------------------------------------------


@pytest.fixture
def merged(maria):
    """Maria, known by a second address."""
    steward = Actor.staff(User.objects.create_user("steward"))
    other = admit("maria.example@example.net")
    merge_supporters(survivor=maria, loser=other, actor=steward)
    maria.refresh_from_db()
    return maria


def test_further_addresses_are_shown_masked_and_taken_along_in_clear(client, merged):
    # Before its day is over, nothing of it is shown: test_merging_held.
    Merge.objects.all().delete()
    door = door_of(client, merged)
    page = client.get(door).text

    assert "m•••@e•••.net" in page
    assert "maria.example@example.net" not in page
    taken = client.post(f"{door}download/", {"as": "json"}).json()
    assert (taken["email"], taken["further_emails"]) == (ADDRESS, ["maria.example@example.net"])
    assert "maria.example@example.net" in client.post(f"{door}download/", {"as": "page"}).text


def test_a_pause_is_of_every_address(client, merged):
    door = door_of(client, merged)
    until = utc_today() + timedelta(days=30)
    client.post(f"{door}choices/", drawn(client, door) | {"paused_until": until.isoformat()})

    assert [paused_until(address) for address in (ADDRESS, "maria.example@example.net")] == [until, until]
