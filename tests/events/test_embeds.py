"""An open event's form on partners' pages: who may frame it, what it records; a guarded event has none."""

import re

import pytest

from campaigns.embed_tokens import embed_token
from campaigns.exceptions import EmbedOver
from campaigns.services import allow_origin, end_embed, resume_embed
from events.embed_links import embed_path
from events.exceptions import NeverEmbedded
from events.models import Attendance, Embed
from events.selectors.embeds import embeds_of, shown_embed
from events.selectors.rules import event_rules, forget_rules
from events.services.confirming import confirm_attendance
from events.services.embeds import offer_embed
from events.services.guarding import guard_event
from supporters.models import Consent
from tests.events.conftest import FORM
from tests.events.factories import PERSON, make_event
from tests.petitions.embeds import NOBODY, PARTNER_ONLY, SITE, STAFF, framers, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(db):
    partner = make_partner()
    allow_origin(partner=partner, address=SITE, actor=STAFF)
    return partner


@pytest.fixture
def embed(occurrence, partner):
    return offer_embed(event=occurrence.event, partner=partner, actor=STAFF)


@pytest.fixture
def post_embed(client):
    def send(embed, *, headers=None, **said):
        part = next(iter(event_rules(embed.event.public_id).parts), "")
        url = embed_path(embed, view="countersign_event_embed_register")
        data = {**FORM, "part": part, **said}
        return client.post(url, data, headers=headers or {"sec-fetch-site": "same-origin"})

    return send


def test_the_form_may_be_framed_by_the_partners_sites_and_by_nobody_else(client, embed, event_page):
    page = event_page(embed.event)
    response = client.get(f"{embed_path(embed)}?lang=en")

    assert (response.status_code, response.cookies) == (200, {})
    assert framers(response) == PARTNER_ONLY
    assert f'action="{embed_path(embed, view="countersign_event_embed_register")}"' in response.text
    assert "River Union learns nothing of it" in response.text
    assert framers(client.get(page.get_url())) == NOBODY
    assert framers(client.get("/do/events/")) == NOBODY


def test_every_answer_to_the_form_may_be_framed_by_the_same(client, embed, post_embed):
    answers = {
        303: post_embed(embed),
        422: post_embed(embed, email="nobody"),
        403: post_embed(embed, headers={"sec-fetch-site": "cross-site"}),
        405: client.get(embed_path(embed, view="countersign_event_embed_register")),
    }
    thanks = client.get(answers[303]["Location"])
    end_embed(embed=embed, actor=STAFF)
    answers[410] = post_embed(embed)

    assert {status: answer.status_code for status, answer in answers.items()} == {one: one for one in answers}
    assert {framers(answer) for answer in [*answers.values(), thanks]} == {PARTNER_ONLY}
    assert (thanks.status_code, Attendance.objects.count()) == (200, 1)


def test_what_is_typed_wrong_comes_back_in_the_frame(embed, post_embed):
    response = post_embed(embed, email="nobody", given_name="Grace")

    assert 'value="Grace"' in response.text
    assert 'class="cs-header"' not in response.text
    assert Attendance.objects.count() == 0


def test_a_sign_up_from_a_partners_page_holds_source_and_own_opt_in(embed, post_embed, partner):
    embed.event.partners.add(make_partner("Another"))
    forget_rules()
    wording = shown_embed(embed_token(embed)).opt_in("en")
    post_embed(embed, partners=[str(wording.public_id)])
    row = Attendance.objects.get()
    confirm_attendance(attendance=row, actor=PERSON)
    row.refresh_from_db()
    answered = Consent.objects.filter(
        subject_id=row.open.supporter.subject_id, wording__partner__isnull=False
    )

    assert row.source == embed.source == f"partner:river-union-{partner.public_id.hex[:4]}"
    assert [(one.wording.partner, one.answer) for one in answered] == [(partner, True)]


def test_every_link_in_the_frame_opens_beside_the_page(client, embed, event_page, post_embed):
    event_page(embed.event)
    pages = [client.get(embed_path(embed)), client.get(post_embed(embed)["Location"])]
    end_embed(embed=embed, actor=STAFF)
    pages.append(client.get(embed_path(embed)))
    for page in pages:
        links = [tag for tag in re.findall(r"<a [^>]*>", page.text) if 'href="#' not in tag]
        assert links
        assert [tag for tag in links if 'target="_blank"' not in tag or 'rel="noopener' not in tag] == []


def test_the_language_is_that_of_the_address(client, embed):
    page = client.get(f"{embed_path(embed)}?lang=es")

    assert ('<html lang="es"' in page.text, "Conoce tus derechos" in page.text) == (True, True)


def test_an_ended_form_is_taken_up_again_under_the_same_address(client, embed):
    end_embed(embed=embed, actor=STAFF)
    with pytest.raises(EmbedOver):
        end_embed(embed=embed, actor=STAFF)
    assert client.get(embed_path(embed)).status_code == 410
    resume_embed(embed=embed, actor=STAFF)

    assert client.get(embed_path(embed)).status_code == 200


def test_a_token_of_a_petition_is_none_of_an_event(client, embed):
    token = embed_token(embed)
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    answers = [
        client.get(f"/do/petitions/embed/{token}/"),
        client.get(f"/do/events/embed/{altered}/"),
    ]

    assert [(answer.status_code, framers(answer)) for answer in answers] == [(404, NOBODY)] * 2


def test_a_guarded_event_is_offered_to_nobody(partner):
    guarded = make_event(is_guarded=True)
    with pytest.raises(NeverEmbedded):
        offer_embed(event=guarded, partner=partner, actor=STAFF)
    # However such a row might come to be, nothing is shown of it.
    row = Embed.objects.create(event=guarded, partner=partner, source="partner:x")

    assert shown_embed(embed_token(row)) is None


def test_an_event_that_becomes_guarded_loses_its_forms_at_once(client, embed, post_embed, after_commit):
    path = embed_path(embed)
    assert client.get(path).status_code == 200
    event = embed.event
    event.risk, event.contact = "pavement", {"en": "The organizers"}
    event.what_will_happen = {"en": "We hand out flyers."}
    event.save()
    with after_commit():
        guard_event(event=event, actor=STAFF)

    assert Embed.objects.count() == 0
    for answer in (client.get(path), post_embed(embed)):
        assert (answer.status_code, framers(answer)) == (404, NOBODY)


def test_staff_are_told_how_many_came_in_full_tens_up_to_yesterday(embed):
    for number in range(4):
        row = Attendance.objects.create(
            occurrence=embed.event.occurrences.get(),
            state="accepted",
            has_place=True,
            places=6,
            source=embed.source,
        )
        Attendance.objects.filter(pk=row.pk).update(created=f"2026-01-0{number + 1}")

    assert [one.number for one in embeds_of(embed.event)] == [20]
    Attendance.objects.first().delete()
    Attendance.objects.first().delete()
    assert [one.number for one in embeds_of(embed.event)] == [10]


def test_no_dates_ahead_leave_a_sentence_and_no_form(client, partner):
    event = make_event()
    embed = offer_embed(event=event, partner=partner, actor=STAFF)
    page = client.get(f"{embed_path(embed)}?lang=en")

    assert (page.status_code, "<form" in page.text) == (200, False)
    assert "This is over." in page.text


def test_a_draft_shows_nothing(client, embed):
    type(embed.event).objects.filter(pk=embed.event.pk).update(state="draft")
    forget_rules()

    assert client.get(embed_path(embed)).status_code == 404
