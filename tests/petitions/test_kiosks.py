"""A petition's form on a table: what a device shows and keeps, what is recorded, and how a link ends."""

import re
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Action, Target
from petitions import services
from petitions.enums import SignatureState
from petitions.exceptions import KioskGone, PetitionClosed
from petitions.jobs.kiosks import enforce_kiosks, kiosks_before
from petitions.jobs.totals import fold_all
from petitions.kiosk_links import kiosk_path, kiosk_url
from petitions.models import Kiosk, Signature
from petitions.selectors import HowCounted, forget_rules, how_we_count
from privacy.days import utc_today
from tests.campaigns.test_gate import loaded  # noqa: F401  a fixture
from tests.petitions.conftest import FORM, only_signature
from tests.petitions.embeds import NOBODY, framers
from tests.petitions.factories import (
    confirm,
    make_petition,
    open_place,
    sign_and_confirm,
)
from tests.petitions.fraud import count, let_loose, undo
from tests.petitions.kiosks import NO_STORE, STAFF, open_kiosk

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiosk(petition):
    return open_kiosk(petition, code="quad")


@pytest.fixture
def post_kiosk(client):
    """Post the form as the tablet does."""

    def send(kiosk, *, headers=None, **said):
        data = {name: value for name, value in {**FORM, **said}.items() if value is not None}
        url = kiosk_path(kiosk, "countersign_kiosk_sign")
        return client.post(url, data, headers=headers or {"sec-fetch-site": "same-origin"})

    return send


# --- what the device shows and keeps ---------------------------------------------------------------


def test_no_answer_on_a_table_is_kept_sets_a_cookie_or_may_be_framed(client, kiosk, post_kiosk, petition):
    answers = {
        200: client.get(kiosk_path(kiosk)),
        303: post_kiosk(kiosk),
        422: post_kiosk(kiosk, email="nobody"),
        403: post_kiosk(kiosk, headers={"sec-fetch-site": "cross-site"}),
        405: client.get(kiosk_path(kiosk, "countersign_kiosk_sign")),
        413: post_kiosk(kiosk, family_name="x" * 70_000),
    }
    thanks = client.get(answers[303]["Location"])
    type(petition).objects.filter(pk=petition.pk).update(state="paused")
    forget_rules()
    answers[410] = post_kiosk(kiosk)

    assert {status: answer.status_code for status, answer in answers.items()} == {one: one for one in answers}
    for answer in [*answers.values(), thanks]:
        assert (answer["Cache-Control"], answer.cookies, framers(answer)) == (NO_STORE, {}, NOBODY)


def test_the_thank_you_goes_back_to_an_empty_form_by_itself_unless_somebody_is_still_reading(
    client, kiosk, post_kiosk
):
    url = post_kiosk(kiosk)["Location"]
    thanks, reading = client.get(url), client.get(f"{url}&stay=1")

    assert (thanks.status_code, thanks["Refresh"]) == (200, f"10; url={kiosk_path(kiosk)}")
    assert ("Refresh" in reading, "I am still reading" in reading.text) == (False, False)
    assert "stay=1" in thanks.text
    page = client.get(kiosk_path(kiosk)).text
    assert (FORM["given_name"] in page, FORM["email"] in page, 'data-state="empty"' in page) == (
        False,
        False,
        True,
    )


def test_known_and_unknown_addresses_get_the_same_answer(client, kiosk, post_kiosk, petition):
    sign_and_confirm(petition, "known@example.org")
    first, second = (post_kiosk(kiosk, email=f"{name}@example.org") for name in ("known", "new"))

    assert (first.status_code, first["Location"], first.content) == (
        second.status_code,
        second["Location"],
        second.content,
    )


def test_no_field_is_filled_in_or_learnt_by_the_device(client, kiosk, post_kiosk, petition):
    type(petition).objects.filter(pk=petition.pk).update(
        ask_country=True, comment_choice="on", ask_name_to_target=True
    )
    open_place(petition)
    Target.objects.update(mail_domains=["vendor.example"])
    forget_rules()
    asked = post_kiosk(kiosk, email="ada@vendor.example", country="US")
    for page in (client.get(kiosk_path(kiosk)), post_kiosk(kiosk, email="nobody", country="US"), asked):
        kept = re.findall(r'autocomplete="([^"]+)"', page.text)
        typed = re.findall(r"<(?:input|textarea|select)[^>]*>", page.text)
        typed = [tag for tag in typed if not re.search(r'type="(hidden|checkbox|radio)"', tag)]
        assert len(typed) >= 1
        assert set(kept) == {"off"}
        assert [tag for tag in typed if 'autocomplete="off"' not in tag] == []
        written = [tag for tag in typed if not tag.startswith("<select") and 'name="reply_by"' not in tag]
        assert [tag for tag in written if 'spellcheck="false"' not in tag] == []
        forms = re.findall(r'<form method="post"[^>]*>|<form class[^>]*>', page.text)
        assert len(forms) >= 1
        assert [tag for tag in forms if 'autocomplete="off"' not in tag] == []
    assert Signature.objects.count() == 0


def test_nothing_leads_away_from_the_table(client, kiosk, post_kiosk, petition, petition_page):
    type(petition).objects.filter(pk=petition.pk).update(comment_choice="on")
    petition_page(petition)
    pages = [
        client.get(kiosk_path(kiosk)),
        post_kiosk(kiosk, email="nobody"),
        client.get(post_kiosk(kiosk)["Location"]),
        post_kiosk(kiosk, headers={"sec-fetch-site": "cross-site"}),
    ]
    services.close_petition(petition=petition, actor=STAFF)
    pages.append(client.get(kiosk_path(kiosk)))
    services.end_kiosk(kiosk=kiosk, actor=STAFF)
    pages.append(client.get(kiosk_path(kiosk)))
    for page in pages:
        ways = re.findall(r'<(?:a|form) [^>]*?(?:href|action)="([^"]+)"', page.text)
        assert [way for way in ways if not way.startswith(("#", "?lang=", kiosk_path(kiosk)))] == []
        assert ("<nav" in page.text, 'target="_blank"' in page.text) == (False, False)
    assert "Speak to the office, not to the home" in pages[0].text


def test_errors_stand_in_place_with_what_was_typed_on_a_page_that_is_cleared(kiosk, post_kiosk):
    response = post_kiosk(kiosk, email="nobody", family_name="Lovelace")

    assert response.status_code == 422
    assert response.text.count('class="cs-error"') == 1
    assert ('value="Lovelace"' in response.text, 'data-state="filled"' in response.text) == (True, True)
    assert 'class="cs-header"' not in response.text
    assert Signature.objects.count() == 0


def test_an_employers_address_is_asked_about_on_the_table_and_may_be_kept(kiosk, post_kiosk):
    Target.objects.update(mail_domains=["vendor.example"])
    asked = post_kiosk(kiosk, email="ada@vendor.example")

    assert (asked.status_code, 'data-state="carried"' in asked.text, Signature.objects.count()) == (
        200,
        True,
        0,
    )
    assert "ada@vendor.example" in asked.text
    kept = post_kiosk(kiosk, email="ada@vendor.example", keep_address="yes")
    assert (kept.status_code, only_signature().state) == (303, SignatureState.QUARANTINED)


def test_each_next_person_finds_the_tables_own_language_and_may_choose_another(client, petition):
    kiosk = open_kiosk(petition, language="es")
    page, other = client.get(kiosk_path(kiosk)), client.get(f"{kiosk_path(kiosk)}?lang=en")

    assert ('<html lang="es"' in page.text, "Cancelen el contrato" in page.text) == (True, True)
    assert ('<html lang="en"' in other.text, f'href="{kiosk_path(kiosk)}?lang=es"' in other.text) == (
        True,
        True,
    )


def test_a_page_that_carries_what_somebody_typed_says_so_and_lets_the_next_person_empty_it(
    client,
    kiosk,
    post_kiosk,
    petition,
    loaded,  # noqa: F811
):
    Target.objects.update(mail_domains=["vendor.example"])
    way_out = f'<a class="cs-button" href="{kiosk_path(kiosk)}">Empty the form</a>'
    for said in ({"email": "ada@vendor.example"}, {}):
        page = post_kiosk(kiosk, **said).text
        assert ('data-state="carried"' in page, page.count(way_out)) == (True, 1)
        assert page.index(way_out) < page.index("<form")
    url = reverse("countersign_petition_sign", args=[petition.public_id])
    elsewhere = client.post(url, FORM, headers={"sec-fetch-site": "same-origin"})
    assert (elsewhere.status_code, "Empty the form" in elsewhere.text) == (429, False)


# --- what is recorded --------------------------------------------------------------------------------


def test_a_signature_from_a_table_waits_for_its_mail_under_the_tables_code(
    kiosk, post_kiosk, letters, petition
):
    post_kiosk(kiosk, headers={"sec-fetch-site": "same-origin", "referer": "http://testserver/?source=flyer"})
    signature = only_signature()

    assert (signature.source, signature.state) == ("table:quad", SignatureState.PENDING)
    assert [kind for kind, *_rest in letters()] == ["petitions.confirm"]
    confirm(signature)
    signature.refresh_from_db()
    assert (signature.source, signature.method) == ("table:quad", "mail")


def test_no_action_says_at_which_table_somebody_stood(petition, kiosk, sifter):
    signed = [sign_and_confirm(petition, f"p{n}@bots.example", source=kiosk.source) for n in range(10)]
    sign_and_confirm(petition, "flyer@bots.example", source="flyer")
    said = {"": 10, "flyer": 1}
    assert Counter(Action.objects.values_list("source", flat=True)) == said

    run = let_loose(count(petition, sifter, domain="bots.example"), sifter)
    assert Action.objects.count() == 0
    undo(run, sifter)
    assert Counter(Action.objects.values_list("source", flat=True)) == said
    assert Signature.objects.get(pk=signed[0].pk).source == kiosk.source


def test_the_campus_of_a_table_is_chosen_already_and_names_it(client, petition, bay, post_kiosk):
    kiosk = open_kiosk(petition, place=bay)
    page = client.get(kiosk_path(kiosk)).text
    post_kiosk(kiosk, place=bay.public_id.hex)
    confirm(only_signature())

    assert f'value="{bay.public_id.hex}" selected' in page
    assert (only_signature().place, only_signature().source) == (bay, "table:bay-college")


def test_a_campus_that_is_hidden_leaves_the_form(client, petition, bay):
    kiosk = open_kiosk(petition, place=bay)
    services.hide_place(place=bay, actor=STAFF)
    forget_rules()
    page = client.get(kiosk_path(kiosk))

    assert (page.status_code, "Bay College" in page.text) == (200, False)


def test_what_the_gate_doubts_is_put_aside_at_a_table_too(kiosk, post_kiosk):
    assert post_kiosk(kiosk, reply_by="x").status_code == 303
    assert only_signature().state == SignatureState.QUARANTINED


def test_a_table_asks_for_the_one_more_step_under_load_like_every_form(kiosk, post_kiosk, loaded):  # noqa: F811
    response = post_kiosk(kiosk)

    assert (response.status_code, Signature.objects.count()) == (429, 0)
    assert f'action="{kiosk_path(kiosk, "countersign_kiosk_sign")}"' in response.text
    assert 'class="cs-embed cs-kiosk"' in response.text


def test_many_people_sign_at_one_table(kiosk, post_kiosk):
    answers = {post_kiosk(kiosk, email=f"p{number}@example.org").status_code for number in range(30)}

    assert (answers, Signature.objects.filter(state="pending").count()) == ({303}, 30)


def test_how_we_count_tells_of_tables_in_full_tens_and_never_of_few_others(petition, kiosk):
    for number in range(3):
        sign_and_confirm(petition, f"t{number}@example.org", source=kiosk.source)
    sign_and_confirm(petition, "flyer@example.org", source="table-quad")
    fold_all()
    assert how_we_count(petition).at_tables == 3

    told = {(total, tables): HowCounted(total, 0, 0, 0, None, tables).tables_told for total, tables in TOLD}
    assert told == TOLD


TOLD = {(100, 9): 0, (100, 10): 10, (100, 29): 20, (30, 20): 20, (30, 21): 0, (20, 20): 0}


# --- how a link ends ---------------------------------------------------------------------------------


def test_an_ended_link_is_gone_with_a_kind_sentence(client, kiosk, post_kiosk):
    services.end_kiosk(kiosk=kiosk, actor=STAFF)
    page, sent = client.get(f"{kiosk_path(kiosk)}?lang=en"), post_kiosk(kiosk)

    assert (page.status_code, sent.status_code, Signature.objects.count()) == (410, 410, 0)
    assert "Thank you for stopping by" in page.text
    assert "Gracias" in client.get(f"{kiosk_path(kiosk)}?lang=es").text
    with pytest.raises(KioskGone):
        services.end_kiosk(kiosk=kiosk, actor=STAFF)


@pytest.mark.parametrize("days", [1, 7])
def test_a_link_ends_by_itself_and_is_removed_the_next_day(client, petition, days):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        kiosk = open_kiosk(petition, days=days)
    with time_machine.travel(now + timedelta(days=days, minutes=-2), tick=False):
        assert client.get(kiosk_path(kiosk)).status_code == 200
    path = kiosk_path(kiosk)
    with time_machine.travel(now + timedelta(days=days, seconds=1), tick=False):
        assert client.get(path).status_code == 410
    with time_machine.travel(now + timedelta(days=days + 1), tick=False):
        assert (kiosks_before(utc_today()).count(), enforce_kiosks(utc_today())) == (1, 1)
    assert Kiosk.objects.count() == 0


def test_a_link_that_was_ended_stays_so_when_the_form_that_made_it_is_sent_again(client, petition):
    key, now = uuid4(), timezone.now()
    with time_machine.travel(now, tick=False):
        old = open_kiosk(petition, public_id=key)
        path = kiosk_path(old)
        assert client.get(path).status_code == 200
        services.end_kiosk(kiosk=old, actor=STAFF)
        # Within the same minute the token would be the same.
        with pytest.raises(KioskGone):
            open_kiosk(petition, public_id=key)
    with time_machine.travel(now + timedelta(days=1, hours=1), tick=False):
        enforce_kiosks(utc_today())
        anew = open_kiosk(petition, public_id=key)
        assert (client.get(path).status_code, client.get(kiosk_path(anew)).status_code) == (410, 200)


def test_a_row_that_is_over_opens_nothing_whatever_the_token_says(client, kiosk):
    path = kiosk_path(kiosk)
    Kiosk.objects.update(ends=timezone.now() - timedelta(minutes=1))

    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("paused", "This petition is paused"),
        ("closed", "This petition is closed"),
        ("won", "We won"),
        ("archived", "Thank you to everyone who signed"),
    ],
)
def test_a_petition_that_cannot_be_signed_says_so_on_the_table(client, kiosk, petition, state, says):
    more = {} if state == "paused" else {"closed_on": utc_today()}
    more |= {"archived_way": "above"} if state == "archived" else {}
    type(petition).objects.filter(pk=petition.pk).update(state=state, **more)
    page = client.get(kiosk_path(kiosk))

    assert (page.status_code, says in page.text, '<form method="post"' in page.text) == (410, True, False)
    assert (page["Cache-Control"], client.get(kiosk_url(kiosk)).status_code) == (NO_STORE, 410)


def test_a_link_is_made_once_for_seven_days_at_most_and_only_while_it_runs(petition):
    key = uuid4()
    first = open_kiosk(petition, public_id=key)
    assert open_kiosk(petition, public_id=key) == first
    with pytest.raises(KioskGone):
        open_kiosk(make_petition(), public_id=key)
    for days in (0, 8):
        with pytest.raises(ValueError, match=str(days)):
            open_kiosk(petition, days=days)
    for rules in ({"state": "draft"}, {"state": "closed", "closed_on": utc_today()}):
        with pytest.raises(PetitionClosed):
            open_kiosk(make_petition(**rules))
    assert Kiosk.objects.count() == 1


def test_the_database_takes_no_source_that_a_link_could_claim(kiosk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Kiosk.objects.update(source="quad")
