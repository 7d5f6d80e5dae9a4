"""The pages behind a campus link: what they tell, what they take, and who never gets in."""

import random
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import NewsChoice
from outbox.models import Letter
from petitions import services
from petitions.campus_links import campus_path, campus_token
from petitions.enums import NewsAudience, NewsState, UpdateState
from petitions.models import CampusOrganizer, PlaceTotal, Signature, SignerNews, Update
from petitions.selectors import sources_at
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import LinkError
from privacy.links import Purpose, make_link_token, read_link_token
from tests.petitions.factories import at_place, sign_and_confirm
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
UPDATE = {"title_en": "We met the dean", "body_en": "She listened.", "lang": "en"}
NEWS = {"subject_en": "Friday", "text_en": "Come to the library.", "lang": "en"}


@pytest.fixture
def url(organizer):
    """The address of a page behind the link."""
    token = campus_token(organizer)
    return lambda page="": reverse(f"countersign_campus{page}", args=[token])


def counted(place, number, day=None):
    PlaceTotal.objects.create(place=place, day=day or utc_today(), amount=number)


def text_of(response):
    html = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# --- what it tells -------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "is_told"), [(9, False), (10, True)])
def test_numbers_are_told_from_ten_on(client, url, bay, number, is_told):
    counted(bay, number, utc_today() - timedelta(days=1))
    page = client.get(url())

    assert page.status_code == 200
    assert ("chart-title" in page.text, "from 10 on, so that nobody" in text_of(page)) == (
        is_told,
        not is_told,
    )
    assert ('<p class="cs-total cs-total--first">10</p>' in page.text) is is_told


@pytest.mark.parametrize(("number", "told"), [(9, []), (10, ["flyer"])])
def test_a_source_is_told_once_ten_came_by_it(petition, organizer, number, told):
    for one in range(number):
        sign_and_confirm(petition, f"p{one}@example.org", said=at_place(organizer.place), source="flyer")
    Signature.objects.update(created=utc_today() - timedelta(days=1))

    assert [one.source for one in sources_at(organizer.place)] == told


@pytest.mark.parametrize(("number", "is_told"), [(9, False), (10, True)])
def test_how_many_would_get_a_message_is_told_from_ten_on(client, url, bay, number, is_told):
    for one in range(number):
        said = {**at_place(bay), "news": NewsChoice.CAMPAIGN.value}
        sign_and_confirm(bay.petition, f"p{one}@example.org", said=said)
    Signature.objects.update(created=utc_today() - timedelta(days=1))
    for page in (client.get(url()), client.get(url("_news"))):
        assert (re.search(rf"\b{number}\b people", text_of(page)) is not None) is is_told


def test_no_page_holds_a_name_an_address_or_a_cookie_and_no_cache_keeps_it(client, petition, url, bay):
    for one in range(12):
        said = {
            **at_place(bay),
            "news": NewsChoice.CAMPAIGN.value,
            "given_name": "Zuleika",
            "family_name": "Quarrington",
        }
        sign_and_confirm(petition, f"zuleika{one}@canary.example", said=said, source="flyer")
    for page in ("", "_update", "_news", "_ask"):
        response = client.get(url(page))
        assert response.status_code == 200
        assert [
            word for word in ("Zuleika", "Quarrington", "canary", "grace", "94110") if word in response.text
        ] == []
        assert response.cookies == {}
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"
        assert "csrfmiddlewaretoken" not in response.text


def test_the_page_costs_the_same_for_twelve_signers_and_for_thirty_and_less_for_one(client, url, bay):
    def cost():
        client.get(url())
        with CaptureQueriesContext(connection) as queries:
            client.get(url())
        return len(queries)

    def sign(numbers):
        for one in numbers:
            sign_and_confirm(bay.petition, f"p{one}@example.org", said=at_place(bay), source="flyer")

    sign(range(1))
    one = cost()
    sign(range(1, 12))
    few = cost()
    sign(range(12, 30))
    # Below ten no number is told, so none is looked for.
    assert (cost(), one < few) == (few, True)


def test_it_speaks_the_language_of_the_invitation(client, url, organizer):
    CampusOrganizer.objects.update(language="es")
    assert '<html lang="es"' in client.get(url()).text


def test_a_get_changes_nothing(client, url, organizer):
    before = list(CampusOrganizer.objects.values())
    letters = Letter.objects.count()
    for page in ("", "_update", "_news", "_ask"):
        for method in (client.get, client.head):
            assert method(url(page)).status_code == 200

    assert list(CampusOrganizer.objects.values()) == before
    assert (Letter.objects.count(), Update.objects.count(), SignerNews.objects.count()) == (letters, 0, 0)


# --- what it takes -------------------------------------------------------------------------------


def test_an_update_waits_for_a_moderator_once_however_often_it_is_sent(client, url, bay, petition):
    for _ in range(2):
        answer = client.post(url("_update"), {**UPDATE, "url": "https://news.example.org/a"})
        assert (answer.status_code, answer["Location"]) == (303, f"{url()}?done=update&lang=en")
    update = Update.objects.get()

    assert (update.place, update.petition, update.state) == (bay, petition, UpdateState.PROPOSED)
    assert (update.title, update.body) == ({"en": "We met the dean"}, {"en": "She listened."})
    assert update.day == utc_today()
    assert "as soon as somebody has read it" in text_of(client.get(answer["Location"]))


def test_a_sixth_update_waits_until_some_were_read(client, url):
    for number in range(5):
        client.post(url("_update"), {**UPDATE, "title_en": f"Step {number}"})
    answer = client.post(url("_update"), UPDATE)

    assert answer.status_code == 422
    assert "We met the dean" in answer.text
    assert Update.objects.count() == 5


@pytest.mark.parametrize(
    ("page", "data", "wrong"),
    [
        ("_update", UPDATE, {"title_en": ""}),
        ("_update", UPDATE, {"title_en": "x" * 121}),
        ("_update", UPDATE, {"url": "http://example.org"}),
        ("_update", UPDATE, {"url": "javascript:alert(1)"}),
        ("_update", UPDATE, {"url": "https://good.example@evil.example/"}),
        ("_update", UPDATE, {"url": "https://"}),
        ("_update", UPDATE, {"day": "2020-01-01"}),
        ("_update", UPDATE, {"day": "2099-01-01"}),
        ("_update", UPDATE, {"day": "soon"}),
        ("_update", UPDATE, {"body_es": "Sin título"}),
        ("_news", NEWS, {"subject_en": ""}),
        ("_news", NEWS, {"text_en": "x" * 3001}),
        ("_news", NEWS, {"button_url": "https://example.org/"}),
        ("_news", NEWS, {"button_label_en": "Come"}),
        ("_news", NEWS, {"button_label_en": "Come", "button_url": "http://example.org/"}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, url, page, data, wrong):
    answer = client.post(url(page), {**data, **wrong})

    assert answer.status_code == 422
    assert answer.text.count('class="cs-error"') == 1
    kept = "She listened." if page == "_update" else "Come to the library."
    assert (kept in answer.text) is ("text_en" not in wrong)
    assert (Update.objects.count(), SignerNews.objects.count()) == (0, 0)


def test_a_message_waits_for_a_mailer_and_goes_to_this_campus_only(client, url, bay):
    for _ in range(2):
        answer = client.post(
            url("_news"),
            {
                **NEWS,
                "subject_es": "El viernes",
                "text_es": "Ven.",
                "button_label_en": "Say yes",
                "button_url": "https://example.org/yes",
            },
        )
        assert answer.status_code == 303
    news = SignerNews.objects.get()

    assert (news.place, news.audience, news.state) == (bay, NewsAudience.OF_CAMPAIGN, NewsState.PROPOSED)
    assert news.is_local is True
    assert news.subject == {"en": "Friday", "es": "El viernes"}
    assert (news.button_label, news.button_url) == ({"en": "Say yes"}, "https://example.org/yes")


def test_a_campus_writes_once_in_seven_days_whoever_writes(client, url, bay):
    services.invite_organizer(place=bay, address="joan@example.org", language="en", actor=STAFF)
    other = CampusOrganizer.objects.select_related("place__petition").get(slot=2)
    assert client.post(url("_news"), NEWS).status_code == 303
    second = client.post(
        reverse("countersign_campus_news", args=[campus_token(other)]), {**NEWS, "text_en": "Again."}
    )

    assert (second.status_code, SignerNews.objects.count()) == (422, 1)
    assert "Write a message" not in text_of(client.get(url()))
    assert "once it was read" in text_of(client.get(url()))
    SignerNews.objects.update(
        state=NewsState.ENDED,
        approved_on=utc_today() - timedelta(days=20),
        created=utc_today() - timedelta(days=6),
    )
    assert client.post(url("_news"), {**NEWS, "text_en": "Again."}).status_code == 422
    SignerNews.objects.update(created=utc_today() - timedelta(days=7))
    assert client.post(url("_news"), {**NEWS, "text_en": "Again."}).status_code == 303


def test_a_message_that_was_declined_does_not_count(client, url):
    client.post(url("_news"), NEWS)
    services.decline_news(news=SignerNews.objects.get(), actor=STAFF)

    assert client.post(url("_news"), {**NEWS, "text_en": "Better."}).status_code == 303


def test_hostile_text_stays_text(client, url, petition_page, petition):
    page = petition_page(petition)
    payload = "<script>alert(1)</script>\u202e"
    client.post(url("_update"), {**UPDATE, "title_en": payload, "body_en": payload})
    services.show_update(update=Update.objects.get(), actor=STAFF)

    for response in (client.get(url()), client.get(f"{page.get_url()}at/bay-college/")):
        assert "<script>alert" not in response.text
        assert "\u202e" not in response.text


# --- who gets in ---------------------------------------------------------------------------------

PAGES = ["", "_update", "_news"]


def ended(client, path):
    answers = {method(path).status_code for method in (client.get, client.post)}
    return answers == {410} and "Ask for a new link" in client.get(path).text


@pytest.mark.parametrize("page", PAGES)
def test_an_ended_link_opens_nothing_at_once(client, url, organizer, page):
    path = url(page)
    assert client.get(path).status_code == 200
    services.revoke_organizer(organizer=organizer, actor=STAFF)

    assert ended(client, path)


@pytest.mark.parametrize("page", PAGES)
def test_a_hidden_campus_opens_nothing(client, url, bay, page):
    services.hide_place(place=bay, actor=STAFF)
    assert ended(client, url(page))


def test_a_link_lives_thirty_days_and_no_longer(client, bay):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        services.invite_organizer(place=bay, address="grace@example.org", language="en", actor=STAFF)
        organizer = CampusOrganizer.objects.select_related("place__petition").get()
        path = campus_path(organizer)
    for moment, status in (
        ("2026-05-31 11:59:00", 200),
        ("2026-05-31 12:01:00", 410),
        ("2026-06-01 00:01:00", 410),
    ):
        with time_machine.travel(f"{moment}+00:00", tick=False):
            assert client.get(path).status_code == status


def test_asking_for_a_new_link_says_the_same_for_every_link(client, organizer, url):
    gone = make_link_token(Purpose.CAMPUS, organizer.place.public_id)
    Letter.objects.all().delete()
    paths = [url("_ask"), reverse("countersign_campus_ask", args=[gone])]
    answers = [client.post(path) for path in paths]

    assert {answer.status_code for answer in answers} == {200}
    assert len({text_of(answer) for answer in answers}) == 1
    assert list(Letter.objects.values_list("kind", flat=True)) == ["petitions.campus_link"]
    # Once an hour, whoever presses.
    client.post(paths[0])
    assert Letter.objects.count() == 1


def test_a_renewed_link_can_be_asked_for_with_the_one_that_ran_out(client, bay):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        services.invite_organizer(place=bay, address="grace@example.org", language="en", actor=STAFF)
        organizer = CampusOrganizer.objects.select_related("place__petition").get()
        token = campus_token(organizer)
    with time_machine.travel("2026-05-20 12:00:00+00:00", tick=False):
        services.renew_organizer(organizer=organizer, actor=STAFF)
        Letter.objects.all().delete()
    with time_machine.travel("2026-06-02 12:00:00+00:00", tick=False):
        assert client.get(reverse("countersign_campus", args=[token])).status_code == 410
        assert client.post(reverse("countersign_campus_ask", args=[token])).status_code == 200
        assert Letter.objects.count() == 1


@pytest.mark.parametrize("purpose", [Purpose.WITHDRAW, Purpose.UNSUBSCRIBE, Purpose.CONFIRM])
def test_a_link_of_another_purpose_is_404(client, organizer, purpose):
    token = make_link_token(purpose, organizer.public_id)

    for page in (*PAGES, "_ask"):
        assert client.get(reverse(f"countersign_campus{page}", args=[token])).status_code == 404


@pytest.mark.proof
def test_no_forged_or_altered_token_is_accepted(client, organizer):
    """A million random ones and every single bit flipped: none opens anything."""
    token = campus_token(organizer)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    tried = proof_size(20_000, 1_000_000)
    flipped = {
        token[:place] + chr(ord(sign) ^ (1 << bit)) + token[place + 1 :]
        for place, sign in enumerate(token)
        for bit in range(8)
    }
    for place, sign in enumerate(token):
        value = alphabet.index(sign)
        flipped |= {token[:place] + alphabet[value ^ (1 << bit)] + token[place + 1 :] for bit in range(6)}
    forged = ["".join(chance.choices(alphabet, k=len(token))) for _ in range(tried)]
    accepted = 0
    for one in (*flipped, *forged):
        try:
            read_link_token(one, Purpose.CAMPUS)
        except LinkError:
            continue
        accepted += 1
    assert accepted == 0
    # And by the door itself, a sample of them.
    sample = chance.sample(sorted(one for one in flipped if set(one) <= set(alphabet)), 60)
    answers = {client.get(reverse("countersign_campus", args=[one])).status_code for one in sample}
    assert answers == {404}
    assert client.get(reverse("countersign_campus", args=[token])).status_code == 200
    record_figure("campus links: random tokens / bits flipped / accepted", f"{tried} / {len(flipped)} / 0")


def test_nothing_that_was_posted_reached_a_signature(client, url, petition, bay):
    signature = sign_and_confirm(petition, said=at_place(bay))
    before = Signature.objects.values().get()
    client.post(url("_update"), UPDATE)
    client.post(url("_news"), NEWS)
    client.post(url(), UPDATE)

    assert Signature.objects.values().get() == before
    assert signature.pk == before["id"]
