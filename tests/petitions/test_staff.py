"""Staff's side: petitions with totals, masked signatures of one's own campaigns."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from campaigns.enums import Suspicion
from campaigns.models import CampaignMember
from petitions.chart import HEIGHT, chart_of
from petitions.enums import PetitionState, SignatureState
from petitions.jobs.leaving import end_signature
from petitions.jobs.totals import fold_totals
from petitions.models import Petition, Signature
from petitions.selectors import SignedDay
from privacy.days import utc_today
from privacy.erasure import destroy_subjects
from privacy.models import SubjectKey
from tests.campaigns.factories import make_campaign
from tests.petitions.factories import make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db


def member(petition, *groups, name="organizer"):
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.filter(name__in=groups))
    if petition is not None:
        CampaignMember.objects.create(campaign=petition.campaign, user=user)
    return user


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def signatures_of(petition, **query):
    return reverse("petition:signatures", args=[petition.public_id], query=query or None)


def deed(name, signature):
    return reverse(f"petition:{name}", args=[signature.petition.public_id, signature.public_id])


def quarantined(petition, email="bot@example.org"):
    return sign(petition, email, suspicion=Suspicion.TOO_FAST)


# --- the listing of petitions ----------------------------------------------------------------------


def test_petitions_are_listed_with_what_counts_and_what_waits(organizer, petition):
    sign_and_confirm(petition, "ada@example.org")
    sign_and_confirm(petition, "bo@example.org")
    sign(petition, "cy@example.org")

    page = organizer.get(reverse("petition:index"))
    [row] = page.context["table"].data
    assert (row.pk, row.shown_counted, row.shown_waiting) == (petition.pk, 2, 1)


def test_petitions_of_other_campaigns_are_neither_listed_nor_opened(organizer, petition):
    foreign = make_petition()
    pages = [reverse(f"petition:{view}", args=[foreign.pk]) for view in ("edit", "history", "usage")]
    pages += [signatures_of(foreign), reverse("petition:close", args=[foreign.public_id])]

    assert [row.pk for row in organizer.get(reverse("petition:index")).context["table"].data] == [petition.pk]
    assert [organizer.get(page).status_code for page in pages] == [404] * len(pages)


def cost_of(client, url):
    """Queries of both databases for one GET."""
    client.get(url)
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keystore"]) as keys,
    ):
        assert client.get(url).status_code == 200
    return len(main), len(keys)


def test_the_listing_of_petitions_costs_the_same_for_one_and_for_three(organizer, petition):
    one = cost_of(organizer, reverse("petition:index"))
    for _more in range(2):
        make_petition(campaign=petition.campaign)

    assert cost_of(organizer, reverse("petition:index")) == one


# --- the signatures of one petition ----------------------------------------------------------------


def test_signatures_are_listed_masked(organizer, petition):
    sign_and_confirm(petition, "ada.lovelace@example.org")
    sign(petition, "bo@example.org", said={"given_name": "Bo", "family_name": "Diddley"})

    text = organizer.get(signatures_of(petition)).text
    for shown in ("Ada L.", "Bo D.", "a•••@e•••.org", "b•••@e•••.org"):
        assert shown in text
    for hidden in ("lovelace", "Lovelace", "Diddley", "example.org", "94110"):
        assert hidden not in text


def test_one_lost_key_does_not_hide_the_other_signatures(organizer, petition):
    lost = sign_and_confirm(petition, "lost@example.org", said={"given_name": "Lois"})
    SubjectKey.objects.filter(subject_id=lost.supporter.subject_id).delete()
    sign_and_confirm(petition, "bo@example.org", said={"given_name": "Bo"})

    text = organizer.get(signatures_of(petition)).text
    assert ("Bo L." in text, "Lois" in text) == (True, False)


def test_the_listing_of_signatures_costs_the_same_for_two_and_for_six(organizer, petition):
    sign_and_confirm(petition, "1@example.org")
    sign(petition, "2@example.org")
    few = cost_of(organizer, signatures_of(petition))
    for number in range(3, 5):
        sign_and_confirm(petition, f"{number}@example.org")
        sign(petition, f"{number}{number}@example.org")

    assert cost_of(organizer, signatures_of(petition)) == few


def test_a_page_of_signatures_has_fifty(organizer, petition):
    for number in range(51):
        sign(petition, f"{number}@example.org")

    assert len(organizer.get(signatures_of(petition)).context["table"].data) == 50
    assert len(organizer.get(signatures_of(petition, p=2)).context["table"].data) == 1


def listed(client, petition, **query):
    return [row.pk for row in client.get(signatures_of(petition, **query)).context["table"].data]


def test_signatures_are_filtered_by_state_and_day(organizer, petition):
    counted, waiting = sign_and_confirm(petition, "ada@example.org"), sign(petition, "bo@example.org")
    yesterday = utc_today() - timedelta(days=1)
    Signature.objects.filter(pk=waiting.pk).update(created=yesterday)

    assert listed(organizer, petition) == [waiting.pk, counted.pk]
    assert listed(organizer, petition, state="confirmed") == [counted.pk]
    assert listed(organizer, petition, state="pending") == [waiting.pk]
    assert listed(organizer, petition, created_from=yesterday, created_to=yesterday) == [waiting.pk]
    assert listed(organizer, petition, created_from=utc_today()) == [counted.pk]


def test_nothing_of_a_signature_can_be_exported(organizer, petition):
    sign_and_confirm(petition)
    page = organizer.get(signatures_of(petition, export="csv"))

    assert page["Content-Type"].startswith("text/html")


def test_test_signatures_are_in_no_list(organizer, petition):
    sign(petition, is_test=True)

    assert listed(organizer, petition) == []


@pytest.mark.parametrize("groups", [["Editors"], ["Moderators"], ["Mailers"], ["Treasurers"], []])
def test_roles_without_the_right_see_no_signature(client, petition, groups):
    client.force_login(member(petition, *groups))

    # Wagtail sends whoever lacks the right back to the dashboard; a stranger to the admin is refused.
    assert client.get(signatures_of(petition)).status_code == (302 if groups else 403)


def test_a_moderator_neither_looks_at_a_signature_nor_decides_on_it(client, petition):
    signature = quarantined(petition)
    client.force_login(member(petition, "Moderators"))
    urls = [deed(name, signature) for name in ("unmask", "release", "invalidate")]

    assert [client.get(url).status_code for url in urls] == [302] * 3
    assert [client.post(url, {"reason": "support"}).status_code for url in urls] == [302] * 3
    signature.refresh_from_db()
    assert signature.state == SignatureState.QUARANTINED


def test_a_steward_outside_of_the_team_sees_no_signature(client, petition):
    client.force_login(member(None, "Data stewards"))

    assert client.get(signatures_of(petition)).status_code == 404


def test_the_page_of_signatures_is_never_stored(organizer, petition):
    assert "no-store" in organizer.get(signatures_of(petition))["Cache-Control"]


def test_staff_read_their_own_language(organizer, petition):
    sign(petition)
    user = User.objects.get(username="organizer")
    UserProfile.objects.create(user=user, preferred_language="es")

    assert "Esperan confirmación: 1" in organizer.get(signatures_of(petition)).text


# --- bars ------------------------------------------------------------------------------------------


def test_the_bars_show_each_day_and_the_table_says_the_same(organizer, petition):
    sign_and_confirm(petition, "ada@example.org")
    sign(petition, "bo@example.org")
    fold_totals(petition.pk)
    page = organizer.get(signatures_of(petition))

    last = page.context["chart"].bars[-1]
    assert (last.day, last.counted, last.waiting) == (utc_today(), 1, 1)
    assert page.text.count("<rect") == 60
    assert " style=" not in page.text[page.text.index("<figure") : page.text.index("</figure")]


def test_the_highest_bar_just_fits_and_days_without_signatures_stay():
    today = utc_today()
    chart = chart_of(
        [SignedDay(today - timedelta(days=2), 6, 2), SignedDay(today, 0, 0), SignedDay(today, 2, 0)]
    )

    assert [(bar.counted_height, bar.waiting_height) for bar in chart.bars] == [(90, 30), (0, 0), (30, 0)]
    assert (chart.bars[0].waiting_y, chart.bars[0].counted_y, chart.bars[2].counted_y) == (0, 30, 90)
    assert (chart.highest, chart.total, HEIGHT) == (8, 8, 120)


def test_a_petition_nobody_signed_says_what_to_do(organizer, petition):
    assert "?source=" in organizer.get(signatures_of(petition)).text


# --- deeds -----------------------------------------------------------------------------------------


def test_a_quarantined_signature_is_released_by_post_only(organizer, petition):
    signature = quarantined(petition)
    assert organizer.get(deed("release", signature)).status_code == 200
    signature.refresh_from_db()
    assert signature.state == SignatureState.QUARANTINED

    assert organizer.post(deed("release", signature)).url == signatures_of(petition)
    signature.refresh_from_db()
    assert signature.state == SignatureState.PENDING


def test_releasing_twice_says_why_not(organizer, petition):
    signature = quarantined(petition)
    organizer.post(deed("release", signature))
    page = organizer.post(deed("release", signature), follow=True)

    assert "not in quarantine any more" in page.text
    assert "bot@example.org" not in page.text


def test_a_signature_whose_words_are_gone_is_not_released_and_staff_read_why(organizer, petition):
    signature = quarantined(petition)
    destroy_subjects([signature.subject_id])
    page = organizer.post(deed("release", signature), follow=True)

    assert "What was typed is gone" in page.text
    signature.refresh_from_db()
    assert signature.state == SignatureState.QUARANTINED


def test_an_invalidated_signature_leaves_the_count(organizer, petition):
    signature = sign_and_confirm(petition)
    organizer.post(deed("invalidate", signature))

    signature.refresh_from_db()
    assert signature.state == SignatureState.INVALIDATED


def test_closing_and_winning_are_posts(organizer, petition):
    def state():
        return Petition.objects.values_list("state", flat=True).get(pk=petition.pk)

    urls = [reverse(f"petition:{name}", args=[petition.public_id]) for name in ("close", "win")]
    assert [organizer.get(url).status_code for url in urls] == [200] * 2
    assert state() == PetitionState.OPEN

    seen = []
    for url in urls:
        organizer.post(url)
        seen.append(state())
    assert seen == [PetitionState.CLOSED, PetitionState.WON]


def test_only_who_may_change_petitions_can_close_one(client, petition):
    client.force_login(member(petition, "Moderators"))

    client.post(reverse("petition:close", args=[petition.public_id]))
    petition.refresh_from_db()
    assert petition.state == PetitionState.OPEN


# --- making one ------------------------------------------------------------------------------------


def test_an_editor_makes_a_petition_in_the_chooser(client, petition):
    client.force_login(member(petition, "Editors"))
    url = reverse("petition_chooser:create")
    field = {"name": "New", "campaign": petition.campaign_id, "goal": 100}
    page = client.post(url, {f"create-form-{name}": value for name, value in field.items()} | field)

    assert page.json()["step"] == "chosen"
    assert Petition.objects.filter(name="New", campaign=petition.campaign).count() == 1


def test_nobody_makes_a_petition_in_a_campaign_of_others(client, petition):
    client.force_login(member(petition, "Editors"))
    foreign = make_campaign()
    page = client.post(
        reverse("petition_chooser:create"), {"name": "New", "campaign": foreign.pk, "goal": 100}
    )

    assert page.json()["step"] != "chosen"
    assert Petition.objects.filter(name="New").count() == 0


def test_the_chooser_offers_petitions_of_ones_own_campaigns(client, petition):
    client.force_login(member(petition, "Editors"))
    foreign = make_petition()
    text = client.get(reverse("petition_chooser:choose")).json()["html"]

    assert (petition.name in text, foreign.name in text) == (True, False)
    assert client.get(reverse("petition_chooser:chosen", args=[foreign.pk])).status_code == 404


def test_a_petition_is_made_and_edited_in_its_own_form(organizer, petition):
    url = reverse("petition:edit", args=[petition.pk])
    form = organizer.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    data |= {"name": "Renamed", "partners": []}
    data |= {f"petition_targets-{name}": value for name, value in formset_data(petition).items()}
    data |= {"affiliations-TOTAL_FORMS": 0, "affiliations-INITIAL_FORMS": 0}
    page = organizer.post(url, data)

    assert page.status_code == 302, page.context["form"].errors
    petition.refresh_from_db()
    assert (petition.name, petition.changed) == ("Renamed", utc_today())


def formset_data(petition):
    [row] = petition.petition_targets.all()
    counts = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return counts | {"0-id": row.pk, "0-target": row.target_id, "0-ORDER": 1, "0-DELETE": ""}


def test_a_look_is_offered_only_where_there_is_something_to_see(organizer, petition):
    there, gone = sign_and_confirm(petition), sign_and_confirm(petition, "bob@example.org")
    end_signature(gone, to=SignatureState.WITHDRAWN)
    page = signatures_of(petition)

    offered = [deed("unmask", one) in organizer.get(page).text for one in (there, gone)]
    assert offered == [True, False]
