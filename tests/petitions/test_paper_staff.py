"""Staff's side of paper: slips printed, entered one after another, undone; by the campaign's team alone."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from petitions import services
from petitions.models import PaperBatch, Signature
from petitions.selectors import total_of
from petitions.wordings import NEWS
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.services import publish_wording
from tests.petitions.factories import make_petition, open_place, sign_and_confirm
from tests.petitions.paper import STAFF, begin, enter, publish_first
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
SLIP = {
    "given_name": "Ada",
    "family_name": "Lovelace",
    "email": "ada@example.org",
    "postal_code": "94110",
    "news": "no",
    "language": "en",
}


@pytest.fixture
def organizer(client, petition):
    publish_first(petition)
    client.force_login(member(petition, "Organizers"))
    return client


def url_of(name, petition, *ids, **query):
    return reverse(f"petition:{name}", args=[petition.public_id, *ids], query=query or None)


def slip(**said):
    return {"key": str(uuid4()), **SLIP, **said}


# --- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("Organizers", 200),
        ("Administrators", 200),
        ("Editors", 302),
        ("Moderators", 302),
        ("Mailers", 302),
        ("Data stewards", 302),
        ("Treasurers", 302),
    ],
)
def test_organizers_and_administrators_enter_paper(client, petition, role, status):
    batch = begin(petition)
    client.force_login(member(petition, role))
    urls = [url_of("paper", petition)]
    urls += [url_of(name, petition, batch.public_id) for name in ("paper_batch", "paper_undo")]

    assert {client.get(url).status_code for url in urls} == {status}


def test_batches_of_other_campaigns_and_missing_ones_look_the_same(organizer, petition):
    foreign = begin(make_petition())
    own, ids = begin(petition), (foreign.public_id, uuid4())
    urls = [url_of("paper", foreign.petition), url_of("paper_slips", foreign.petition)]
    urls += [url_of(name, petition, one) for one in ids for name in ("paper_batch", "paper_undo")]
    urls += [url_of(name, foreign.petition, own.public_id) for name in ("paper_batch", "paper_undo")]

    assert {organizer.get(url).status_code for url in urls} == {404}
    assert {organizer.post(url, slip()).status_code for url in urls if "slips" not in url} == {404}
    assert (PaperBatch.objects.count(), Signature.objects.count()) == (2, 0)


@pytest.mark.parametrize("view", ["index", "edit"])
def test_paper_is_reached_from_the_petition(organizer, petition, view):
    url = reverse("petition:index") if view == "index" else reverse("petition:edit", args=[petition.pk])

    assert url_of("paper", petition) in organizer.get(url).text


# --- batches ---------------------------------------------------------------------------------------


def test_a_batch_is_begun_once_however_often_the_form_is_sent(organizer, petition):
    place = open_place(petition)
    data = {"key": uuid4(), "day": utc_today(), "place": place.public_id, "code": "1-1"}
    pages = [organizer.post(url_of("paper", petition), data) for _ in range(2)]

    batch = PaperBatch.objects.get()
    assert [page.url for page in pages] == [url_of("paper_batch", petition, batch.public_id)] * 2
    assert (batch.place, batch.day, batch.news_version, batch.ends) == (
        place,
        utc_today(),
        1,
        utc_today() + timedelta(days=7),
    )


@pytest.mark.parametrize(
    "said", [{"day": "tomorrow"}, {"day": "long ago"}, {"code": "9-9"}, {"place": uuid4()}]
)
def test_a_wrong_day_code_or_place_begins_nothing(organizer, petition, said):
    open_place(petition)
    days = {"tomorrow": utc_today() + timedelta(days=1), "long ago": utc_today() - timedelta(days=61)}
    data = {"key": uuid4(), "day": utc_today(), "code": "1-1", **said}
    data["day"] = days.get(data["day"], data["day"])

    assert organizer.post(url_of("paper", petition), data).status_code == 422
    assert PaperBatch.objects.count() == 0


def test_the_page_of_batches_costs_the_same_for_one_and_for_nine(organizer, petition):
    enter(begin(petition, place=open_place(petition)))
    one = cost_of(organizer, url_of("paper", petition))
    for number in range(8):
        enter(begin(petition, place=open_place(petition, f"College {number}")), f"{number}@example.org")

    assert cost_of(organizer, url_of("paper", petition)) == one
    assert organizer.get(url_of("paper", petition)).text.count("Enter more") == 9


def test_a_batch_is_undone_by_a_post_only(organizer, petition):
    batch = begin(petition)
    enter(batch)
    url = url_of("paper_undo", petition, batch.public_id)
    assert organizer.get(url).status_code == 200
    assert total_of(petition) == 1

    assert organizer.post(url).url == url_of("paper", petition)
    assert (total_of(petition), organizer.post(url).status_code) == (0, 404)


def test_past_the_day_s_number_a_batch_is_neither_begun_nor_undone(organizer, petition, monkeypatch):
    monkeypatch.setattr("petitions.services.paper.BATCHES_PER_DAY", 1)
    monkeypatch.setattr("petitions.services.paper.UNDONE_PER_DAY", 0)
    data = {"day": utc_today(), "code": "1-1"}
    pages = [organizer.post(url_of("paper", petition), {"key": uuid4(), **data}) for _ in range(2)]
    batch = PaperBatch.objects.get()
    said = [organizer.get(pages[1].url).text]
    organizer.post(url_of("paper_undo", petition, batch.public_id))
    said += [organizer.get(url_of("paper", petition)).text]

    assert PaperBatch.objects.count() == 1
    assert [text.count("batches of slips today") for text in said] == [1, 1]


def test_of_a_pause_the_screen_of_paper_does_not_say_that_it_is_for_good(organizer, petition):
    services.pause_petition(petition=petition, reason=LocalizedText({}), actor=STAFF)
    url = url_of("paper", petition)
    data = {"key": uuid4(), "day": utc_today(), "code": "1-1"}
    page = organizer.post(url, data, follow=True).text

    said = ("It cannot be signed now, so nothing was done.", "It cannot be signed now, so no slip is taken")
    assert [page.count(sentence) for sentence in said] == [1, 1]
    assert PaperBatch.objects.count() == 0


# --- slips -----------------------------------------------------------------------------------------


def test_a_slip_is_saved_and_the_next_empty_one_comes_in_the_same_language(organizer, petition):
    url = url_of("paper_batch", petition, begin(petition).public_id)
    answer = organizer.post(url, slip(language="es"))
    page = organizer.get(answer.url)

    assert answer.url == f"{url}?language=es"
    assert total_of(petition) == 1
    assert page["Cache-Control"] == "private, no-store"
    assert "1 slip entered" in page.text
    assert '<option value="es" selected>' in page.text
    assert ("lovelace" in page.text.lower(), "ada@" in page.text.lower()) == (False, False)


def test_whoever_signed_before_gives_the_same_answer(organizer, petition):
    sign_and_confirm(petition, "ada@example.org")
    url = url_of("paper_batch", petition, begin(petition).public_id)
    pages = []
    for email in ("ada@example.org", "new@example.org"):
        answer = organizer.post(url, slip(email=email))
        pages.append(
            (answer.status_code, answer.url, [str(m) for m in organizer.get(answer.url).context["messages"]])
        )

    assert pages[0] == pages[1]
    assert total_of(petition) == 2


def test_a_second_such_slip_of_the_batch_is_told_kindly_and_is_not_counted(organizer, petition):
    url = url_of("paper_batch", petition, begin(petition).public_id)
    organizer.post(url, slip())
    page = organizer.post(url, slip(), follow=True)

    assert "You have entered this slip before." in page.text
    assert total_of(petition) == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"email": "ada.example.org"}, "email"),
        ({"email": "", "postal_code": ""}, "postal_code"),
        ({"email": "", "family_name": ""}, "family_name"),
        ({"news": ""}, "news"),
        ({"language": "xx"}, "language"),
        ({"key": "x"}, "key"),
    ],
)
def test_what_is_missing_on_a_slip_is_said_beside_the_field_and_nothing_is_saved(
    organizer, petition, said, field
):
    page = organizer.post(url_of("paper_batch", petition, begin(petition).public_id), slip(**said))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert Signature.objects.count() == 0


def test_an_older_version_of_the_words_can_be_on_the_slips(organizer, petition):
    publish_wording(key=NEWS, texts={"en": "Other words", "es": "Otras"}, actor=STAFF)
    choices = organizer.get(url_of("paper", petition)).context["form"].fields["code"].choices

    assert [code for code, _label in choices] == ["2-1", "1-1"]


# --- printing --------------------------------------------------------------------------------------


def printed(response):
    [page] = PdfReader(BytesIO(response.content)).pages
    return " ".join(page.extract_text().split())


def test_slips_have_title_ask_and_the_questions_in_both_languages(organizer, petition, petition_page):
    petition_page(petition, title="Drop the contract", ask="Add your name, for all of us.")
    petition.refresh_from_db()
    response = organizer.get(url_of("paper_slips", petition, language="en"))
    text = printed(response)

    assert response["Content-Type"] == "application/pdf"
    wanted = [
        "Drop the contract",
        "Add your name, for all of us.",
        "May we send you news",
        "¿Podemos enviarte",
        "1-1",
    ]
    wanted += ["First name / Nombre", "E-mail", "Postal code / Código postal", "Cancelen el contrato"]
    assert {said: text.count(said) >= 3 for said in wanted} == dict.fromkeys(wanted, True)


def test_slips_of_a_campus_name_it_and_of_a_petition_without_news_ask_none(organizer, petition_page):
    petition = make_petition(ask_news=False)
    organizer.force_login(member(petition, "Organizers", name="other"))
    petition_page(petition)
    place = open_place(petition)
    text = printed(organizer.get(url_of("paper_slips", petition, language="en", place=place.public_id)))

    assert (text.count("Bay College"), text.count("May we send"), text.count("0-0")) == (3, 0, 0)


def test_without_a_public_page_there_is_nothing_to_print(organizer, petition):
    assert organizer.get(url_of("paper_slips", petition, language="en")).url == url_of("paper", petition)
    assert "publish that first" in organizer.get(url_of("paper", petition)).text


def test_very_long_words_stay_on_their_slip(organizer, petition, petition_page):
    petition_page(petition, title="Drop " * 50, ask="Because " * 24)
    response = organizer.get(url_of("paper_slips", petition, language="en"))

    assert len(PdfReader(BytesIO(response.content)).pages) == 1
