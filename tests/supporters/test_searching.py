"""Finding somebody: exactly by address or phone, by name portion by portion; what was typed stays nowhere."""

import logging

import pytest
from django.urls import reverse

from privacy.models import AccessLog
from supporters import searching
from supporters.services import subscribe
from tests.supporters.factories import PERSON, ListFactory, admit

pytestmark = pytest.mark.django_db

FIND, NAMES = "/admin/supporter/find/", "/admin/supporter/names/"


@pytest.fixture(autouse=True)
def few_may_be_searched(monkeypatch):
    """Admitting ten people costs more than these tests need."""
    monkeypatch.setattr(searching, "SEARCHED_FROM", 0)


@pytest.fixture
def mailer(staff):
    return staff("Mailers")


def profile(supporter):
    return reverse("supporter:profile", args=[supporter.public_id])


# --- exactly ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "maria.luz@example.org",
        "  MARIA.LUZ@EXAMPLE.ORG ",
        "María Luz <maria.luz@example.org>",
        "<Maria.Luz@example.org>,",
        "mailto:maria.luz@example.org",
        "maria.luz@example.org.",
        '"maria.luz@example.org";',
        "ｍaria.luz@example.org",
    ],
)
def test_an_address_is_found_however_it_is_typed(mailer, typed):
    supporter = admit("Maria.Luz@example.org")
    admit("other@example.org")

    assert mailer.post(FIND, {"typed": typed}).headers["Location"] == profile(supporter)


@pytest.mark.parametrize("typed", ["(510) 555-0142", "+1 510 555 0142", "510.555.0142", "5105550142"])
def test_a_phone_number_is_found_however_it_is_typed(mailer, typed):
    supporter = admit(phone="510-555-0142")

    assert mailer.post(FIND, {"typed": typed}).headers["Location"] == profile(supporter)


def test_a_phone_that_is_shared_lists_everybody_masked(mailer):
    admit("a@example.org", given_name="Ana", phone="510-555-0142")
    admit("b@example.org", given_name="Bea", phone="510-555-0142")
    page = mailer.post(FIND, {"typed": "510 555 0142"})

    assert ("Ana" in page.text, "Bea" in page.text, "a@example.org" in page.text) == (True, True, False)


@pytest.mark.parametrize("typed", ["", "maria", "maria@", "12", "@", "x" * 500, "a@b", "\x00"])
def test_what_is_neither_is_said_to_be_neither(mailer, typed):
    page = mailer.post(FIND, {"typed": typed})

    assert (page.status_code, "neither an address nor a phone number" in page.text) == (422, True)
    assert AccessLog.objects.count() == 0


def test_nobody_is_a_plain_answer_and_is_logged_too(mailer):
    page = mailer.post(FIND, {"typed": "nobody@example.org"})

    assert (page.status_code, "Nobody in the file has it" in page.text) == (200, True)
    assert [(entry.deed, entry.kinds, entry.count) for entry in AccessLog.objects.all()] == [
        ("searched", ["email"], 0)
    ]


def test_what_was_typed_is_in_no_address_log_session_cookie_or_message(mailer, caplog, capsys):
    supporter = admit("maria.luz@example.org")
    caplog.set_level(logging.DEBUG)
    hit = mailer.post(FIND, {"typed": "maria.luz@example.org"})
    mailer.post(FIND, {"typed": "nobody.luz@example.org"})
    after = mailer.get(hit.headers["Location"])

    # Statements are logged with their values only with DEBUG of the database on: those are our own tests'.
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    kept = [hit.headers["Location"], hit.text, after.text, str(hit.headers), str(mailer.cookies), *said]
    kept += [str(dict(mailer.session)), str(list(AccessLog.objects.values())), *capsys.readouterr()]
    assert [text for text in kept if ".luz@" in text] == []
    assert "no-store" in hit.headers["Cache-Control"]
    [found, _nobody] = AccessLog.objects.order_by("pk")
    assert found.subject_ids == [str(supporter.subject_id)]


def test_a_get_searches_nothing(mailer):
    admit()
    for url in (FIND, NAMES):
        page = mailer.get(f"{url}?typed=maria@example.org&name=maria")
        assert page.headers["Location"] == reverse("supporter:index")
    assert AccessLog.objects.count() == 0


def test_nobody_tries_a_whole_list_of_addresses(mailer, monkeypatch):
    monkeypatch.setattr(searching, "LOOKUPS_PER_HOUR", 2)
    admit()
    pages = [mailer.post(FIND, {"typed": "maria@example.org"}).status_code for _try in range(3)]

    assert (pages, AccessLog.objects.count()) == ([302, 302, 429], 2)


# --- by name ----------------------------------------------------------------------------------------


def found(page):
    return [row.masked.name for row in page.context["table"].data] if page.context["table"] else []


def test_names_are_found_by_their_beginnings_without_accents(mailer):
    admit("a@example.org", given_name="María José", family_name="Muñoz-López")
    admit("b@example.org", given_name="Bea", family_name="Marías")
    admit("c@example.org", given_name="Omar", family_name="Diaz")

    assert found(mailer.post(NAMES, {"name": "MARIA"})) == ["Bea M.", "María M."]
    assert found(mailer.post(NAMES, {"name": "lopez jos"})) == ["María M."]
    assert found(mailer.post(NAMES, {"name": "nobody"})) == []


def test_a_search_by_name_is_logged_once_with_the_number_and_never_the_words(mailer, monkeypatch):
    monkeypatch.setattr(searching, "PORTION", 2)
    for number in range(5):
        admit(f"{number}@example.org", given_name="Zoila", family_name="Quispe")
    page = mailer.post(NAMES, {"name": "zoila"})
    assert (len(found(page)), page.context["opened"], page.context["total"]) == (2, 2, 5)
    page = mailer.post(NAMES, {"name": "zoila", "progress": page.context["progress"]})
    page = mailer.post(NAMES, {"name": "zoila", "progress": page.context["progress"]})

    assert (len(found(page)), page.context["opened"], page.context["progress"]) == (5, 5, "")
    assert "Every record that the filters leave was opened" in page.text
    [entry] = AccessLog.objects.all()
    assert (entry.deed, entry.kinds, entry.count, entry.subject_ids) == ("searched", ["name"], 5, [])
    assert "zoila" not in str(list(AccessLog.objects.values())).lower()


@pytest.mark.parametrize("other", ["another name", "another filter", "another colleague", "forged"])
def test_no_other_search_goes_on_under_a_logged_one(mailer, staff, monkeypatch, other):
    monkeypatch.setattr(searching, "PORTION", 1)
    for number in range(3):
        admit(f"{number}@example.org", given_name="Ana", postal_code="94704")
    progress = mailer.post(NAMES, {"name": "ana"}).context["progress"]
    name, url = "ana", NAMES
    if other == "another name":
        name = "bea"
    elif other == "another filter":
        url = f"{NAMES}?region=CA"
    elif other == "forged":
        progress = progress[:-1] + ("A" if progress[-1] != "A" else "B")
    else:
        mailer.logout()
        staff("Data stewards", name="steward")
    page = mailer.post(url, {"name": name, "progress": progress})

    assert (page.context["opened"], AccessLog.objects.count()) == (1, 2)


def test_a_search_by_name_goes_over_the_filters_alone_and_says_what_it_costs(mailer):
    mail_list = ListFactory()
    taker = admit("a@example.org", given_name="Ana", family_name="Alba")
    subscribe(supporter=taker, list=mail_list, actor=PERSON)
    admit("b@example.org", given_name="Ana", family_name="Berg")
    listing = mailer.get(f"/admin/supporter/?list={mail_list.public_id}&p=older:x")

    assert "every record that the filters leave: 1, at most 5,000 at a press" in listing.text
    page = mailer.post(listing.context["names_url"], {"name": "ana"})
    assert (found(page), AccessLog.objects.get().count) == (["Ana A."], 1)


def test_filters_that_make_no_sense_open_nothing(mailer):
    admit()
    page = mailer.post(f"{NAMES}?list=x", {"name": "maria"})

    assert (found(page), page.context["opened"]) == ([], 0)


def test_more_than_one_search_shows_ask_for_more_of_the_name(mailer, monkeypatch):
    monkeypatch.setattr("supporters.admin_views.search.MOST_FOUND", 2)
    for number in range(4):
        admit(f"{number}@example.org", given_name="Ana")
    page = mailer.post(NAMES, {"name": "ana"})

    assert (len(found(page)), page.context["progress"], "More are not shown" in page.text) == (2, "", True)


@pytest.mark.parametrize("name", ["", "a", " - ", "a b", "ma lo", "x" * 200])
def test_too_few_letters_open_nothing(mailer, name):
    admit()
    page = mailer.post(NAMES, {"name": name})

    assert (page.status_code, AccessLog.objects.count()) == (422, 0)


def test_no_name_is_spelt_out_letter_by_letter(mailer):
    admit("a@example.org", given_name="María", family_name="Li")
    admit("b@example.org", given_name="María", family_name="Lima")

    assert [found(mailer.post(NAMES, {"name": f"maría {more}"})) for more in ("l", "li", "lim")] == [
        [],
        ["María L."],
        ["María L."],
    ]
    [whole] = mailer.post(NAMES, {"name": "maria li"}).context["table"].data
    assert whole.masked.email == "a•••@e•••.org"


def test_fewer_than_ten_are_no_search_and_nothing_is_opened_or_told(mailer, monkeypatch):
    monkeypatch.setattr(searching, "SEARCHED_FROM", 3)
    for number in range(2):
        admit(f"{number}@example.org", given_name="María", postal_code="94704")
    admit("ny@example.org", given_name="María", postal_code="10001")
    page = mailer.post(f"{NAMES}?region=CA", {"name": "maria"})

    assert (page.status_code, "fewer than ten people" in page.text) == (422, True)
    assert (found(page), "records" in page.text, AccessLog.objects.count()) == ([], False, 0)
    assert "Search names" not in mailer.get("/admin/supporter/?region=CA").text
    assert "Search names" in mailer.get("/admin/supporter/").text
    assert len(found(mailer.post(NAMES, {"name": "maria"}))) == 3


def test_nobody_searches_names_all_day(mailer, monkeypatch):
    monkeypatch.setattr(searching, "NAME_SEARCHES_PER_HOUR", 1)
    admit()
    assert [mailer.post(NAMES, {"name": "maria"}).status_code for _try in range(2)] == [200, 429]


def test_what_was_typed_of_a_name_stays_nowhere_either(mailer):
    admit(given_name="Zoila", family_name="Quispe")
    page = mailer.post(NAMES, {"name": "quispe"})

    assert (found(page), "no-store" in page.headers["Cache-Control"]) == (["Zoila Q."], True)
    kept = [str(mailer.cookies), str(dict(mailer.session)), str(list(AccessLog.objects.values()))]
    assert [text for text in kept if "quispe" in text.lower()] == []
