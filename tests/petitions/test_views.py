"""The door of the form: the same page for every address, a clear sentence for everything else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from campaigns.enums import NewsChoice, TargetKind
from campaigns.gate import HONEYPOT, make_stamp
from outbox.models import Letter
from petitions import services
from petitions.enums import CommentChoice, PetitionState, QuarantineReason, SignatureState
from petitions.forms import SignForm, make_test_token
from petitions.models import Petition, Signature
from petitions.selectors import forget_rules, sign_rules, total_of, waiting_of
from petitions.wordings import NEWS, UPDATES
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import ConsentWording
from tests.campaigns.factories import make_institution, make_target
from tests.petitions.conftest import only_signature
from tests.petitions.factories import make_petition, sign_and_confirm

pytestmark = pytest.mark.django_db


def thanks_of(petition, language="en"):
    return f"{reverse('countersign_petition_thanks', args=[petition.public_id])}?lang={language}"


def test_a_signed_form_leads_to_the_thank_you_with_303(post_sign, petition):
    response = post_sign(petition)

    assert (response.status_code, response["Location"]) == (303, thanks_of(petition))
    assert only_signature().unseal().email == "ada@example.org"
    assert response.cookies == {}


def test_known_and_unknown_addresses_get_the_same_answer(post_sign, petition, client):
    sign_and_confirm(petition, "known@example.org")
    answers = []
    for address in ("known@example.org", "new@example.org"):
        response = post_sign(petition, email=address)
        page = client.get(response["Location"])
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}
        answers.append((response.status_code, response["Location"], headers, page.content))

    assert answers[0] == answers[1]


def test_the_language_is_that_of_the_form(post_sign, petition):
    response = post_sign(petition, lang="es")

    assert only_signature().language == "es"
    assert response["Location"] == thanks_of(petition, "es")


def test_the_answers_name_the_wordings_that_were_shown(post_sign, petition):
    news = ConsentWording.objects.get(key=NEWS, language="en")
    updates = ConsentWording.objects.get(key=UPDATES, language="en")
    post_sign(petition, news=NewsChoice.ONLY_THIS.value, wording=str(news.public_id))

    list_id = str(petition.campaign.news_list.public_id)
    assert only_signature().unseal().consents == [
        [str(news.public_id), False, list_id],
        [str(updates.public_id), True, ""],
    ]


def test_an_empty_form_comes_back_with_every_message_and_what_was_typed(post_sign, petition):
    response = post_sign(petition, given_name="", email="nobody", news=None, family_name="Lovelace")

    page = response.content.decode()
    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]
    assert page.count('class="cs-error"') == 3
    assert 'value="Lovelace"' in page
    assert 'value="nobody"' in page
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", "A" * 101),
        ("email", "a" * 250 + "@example.org"),
        ("email", "ada@example.org\r\nBcc: eve@example.org"),
        ("news", "everything"),
        ("comment", "x" * 501),
    ],
)
def test_what_is_too_long_or_no_choice_is_refused_with_a_sentence(post_sign, field, value):
    petition = make_petition(comment_choice=CommentChoice.ON)
    response = post_sign(petition, **{field: value})

    assert response.status_code == 422
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "🕊️", "\u202eadA", "Łukasz\x00", "{{ settings }}", "=1+1", "أحمد"]
)
def test_hostile_and_foreign_names_are_taken_without_a_fault(post_sign, petition, name):
    response = post_sign(petition, given_name=name)

    assert response.status_code == 303
    assert "\u202e" not in only_signature().unseal().given_name


def test_a_million_bytes_are_413(post_sign, petition):
    assert post_sign(petition, comment="x" * 1_000_000).status_code == 413


def test_get_is_405(client, petition):
    response = client.get(reverse("countersign_petition_sign", args=[petition.public_id]))

    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_a_form_from_a_foreign_page_is_403(client, petition):
    url = reverse("countersign_petition_sign", args=[petition.public_id])

    assert client.post(url, {}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_an_unknown_petition_is_404(client, db):
    url = reverse("countersign_petition_sign", args=["00000000-0000-4000-8000-000000000000"])

    assert client.post(url, {}, headers={"sec-fetch-site": "same-origin"}).status_code == 404


def test_a_closed_petition_is_410(post_sign, petition):
    services.close_petition(petition=petition, actor=Actor.system())
    response = post_sign(petition)

    assert response.status_code == 410
    assert "This petition is closed" in response.content.decode()


def test_before_the_opening_day_it_says_when(post_sign):
    response = post_sign(make_petition(opens=utc_today() + timedelta(days=2)))

    assert response.status_code == 410
    assert "Signing has not begun yet" in response.content.decode()


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({"state": PetitionState.DRAFT}, "Back to the petition"),
        ({"opens": utc_today() + timedelta(days=2)}, "Back to the petition"),
        ({"opens": utc_today() + timedelta(days=2), "is_pledge": True}, "Back to the pledge"),
        ({"closes": utc_today() - timedelta(days=2)}, "See what became of it"),
    ],
)
def test_only_of_what_has_ended_it_says_that_something_came_of_it(
    post_sign, petition, petition_page, said, label
):
    petition_page(petition)
    Petition.objects.update(**said)
    forget_rules()
    page = post_sign(petition).content.decode()

    ways = ("Back to the petition", "Back to the pledge", "See what became of it")
    assert [way for way in ways if way in page] == [label]


def test_a_double_click_is_one_signature(post_sign, petition):
    first, second = post_sign(petition), post_sign(petition)

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert (Signature.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_honeypot_quarantines_and_the_page_is_the_same(post_sign, petition):
    response = post_sign(petition, **{HONEYPOT: "soon"})

    assert (response.status_code, response["Location"]) == (303, thanks_of(petition))
    assert only_signature().quarantine_reason == QuarantineReason.HONEYPOT


def test_a_form_sent_within_two_seconds_is_quarantined(post_sign, petition):
    assert post_sign(petition, stamp=make_stamp()).status_code == 303
    assert only_signature().quarantine_reason == QuarantineReason.TOO_FAST


def test_a_form_typed_at_leisure_is_not(post_sign, petition):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        stamp = make_stamp()
    with time_machine.travel("2026-05-01 12:00:30+00:00", tick=False):
        post_sign(petition, stamp=stamp)
    assert only_signature().state == SignatureState.PENDING


def test_a_form_sent_back_with_errors_keeps_its_stamp_so_that_a_quick_correction_is_not_held(
    post_sign, petition
):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        stamp = make_stamp()
    with time_machine.travel("2026-05-01 12:00:30+00:00", tick=False):
        refused = post_sign(petition, news=None, stamp=stamp)
        [kept] = re.findall(r'name="stamp" value="([^"]*)"', refused.text)
        post_sign(petition, stamp=kept)

    assert (refused.status_code, kept) == (422, stamp)
    assert only_signature().state == SignatureState.PENDING


def test_the_house_rules_open_in_the_language_of_the_form(post_sign, petition):
    page = post_sign(petition, email="", lang="es")

    assert f'{reverse("countersign_house_rules")}?lang=es">Reglas de la casa' in page.text


# --- addresses that others can read ---


def test_a_school_address_gets_the_question_before_anything_is_kept(post_sign, petition):
    make_institution("college.example")
    response = post_sign(petition, email="ada@cs.college.example", given_name='"><b>')

    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Your school can read mail" in page
    assert 'name="given_name" value="&quot;&gt;&lt;b&gt;"' in page
    assert (Signature.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_question_is_the_same_for_known_and_unknown_addresses(post_sign, petition):
    make_institution("college.example")
    sign_and_confirm(petition, "known@college.example")
    pages = [
        post_sign(petition, email=f"{name}@college.example").content.replace(f"{name}@".encode(), b"")
        for name in ("known", "other")
    ]

    assert pages[0] == pages[1]


def test_who_fell_into_the_honeypot_stays_in_it_through_the_question(post_sign, petition):
    make_institution("college.example")
    page = post_sign(petition, email="bot@college.example", **{HONEYPOT: "soon"}).content.decode()
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))

    assert post_sign(petition, **{**carried, "email": "bot@example.org"}).status_code == 303
    assert only_signature().quarantine_reason == QuarantineReason.HONEYPOT


def test_a_personal_address_after_the_question_goes_the_usual_way(post_sign, petition):
    make_institution("college.example")
    assert post_sign(petition, email="ada@example.org").status_code == 303
    assert only_signature().on_campus_mail is False


def test_a_kept_campus_address_gets_the_neutral_letter(post_sign, petition):
    make_institution("college.example")
    assert post_sign(petition, email="ada@college.example", keep_address="yes").status_code == 303
    assert [letter.kind for letter in Letter.objects.all()] == ["petitions.confirm_neutral"]


def test_a_kept_address_of_a_vendor_is_quarantined(post_sign, petition):
    make_target(TargetKind.VENDOR, "vendor.example")
    assert "we never write" in post_sign(petition, email="ada@vendor.example").content.decode()
    assert post_sign(petition, email="ada@vendor.example", keep_address="yes").status_code == 303
    assert only_signature().quarantine_reason == QuarantineReason.TARGET_DOMAIN
    assert Letter.objects.count() == 0


# --- what is asked ---


@pytest.mark.parametrize(
    ("rules", "kind", "asked"),
    [
        ({}, TargetKind.VENDOR, True),
        ({"comment_choice": CommentChoice.USUAL}, TargetKind.VENDOR, True),
        ({"comment_choice": CommentChoice.USUAL}, TargetKind.UNIVERSITY, False),
        ({"comment_choice": CommentChoice.USUAL, "is_pledge": True}, TargetKind.VENDOR, False),
        ({"comment_choice": CommentChoice.ON}, TargetKind.UNIVERSITY, True),
        ({"comment_choice": CommentChoice.OFF}, TargetKind.VENDOR, False),
    ],
)
def test_a_comment_is_asked_except_for_pledges_and_universities(post_sign, rules, kind, asked):
    petition = make_petition(target_kind=kind, **rules)
    post_sign(petition, comment="Because")

    assert only_signature().unseal().comment == ("Because" if asked else "")


def test_what_is_not_asked_is_not_taken(post_sign):
    petition = make_petition(ask_family_name=False, ask_postal_code=False, ask_news=False)
    post_sign(petition, show_name="on", name_to_target="on", country="FR")

    said = only_signature().unseal()
    assert (said.family_name, said.postal_code, said.news, said.country) == ("", "", "no", "US")
    assert (said.show_name, said.name_to_target, said.consents) == (False, False, [])


def test_ticks_are_taken_where_they_are_asked(post_sign):
    petition = make_petition(ask_name_to_target=True, shows_names=True, ask_country=True)
    post_sign(petition, show_name="on", name_to_target="on", country="MX", postal_code="06000")

    said = only_signature().unseal()
    assert (said.show_name, said.name_to_target, said.country) == (True, True, "MX")


# --- test signing ---


def test_a_test_goes_the_whole_way_and_never_counts(post_sign, petition, client, letters):
    post_sign(petition, test=make_test_token(petition))
    kind, recipient, content = letters()[0]
    assert (kind, recipient.address) == ("petitions.confirm", "ada@example.org")
    link = next(word for word in content.text.split() if "/confirm/" in word)
    assert client.post(link).status_code == 303

    signature = only_signature()
    assert (signature.is_test, signature.state, signature.supporter) == (True, SignatureState.CONFIRMED, None)
    assert (total_of(petition), waiting_of(petition)) == (0, 0)
    assert [letter.kind for letter in Letter.objects.order_by("pk")] == [
        "petitions.confirm",
        "petitions.after",
    ]


def test_a_test_token_of_another_petition_is_none(post_sign, petition):
    post_sign(petition, test=make_test_token(make_petition()))

    assert only_signature().is_test is False


@pytest.mark.parametrize("is_pledge", [False, True])
def test_a_pledge_calls_itself_one_when_it_asks_about_news(client, is_pledge):
    petition = make_petition(is_pledge=is_pledge)
    labels = dict(SignForm(rules=sign_rules(petition.public_id)).fields["news"].choices)

    assert labels["only_this"] == f"Only tell me what becomes of this {'pledge' if is_pledge else 'petition'}"
