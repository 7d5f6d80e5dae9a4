"""The links in mails: GET shows a button, POST acts, and every dead one has a way on."""

import pytest
import time_machine
from django.urls import reverse

from campaigns.enums import NewsChoice
from outbox.models import Refusal
from outbox.selectors import is_refused
from petitions import services
from petitions.enums import SignatureState
from petitions.letters import link_of
from petitions.models import Signature
from petitions.selectors import total_of
from privacy.actors import Actor
from privacy.links import Purpose
from privacy.models import SubjectKey
from supporters.models import Subscription
from tests.petitions.factories import make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db
PURPOSES = [Purpose.CONFIRM, Purpose.NOT_ME, Purpose.UNSUBSCRIBE, Purpose.WITHDRAW]


def path_of(signature, purpose):
    return link_of(signature, purpose).removeprefix("http://localhost:8000")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_get_changes_nothing_and_is_kept_by_no_cache(client, petition, purpose):
    signature = sign(petition)
    before = Signature.objects.values().get()
    for _ in range(3):
        response = client.get(path_of(signature, purpose))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}
    assert "<button" in response.content.decode()
    assert Signature.objects.values().get() == before


def test_the_confirm_page_shows_the_address_masked(client, petition):
    page = client.get(path_of(sign(petition), Purpose.CONFIRM)).content.decode()

    assert "a•••@e•••.org" in page
    assert "ada@example.org" not in page


def test_pressing_counts_and_pressing_again_shows_the_same(client, petition):
    path = path_of(sign(petition), Purpose.CONFIRM)
    first, second = client.post(path), client.post(path)

    target = f"{reverse('countersign_petition_signed', args=[petition.public_id])}?lang=en"
    assert [(r.status_code, r["Location"]) for r in (first, second)] == [(303, target)] * 2
    assert client.get(target).status_code == 200
    assert total_of(petition) == 1


def test_the_page_speaks_the_language_of_the_form(client, petition):
    page = client.get(path_of(sign(petition, language="es"), Purpose.CONFIRM)).content.decode()

    assert '<html lang="es"' in page
    assert "Cancelen el contrato" in page


@pytest.mark.parametrize("purpose", PURPOSES)
def test_an_altered_link_is_404(client, petition, purpose):
    path = path_of(sign(petition), purpose)
    broken = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]

    for method in (client.get, client.post):
        assert method(broken).status_code == 404


def test_a_link_of_one_purpose_is_worth_nothing_for_another(client, petition):
    token = path_of(sign(petition), Purpose.CONFIRM).split("/")[-2]

    assert client.post(reverse("countersign_petition_not_me", args=[token])).status_code == 404


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.NOT_ME])
def test_a_link_that_ran_out_is_410_and_says_to_sign_again(client, petition, purpose):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        path = path_of(sign(petition), purpose)
    with time_machine.travel("2026-05-08 12:01:00+00:00", tick=False):
        response = client.post(path)

    assert response.status_code == 410
    assert "This link has run out" in response.content.decode()
    assert Signature.objects.get().state == SignatureState.PENDING


def test_the_withdraw_link_never_runs_out(client, petition):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        path = path_of(sign_and_confirm(petition), Purpose.WITHDRAW)
    with time_machine.travel("2036-05-01 12:00:00+00:00", tick=False):
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 303
    assert total_of(petition) == 0
    assert client.post(path).status_code == 303


def test_a_link_to_a_row_that_is_gone_is_410(client, petition):
    signature = sign(petition)
    paths = [path_of(signature, purpose) for purpose in PURPOSES]
    services.disown_signature(signature=signature, actor=Actor.the_person())

    gone = [303 if purpose == Purpose.NOT_ME else 410 for purpose in PURPOSES]
    assert [client.get(path).status_code for path in paths] == gone


def test_it_wasnt_me_removes_and_says_so(client, petition):
    response = client.post(path_of(sign(petition), Purpose.NOT_ME), follow=True)

    assert "Everything is removed" in response.content.decode()
    assert Signature.objects.count() == 0


def test_it_wasnt_me_pressed_again_says_the_same_and_asks_nobody_to_sign(client, petition):
    path = path_of(sign(petition), Purpose.NOT_ME)
    first, second = [client.post(path, follow=True).content.decode() for _ in range(2)]

    assert second == first
    assert "Sign again" not in second


def test_one_click_on_the_reminder_refuses_news_and_keeps_the_signature(client, petition):
    signature = sign(petition)
    before = Signature.objects.values().get()
    path = path_of(signature, Purpose.UNSUBSCRIBE)

    for _ in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Refusal.objects.count() == 1
    assert is_refused("ada@example.org") is True
    assert Signature.objects.values().get() == before
    assert client.post(path_of(signature, Purpose.CONFIRM)).status_code == 303
    assert total_of(petition) == 1


def test_one_click_after_the_row_is_gone_is_answered_with_200(client, petition):
    signature = sign(petition)
    path = path_of(signature, Purpose.UNSUBSCRIBE)
    services.disown_signature(signature=signature, actor=Actor.the_person())

    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Refusal.objects.count() == 0


def test_confirming_after_the_close_is_410(client, petition):
    path = path_of(sign(petition), Purpose.CONFIRM)
    services.close_petition(petition=petition, actor=Actor.system())

    for method in (client.get, client.post):
        response = method(path)
        assert response.status_code == 410
        assert "This petition is closed" in response.content.decode()


def test_confirming_after_withdrawing_is_410(client, petition):
    signature = sign_and_confirm(petition)
    services.withdraw_signature(signature=signature, actor=Actor.the_person())

    for method in (client.get, client.post):
        assert method(path_of(signature, Purpose.CONFIRM)).status_code == 410


@pytest.mark.parametrize("name", ["thanks", "signed", "withdrawn", "removed"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pages_after_a_deed_are_there_in_both_languages(client, petition, name, language):
    url = reverse(f"countersign_petition_{name}", args=[petition.public_id])
    response = client.get(url, {"lang": language})

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_the_pages_after_a_deed_are_404_for_no_petition(client, db):
    url = reverse("countersign_petition_signed", args=["00000000-0000-4000-8000-000000000000"])

    assert client.get(url).status_code == 404


def test_the_thank_you_leads_on_to_the_campaigns_other_petitions(client, petition, petition_page):
    other = make_petition(campaign=petition.campaign)
    petition_page(other, title="Another one")
    page = client.get(reverse("countersign_petition_thanks", args=[petition.public_id])).content.decode()

    assert "Also of this campaign" in page
    assert ">Another one</a>" in page


def test_a_name_can_be_taken_off_though_its_key_is_lost(client, petition):
    signature = sign_and_confirm(petition)
    path = path_of(signature, Purpose.WITHDRAW)
    SubjectKey.objects.all().delete()

    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 303
    signature.refresh_from_db()
    assert signature.state == SignatureState.WITHDRAWN


def test_no_cache_keeps_the_page_after_the_button(client, petition):
    page = client.get(reverse("countersign_petition_signed", args=[petition.public_id]))

    assert "no-store" in page["Cache-Control"]


def test_one_click_on_the_reminder_keeps_each_list_closed_when_news_of_another_is_asked(client):
    yes = {"news": NewsChoice.CAMPAIGN.value}
    first = sign_and_confirm(make_petition(), said=yes).petition.campaign.news_list
    client.post(path_of(sign(make_petition()), Purpose.UNSUBSCRIBE), {"List-Unsubscribe": "One-Click"})
    second = sign_and_confirm(make_petition(), said=yes).petition.campaign.news_list

    assert is_refused("ada@example.org", first.public_id) is True
    assert is_refused("ada@example.org", second.public_id) is False
    assert [row.list for row in Subscription.objects.subscribed()] == [second]


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.WITHDRAW])
def test_the_title_on_the_page_of_a_link_leads_to_the_petition(client, petition, petition_page, purpose):
    page = petition_page(petition)
    text = client.get(path_of(sign(petition), purpose)).text

    assert f'<a href="{page.get_url()}">{petition.public_title}</a>' in text
