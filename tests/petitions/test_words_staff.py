"""Staff's side of what others write: updates shown or not, messages let out or not, links to a campus."""

import pytest
from django.urls import reverse

from campaigns.enums import NewsChoice
from petitions import services
from petitions.enums import NewsAudience, NewsState, UpdateState
from petitions.jobs.news import send_news
from petitions.models import CampusOrganizer, SignerNews, Update
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.factories import at_place, make_petition, open_place, sign_and_confirm
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
ANYBODY = Actor.the_person()
WORDS = "petition:words"


def make_update(petition, title="We met the dean") -> Update:
    texts = {"title": LocalizedText(en=title, es="Nos recibió la decana"), "body": LocalizedText(en="Well.")}
    return services.propose_update(petition=petition, actor=ANYBODY, **texts)


def make_news(petition, subject="Friday", **said) -> SignerNews:
    return services.propose_news(
        petition=petition,
        audience=NewsAudience.OF_CAMPAIGN,
        subject=LocalizedText(en=subject, es="El viernes"),
        text=LocalizedText(en="Come to the library.", es="Ven a la biblioteca."),
        actor=ANYBODY,
        **said,
    )


@pytest.fixture
def enter(client, petition):
    """Log in with a role, as one of the campaign's team."""

    def run(role):
        client.force_login(member(petition, role, name=role))
        return client

    return run


def deed(name, row):
    return reverse(f"petition:{name}", args=[row.public_id])


SEES, TELLS, READS, MAILS = "words", "update_show", "news", "news_approve"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Editors", []),
        ("Organizers", [SEES, TELLS, READS]),
        ("Moderators", [SEES, TELLS]),
        ("Mailers", [SEES, READS, MAILS]),
        ("Administrators", [SEES, TELLS, READS, MAILS]),
        ("Treasurers", []),
        ("Data stewards", []),
    ],
)
def test_each_role_does_its_own(enter, petition, role, may):
    client, update, news = enter(role), make_update(petition), make_news(petition)
    urls = {
        SEES: [reverse(WORDS)],
        TELLS: [deed(name, update) for name in ("update_show", "update_hide", "update_decline")],
        READS: [deed("news", news)],
        MAILS: [deed(name, news) for name in ("news_approve", "news_decline", "news_stop")],
    }

    answers = {name: {client.get(url).status_code for url in group} for name, group in urls.items()}
    assert answers == {name: {200} if name in may else {302} for name in urls}


def test_words_of_other_campaigns_are_neither_listed_nor_opened(enter, petition):
    foreign = make_petition()
    update, news = make_update(foreign, "Somewhere else"), make_news(foreign, "Elsewhere")
    mailer = enter("Mailers")
    assert "Elsewhere" not in mailer.get(reverse(WORDS)).text
    assert {mailer.post(deed(name, news)).status_code for name in ("news_approve", "news_decline")} == {404}
    assert mailer.get(deed("news", news)).status_code == 404
    moderator = enter("Moderators")
    assert "Somewhere else" not in moderator.get(reverse(WORDS)).text
    assert moderator.post(deed("update_show", update)).status_code == 404
    assert (Update.objects.get().state, SignerNews.objects.get().state) == ("proposed", "proposed")


def test_the_page_costs_the_same_for_one_and_for_many(enter, petition):
    client = enter("Administrators")
    make_update(petition)
    make_news(petition, place=open_place(petition))
    few = cost_of(client, reverse(WORDS))
    for number in range(5):
        make_update(petition, f"Step {number}")
        make_news(petition, f"News {number}", place=open_place(petition, f"College {number}"))

    assert cost_of(client, reverse(WORDS)) == few


def test_an_update_is_read_in_every_language_and_shown_by_one_press(enter, petition):
    update = make_update(petition)
    client = enter("Moderators")
    page = client.get(reverse(WORDS)).text
    assert '<p lang="es"><bdi>Nos recibió la decana</bdi></p>' in page
    assert "<p>Well.</p>" in page
    client.get(deed("update_show", update))
    assert Update.objects.get().state == UpdateState.PROPOSED
    client.post(deed("update_show", update))

    assert Update.objects.get().state == UpdateState.SHOWN
    assert deed("update_hide", update) in client.get(reverse(WORDS)).text


def test_staff_tell_what_happened_by_themselves_once(enter, petition):
    bay = open_place(petition, "Bay College")
    client = enter("Organizers")
    url = reverse("petition:tell", args=[petition.public_id])
    assert url in client.get(reverse("petition:index")).text
    assert client.get(url).status_code == 200
    said = {"title_en": "We met the dean", "body_es": "Nos oyó.", "day": "2026-05-04", "place": bay.pk}
    assert client.post(url, {**said, "url": "http://example.org/"}).status_code == 422
    for _ in range(2):
        assert client.post(url, {**said, "url": "https://example.org/"}).status_code == 302
    update = Update.objects.get()

    assert (update.state, update.place, update.body) == (UpdateState.SHOWN, bay, {"es": "Nos oyó."})
    foreign = open_place(make_petition(), "Hill College")
    assert client.post(url, {**said, "place": foreign.pk}).status_code == 422
    assert enter("Mailers").get(url).status_code == 302


def test_a_mailer_reads_the_letter_in_both_languages_and_to_how_many_it_goes(enter, petition, mailoutbox):
    sign_and_confirm(petition, said={"news": NewsChoice.CAMPAIGN.value})
    sign_and_confirm(petition, "o@example.org", said={"news": NewsChoice.ONLY_THIS.value})
    news = make_news(petition)
    client = enter("Mailers")
    page = client.get(deed("news", news))

    assert "Come to the library." in page.text
    assert "Ven a la biblioteca." in page.text
    assert page.context["takers"] == 1
    client.get(deed("news_approve", news))
    assert SignerNews.objects.get().state == NewsState.PROPOSED
    client.post(deed("news_approve", news))
    send_news()
    news.refresh_from_db()
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]
    assert (news.state, news.approved_by.username) == (NewsState.ENDED, "Mailers")
    assert client.get(deed("news", news)).context["became"] == [("sent", 1)]


def test_the_second_of_two_colleagues_is_told(enter, petition):
    news = make_news(petition)
    client = enter("Mailers")
    client.post(deed("news_decline", news))
    answer = client.post(deed("news_approve", news), follow=True)

    assert "decided on before" in answer.text
    assert SignerNews.objects.get().state == NewsState.DECLINED


# --- private links -------------------------------------------------------------------------------


def at(place, name="organizers", *ids):
    return reverse(f"petition:{name}", args=[place.petition.public_id, place.public_id, *ids])


def test_an_organizer_gives_renews_and_ends_a_link_and_sees_it_masked(enter, bay):
    client = enter("Organizers")
    said = {"address": "grace@example.org", "language": "es"}
    assert client.post(at(bay), said).status_code == 302
    row = CampusOrganizer.objects.get()
    page = client.get(at(bay))

    assert row.language == "es"
    assert "g•••@e•••.org" in page.text
    assert "grace@example.org" not in page.text
    for name in ("organizer_renew", "organizer_revoke"):
        assert client.get(at(bay, name, row.public_id)).status_code == 200
    assert CampusOrganizer.objects.count() == 1
    assert client.post(at(bay, "organizer_renew", row.public_id)).status_code == 302
    assert client.post(at(bay, "organizer_revoke", row.public_id)).status_code == 302
    assert CampusOrganizer.objects.count() == 0
    assert client.post(at(bay, "organizer_revoke", row.public_id)).status_code == 404


def test_a_fourth_address_is_refused_with_a_sentence_and_a_wrong_one_too(enter, bay):
    client = enter("Organizers")
    assert client.post(at(bay), {"address": "nobody", "language": "en"}).status_code == 422
    for number in range(3):
        client.post(at(bay), {"address": f"o{number}@example.org", "language": "en"})
    answer = client.post(at(bay), {"address": "o4@example.org", "language": "en"})

    assert answer.status_code == 422
    assert "Three links are given out here" in answer.text
    assert CampusOrganizer.objects.count() == 3


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Mailers", "Treasurers", "Data stewards"])
def test_nobody_else_sees_or_gives_a_link(enter, bay, role):
    client = enter(role)

    assert client.get(at(bay)).status_code == 302
    assert client.post(at(bay), {"address": "o@example.org", "language": "en"}).status_code == 302
    assert CampusOrganizer.objects.count() == 0


def test_a_campus_of_another_campaign_is_not_found(enter, bay):
    foreign = open_place(make_petition(), "Hill College")
    row = services.invite_organizer(place=foreign, address="o@example.org", language="en", actor=STAFF)
    client = enter("Organizers")

    assert client.get(at(foreign)).status_code == 404
    # Nor by the address of one's own campus.
    assert client.post(at(bay, "organizer_revoke", row.public_id)).status_code == 404
    assert CampusOrganizer.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_links_cost_the_same_for_one_and_for_three(enter, bay, number):
    client = enter("Organizers")
    for one in range(number):
        services.invite_organizer(place=bay, address=f"o{one}@example.org", language="en", actor=STAFF)
    main, keys = cost_of(client, at(bay))

    assert (keys, main <= 16) == (1, True)


def test_the_way_to_the_links_stands_beside_each_campus(enter, bay):
    assert at(bay) in enter("Organizers").get(reverse("petition:places", args=[bay.petition.public_id])).text


def test_no_signer_is_named_on_any_of_these_pages(enter, petition, bay):
    sign_and_confirm(petition, "ada@example.org", said={**at_place(bay), "news": NewsChoice.CAMPAIGN.value})
    news = make_news(petition, place=bay)
    client = enter("Administrators")

    for url in (reverse(WORDS), deed("news", news), at(bay)):
        assert "ada@example.org" not in client.get(url).text


def test_what_staff_tell_is_cleaned_as_all_their_words_are(enter, petition):
    organizer = enter("Organizers")
    url = reverse("petition:tell", args=[petition.public_id])
    said = {
        "title_en": "They\u202e  said\u200b yes ",
        "body_en": "At last.\u2028\x07Soon more.",
        "url": "",
        "place": "",
    }
    organizer.post(url, {**said, "day": str(utc_today())})
    update = Update.objects.get()

    assert (update.title.get("en"), update.body.get("en")) == ("They said yes", "At last. Soon more.")
    said["title_en"] = "x" * 151
    assert organizer.post(url, {**said, "day": str(utc_today())}).status_code == 422
