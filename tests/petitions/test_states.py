"""From draft to archive: who may sign, what stays, and which way leads back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from wagtail.models import Locale

from pages.models import PetitionPage
from petitions import services
from petitions.enums import PetitionState, SignatureState
from petitions.exceptions import NotLive, PetitionClosed, PetitionMoved
from petitions.jobs.closing import close_due
from petitions.letters import link_of
from petitions.models import Petition, Signature
from petitions.models.petitions import SCOPE
from petitions.selectors import names_shown, total_of
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import Erased
from privacy.keystore import scope_salt
from privacy.links import Purpose
from privacy.localized import LocalizedText
from tests.petitions.factories import confirm, make_petition, open_place, sign, sign_and_confirm

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
WHY = LocalizedText(en="We rewrite the <b>demand</b>.", es="Reescribimos la exigencia.")


def state_of(petition) -> str:
    return Petition.objects.values_list("state", flat=True).get(pk=petition.pk)


def pause(petition, reason=WHY):
    services.pause_petition(petition=petition, reason=reason, actor=STAFF)


def resume(petition):
    services.resume_petition(petition=petition, actor=STAFF)


def close(petition, **how):
    services.close_petition(petition=petition, actor=STAFF, **how)


def path_of(signature, purpose):
    return link_of(signature, purpose).removeprefix("http://localhost:8000")


# --- draft -----------------------------------------------------------------------------------------


def test_a_new_petition_is_a_draft_until_its_page_is_published(petition_page):
    petition = Petition.objects.create(campaign=make_petition().campaign, name="New")
    assert (petition.state, petition.is_open) == (PetitionState.DRAFT, False)
    petition_page(petition)

    assert state_of(petition) == PetitionState.OPEN


def test_publishing_again_opens_nothing_that_was_paused_or_closed(petition, petition_page):
    page = petition_page(petition)
    for deed, state in ((pause, "paused"), (close, "closed")):
        deed(petition)
        page.save_revision().publish()
        assert state_of(petition) == state


def test_a_draft_takes_no_signature(client, post_sign):
    petition = make_petition(state=PetitionState.DRAFT)
    answer = post_sign(petition)

    assert (answer.status_code, "Signing has not begun yet" in answer.text) == (410, True)
    assert Signature.objects.count() == 0
    with pytest.raises(PetitionClosed):
        sign(petition)


def test_a_draft_whose_last_day_is_over_is_not_set_live_nor_closed():
    petition = make_petition(state=PetitionState.DRAFT, closes=utc_today() - timedelta(days=1))
    with pytest.raises(PetitionMoved):
        services.go_live(petition=petition, actor=STAFF)

    assert (close_due(), state_of(petition)) == (0, PetitionState.DRAFT)


def test_the_preview_of_a_draft_says_so_and_can_be_tried(petition_page, letters):
    page = petition_page(make_petition())
    Petition.objects.update(state=PetitionState.DRAFT)
    page = PetitionPage.objects.get(pk=page.pk)
    html = page.make_preview_request(preview_mode="").text

    assert "nobody can sign it yet" in html
    assert 'name="test"' in html
    signature = sign(page.petition, is_test=True)
    assert [letter[0] for letter in letters()] == ["petitions.confirm"]
    confirm(signature)
    assert (Signature.objects.get().state, total_of(page.petition)) == (SignatureState.CONFIRMED, 0)


def test_the_page_of_a_draft_shows_no_form(client, petition_page):
    page = petition_page(make_petition())
    Petition.objects.update(state=PetitionState.DRAFT)
    html = client.get(page.get_url()).text

    assert ("Signing has not begun yet." in html, "/sign/" in html) == (True, False)


# --- paused ----------------------------------------------------------------------------------------


def test_a_paused_petition_takes_no_signature_and_keeps_its_total(post_sign, petition):
    sign_and_confirm(petition)
    pause(petition)
    answer = post_sign(petition, email="grace@example.org")

    assert (answer.status_code, "This petition is paused" in answer.text) == (410, True)
    assert (Signature.objects.count(), total_of(petition)) == (1, 1)


def test_who_signed_before_the_pause_still_gets_the_mail_and_confirms(client, petition, letters):
    signature = sign(petition)
    pause(petition)

    assert [letter[0] for letter in letters()] == ["petitions.confirm"]
    path = path_of(signature, Purpose.CONFIRM)
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 303
    assert total_of(petition) == 1


def test_a_pause_destroys_no_key_and_after_it_one_person_still_counts_once(petition):
    first = sign_and_confirm(petition)
    salt = scope_salt(SCOPE, petition.public_id)
    pause(petition)
    close_due()
    first.refresh_from_db()
    assert (scope_salt(SCOPE, petition.public_id), first.mark is None) == (salt, False)
    resume(petition)
    sign_and_confirm(petition, said={"given_name": "Again"})

    assert total_of(petition) == 1


def test_the_pages_say_paused_with_the_reason_in_each_language_and_then_no_more(
    client, petition, petition_page, home, after_commit
):
    page = petition_page(petition)
    bay = open_place(petition)
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    home.copy_for_translation(spanish).save_revision().publish()
    translated = page.copy_for_translation(spanish)
    translated.save_revision().publish()
    assert "/sign/" in client.get(page.get_url()).text
    with after_commit():
        pause(petition)

    for path in (page.get_url(), f"{page.get_url()}at/{bay.slug}/"):
        html = client.get(path).text
        assert "This petition is paused" in html
        assert '<div lang="en"><p>We rewrite the &lt;b&gt;demand&lt;/b&gt;.</p></div>' in html
        assert "/sign/" not in html
    assert "Reescribimos la exigencia." in client.get(translated.get_url()).text
    flyer = reverse("countersign_petition_flyer", args=[petition.public_id])
    assert client.get(f"{flyer}?lang=en").status_code == 410
    with after_commit():
        resume(petition)
    html = client.get(page.get_url()).text
    assert ("/sign/" in html, "We rewrite" in html) == (True, False)


def test_names_stay_while_it_is_paused_and_go_when_it_closes():
    petition = make_petition(shows_names=True)
    sign_and_confirm(petition, said={"show_name": True})
    pause(petition)
    assert [name.given_name for name in names_shown(petition)] == ["Ada"]
    close(petition)

    assert names_shown(petition) == []


def test_a_paused_petition_closes_on_its_last_day(petition):
    sign_and_confirm(petition)
    pause(petition)
    Petition.objects.update(closes=utc_today() - timedelta(days=1))
    petition.refresh_from_db()

    assert petition.takes_confirmations is False
    assert (close_due(), state_of(petition)) == (1, PetitionState.CLOSED)
    with pytest.raises(Erased):
        scope_salt(SCOPE, petition.public_id, make=True)


@pytest.mark.parametrize("won", [False, True])
def test_a_paused_petition_can_be_closed_or_won(petition, won):
    pause(petition)

    services.close_petition(petition=petition, won=won, actor=STAFF)
    petition.refresh_from_db()
    assert (petition.stage, petition.pause_reason) == ("won" if won else "closed", {})


# --- what is over ----------------------------------------------------------------------------------


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("won", [False, True])
def test_no_way_leads_back_from_what_is_over(petition, won, archived):
    close(petition, won=won)
    if archived:
        services.archive_petition(petition=petition, leads_to=None, actor=STAFF)
    before = state_of(petition)

    for deed in (
        resume,
        pause,
        lambda one: services.go_live(petition=one, actor=STAFF),
    ):
        with pytest.raises(PetitionMoved):
            deed(petition)
    with pytest.raises(PetitionMoved):
        services.close_petition(petition=petition, actor=STAFF)
    assert state_of(petition) == before


def test_only_what_is_over_is_archived_and_it_comes_back_as_it_was(petition):
    for state in ("draft", "open", "paused"):
        Petition.objects.update(state=state)
        with pytest.raises(PetitionMoved):
            services.archive_petition(petition=petition, leads_to=None, actor=STAFF)
    Petition.objects.update(state="open")
    close(petition, won=True)
    services.archive_petition(petition=petition, leads_to=None, actor=STAFF)
    assert (petition.state, petition.stage, petition.is_won) == ("archived", "won", True)
    with pytest.raises(PetitionMoved):
        services.archive_petition(petition=petition, leads_to=None, actor=STAFF)
    services.unarchive_petition(petition=petition, actor=STAFF)

    assert (petition.state, petition.archived_way, petition.is_won) == ("won", "", True)


@pytest.mark.parametrize("which", ["itself", "foreign", "paused", "without a page"])
def test_an_archived_petition_leads_to_a_live_one_of_its_campaign_or_is_not_archived(
    petition, petition_page, which
):
    close(petition)
    target = (
        petition
        if which == "itself"
        else make_petition(campaign=None if which == "foreign" else petition.campaign)
    )
    if which != "without a page":
        petition_page(target)
    if which == "paused":
        pause(target)

    with pytest.raises(NotLive):
        services.archive_petition(petition=petition, leads_to=target, actor=STAFF)
    assert state_of(petition) == PetitionState.CLOSED


@pytest.mark.parametrize("state", ["draft", "paused", "closed", "won", "archived"])
def test_the_links_to_withdraw_and_to_hear_no_more_work_in_every_state(client, petition, state):
    signature = sign_and_confirm(petition, said={"news": "only_this"})
    over = {"closed_on": utc_today()} if state in ("closed", "won", "archived") else {}
    way = {"archived_way": "above"} if state == "archived" else {}
    Petition.objects.update(state=state, **over, **way)

    assert client.post(path_of(signature, Purpose.UNSUBSCRIBE)).status_code == 200
    paths = [path_of(signature, purpose) for purpose in (Purpose.CONFIRM, Purpose.WITHDRAW)]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert client.post(paths[1]).status_code == 303
    assert total_of(petition) == 0


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "archived", "closed_on": utc_today()},
        {"state": "archived", "archived_way": "above"},
        {"state": "open", "archived_way": "above"},
        {"state": "closed", "closed_on": utc_today(), "was_won": True},
    ],
)
def test_the_database_refuses_states_that_contradict_themselves(columns):
    with pytest.raises(IntegrityError):
        make_petition(**columns)


def test_the_database_refuses_an_archive_that_leads_to_itself(petition):
    close(petition)
    with pytest.raises(IntegrityError):
        Petition.objects.filter(pk=petition.pk).update(
            state="archived", archived_way="petition", archived_to=petition
        )
