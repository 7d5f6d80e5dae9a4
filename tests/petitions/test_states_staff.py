"""Staff move a petition from state to state: what a step does is said first, and when another was faster."""

import pytest
from django.contrib.auth.models import Group, User
from django.db.models.signals import post_init
from django.urls import reverse
from wagtail.models import ModelLogEntry

from campaigns.models import CampaignMember
from petitions import services
from petitions.enums import PetitionState
from petitions.jobs.totals import fold_totals
from petitions.models import Petition, Total, Update
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.factories import make_petition

pytestmark = pytest.mark.django_db
DEEDS = ["go_live", "pause", "resume", "close", "win", "archive", "unarchive"]
STAFF = Actor.system()


def member(petition, *groups):
    user = User.objects.create_user("member")
    user.groups.set(Group.objects.filter(name__in=groups))
    CampaignMember.objects.create(campaign=petition.campaign, user=user)
    return user


@pytest.fixture
def editor(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def url_of(deed, petition):
    return reverse(f"petition:{deed}", args=[petition.public_id])


def state_of(petition):
    return Petition.objects.values_list("state", flat=True).get(pk=petition.pk)


def offered(client, petition):
    """The deeds that the petition's page in the admin has buttons for."""
    text = client.get(reverse("petition:signatures", args=[petition.public_id])).text
    return [deed for deed in DEEDS if url_of(deed, petition) in text]


def test_the_whole_way_by_buttons_each_state_offering_what_can_come_next(editor, petition, petition_page):
    petition_page(make_petition(campaign=petition.campaign), title="Next")
    other = Petition.objects.exclude(pk=petition.pk).get()
    Petition.objects.filter(pk=petition.pk).update(state="draft")
    steps = [
        ("go_live", {}, "open", ["go_live"]),
        (
            "pause",
            {"reason_en": "We mend it.", "reason_es": "La corregimos."},
            "paused",
            ["pause", "close", "win"],
        ),
        ("resume", {}, "open", ["resume", "close", "win"]),
        ("close", {}, "closed", ["pause", "close", "win"]),
        ("archive", {"leads_to": str(other.public_id)}, "archived", ["win", "archive"]),
        ("unarchive", {}, "closed", ["unarchive"]),
        ("win", {}, "won", ["win", "archive"]),
    ]
    for deed, said, state, buttons in steps:
        assert offered(editor, petition) == buttons
        before = state_of(petition)
        assert editor.get(url_of(deed, petition)).status_code == 200
        assert state_of(petition) == before
        assert editor.post(url_of(deed, petition), said).status_code == 302
        assert state_of(petition) == state
        if deed == "archive":
            assert "It leads to: " + other.name in editor.get(url_of("signatures", petition)).text
        if deed == "pause":
            assert Petition.objects.get(pk=petition.pk).pause_reason == {
                "en": "We mend it.",
                "es": "La corregimos.",
            }


def test_the_history_says_who_moved_it_and_no_more(editor, petition):
    editor.post(url_of("pause", petition), {"reason_en": "Words of the reason."})
    editor.post(url_of("pause", petition), {"reason_en": "Words of the reason."})
    editor.post(url_of("close", petition))
    services.declare_won(petition=petition, actor=STAFF)
    user = User.objects.get()

    logged = ModelLogEntry.objects.for_instance(petition).order_by("pk")
    assert [(row.action, row.user_id, row.data) for row in logged] == [
        ("countersign.petition.paused", user.pk, {}),
        ("countersign.petition.closed", user.pk, {}),
    ]
    text = editor.get(reverse("petition:history", args=[petition.pk])).text
    assert ("paused" in text.lower(), "closed" in text.lower()) == (True, True)


def test_closing_says_what_becomes_of_peoples_data(editor, petition):
    text = editor.get(url_of("close", petition)).text

    for said in ("the key", "deleted now", "30 days after", "a year after signing", "go on working"):
        assert said in text.lower()


def test_pressing_twice_does_it_once_and_says_so(editor, petition):
    editor.post(url_of("pause", petition), {"reason_en": "The first."})
    page = editor.post(url_of("pause", petition), {"reason_en": "The second."}, follow=True)

    assert "A colleague may have been faster" in page.text
    assert Petition.objects.get(pk=petition.pk).pause_reason == {"en": "The first."}


@pytest.mark.parametrize(("deed", "left"), [("close", "won"), ("win", "archived"), ("resume", "open")])
def test_a_stale_page_changes_nothing_and_says_so(editor, petition, deed, left):
    if left != "open":
        services.close_petition(petition=petition, won=left == "won", actor=STAFF)
    if left == "archived":
        services.archive_petition(petition=petition, leads_to=None, actor=STAFF)
    page = editor.post(url_of(deed, petition), follow=True)

    assert (state_of(petition), "A colleague may have been faster" in page.text) == (left, True)


def test_a_target_that_went_meanwhile_is_refused_in_the_form(editor, petition, petition_page):
    other = make_petition(campaign=petition.campaign)
    petition_page(other)
    services.close_petition(petition=petition, actor=STAFF)
    for chosen in (str(petition.public_id), str(make_petition().public_id), "https://evil.example/", ""):
        assert editor.post(url_of("archive", petition), {"leads_to": chosen}).status_code == 422
    services.pause_petition(petition=other, reason=LocalizedText(), actor=STAFF)

    answer = editor.post(url_of("archive", petition), {"leads_to": str(other.public_id)})
    assert (answer.status_code, state_of(petition)) == (422, PetitionState.CLOSED)


def test_where_nothing_is_live_there_is_no_button(editor, petition):
    services.close_petition(petition=petition, actor=STAFF)
    text = editor.get(url_of("archive", petition)).text

    assert ("Nothing is live" in text, 'type="submit"' in text.split("<main")[1]) == (True, False)


def test_the_page_above_can_be_chosen(editor, petition, petition_page):
    petition_page(petition)
    services.close_petition(petition=petition, actor=STAFF)
    editor.post(url_of("archive", petition), {"leads_to": "above"})

    petition.refresh_from_db()
    assert (petition.state, petition.archived_way, petition.archived_to) == ("archived", "above", None)


def test_a_reason_is_short_and_plain(editor, petition):
    answer = editor.post(url_of("pause", petition), {"reason_en": "x" * 501})

    assert (answer.status_code, state_of(petition)) == (422, PetitionState.OPEN)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_moderator_and_a_stranger_to_the_campaign_move_nothing(client, petition, deed):
    user = member(petition, "Moderators")
    client.force_login(user)
    assert client.post(url_of(deed, petition)).status_code == 302
    user.groups.set(Group.objects.filter(name="Organizers"))
    foreign = make_petition()

    assert [
        client.get(url_of(deed, foreign)).status_code,
        client.post(url_of(deed, foreign)).status_code,
    ] == [
        404,
        404,
    ]
    assert {state_of(petition), state_of(foreign)} == {PetitionState.OPEN}


def test_saving_the_petitions_form_opens_nothing_that_a_colleague_closed_meanwhile(editor, petition):
    url = reverse("petition:edit", args=[petition.pk])
    form = editor.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    [row] = petition.petition_targets.all()
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": row.pk, "0-target": row.target_id, "0-ORDER": 1}
    data |= {"name": "Renamed", "partners": []} | {
        f"petition_targets-{key}": value for key, value in rows.items()
    }
    data |= {"affiliations-TOTAL_FORMS": 0, "affiliations-INITIAL_FORMS": 0}
    moved = []

    def close_meanwhile(instance, **kwargs):
        """Between the reading of the row and its saving."""
        if instance.pk == petition.pk and not moved:
            moved.append(instance)
            Petition.objects.filter(pk=petition.pk).update(state="closed", closed_on=utc_today())

    post_init.connect(close_meanwhile, sender=Petition)
    try:
        answer = editor.post(url, data)
    finally:
        post_init.disconnect(close_meanwhile, sender=Petition)

    petition.refresh_from_db()
    assert (answer.status_code, petition.name, petition.state) == (302, "Renamed", "closed")


def test_a_milestone_is_listed_with_the_updates_and_hidden_there(editor, petition):
    Total.objects.create(petition=petition, state="confirmed", day=utc_today(), amount=100)
    fold_totals(petition.pk)
    assert "100 people have signed" in editor.get(reverse("petition:words")).text
    hide = reverse("petition:update_hide", args=[Update.objects.get().public_id])
    assert "100 people have signed" in editor.get(hide).text
    editor.post(hide)

    assert Update.objects.get().state == "hidden"
