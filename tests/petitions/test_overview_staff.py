"""Staff see at a glance how a petition stands, and what to do next."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from campaigns.enums import Suspicion
from petitions import services
from petitions.enums import PetitionState, SignatureState, TotalPart
from petitions.jobs.totals import fold_totals
from petitions.models import PartTotal, Petition, Total
from petitions.selectors import overview_of
from petitions.staff_steps import staff_steps
from privacy.actors import Actor
from privacy.days import utc_today
from tests.petitions.deliveries import deliver, plan, sign_many
from tests.petitions.embeds import make_partner, offer
from tests.petitions.factories import at_place, make_petition, open_place, sign, sign_and_confirm
from tests.petitions.test_place_staff import propose, url_of
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


def counted(petition, number, *, state=SignatureState.CONFIRMED, day=None):
    """As if so many had been folded."""
    Total.objects.update_or_create(
        petition=petition, state=state, day=day or utc_today(), defaults={"amount": number}
    )


def steps_of(petition):
    petition.refresh_from_db()
    return [step.text for step in staff_steps(overview_of(petition, languages=["en", "es"]))]


# --- the page ------------------------------------------------------------------------------------


def test_a_petition_that_nobody_signed_says_what_is_missing(organizer, petition):
    page = organizer.get(url_of("overview", petition))

    assert page.status_code == 200
    assert "It has no public page" in page.text
    assert "Nobody signed in the last 30 days." in page.text
    assert page.text.count("No signature yet.") == 2
    assert "Not handed over yet." in page.text


def test_it_tells_totals_share_codes_languages_and_campuses(organizer, petition):
    bay, hill = open_place(petition, "Bay College"), open_place(petition, "Hill College")
    for number in range(3):
        sign_and_confirm(petition, f"{number}@example.org", language="es", said=at_place(bay))
    sign(petition, "3@example.org")
    sign(petition, "4@example.org", suspicion=Suspicion.TOO_FAST)
    fold_totals(petition.pk)
    PartTotal.objects.create(petition=petition, part=TotalPart.SOURCE, value="flyer", amount=2)
    shown = organizer.get(url_of("overview", petition)).context["shown"]

    assert (shown.total, shown.waiting, shown.quarantined, shown.confirmed_percent) == (3, 1, 1, 75)
    # Fewer than ten came by it.
    assert (shown.sources, shown.other_sources) == ([], 3)
    assert [(one.value, one.number) for one in shown.languages] == [("Spanish", 3)]
    assert [(one.place.pk, one.total) for one in shown.places] == [(bay.pk, 3)]
    assert shown.number_of_places == 2
    assert hill.where.name not in organizer.get(url_of("overview", petition)).text


def test_it_leads_to_the_public_page_in_each_language(organizer, petition, petition_page):
    assert "Its public page:" not in organizer.get(url_of("overview", petition)).text
    page = petition_page(petition)

    text = organizer.get(url_of("overview", petition)).text
    assert f'<a href="{page.get_url()}" hreflang="en">English</a>' in text


def test_a_code_by_which_ten_came_is_told_and_the_rest_adds_up(petition):
    counted(petition, 1_000)
    for value, amount in (("flyer", 600), ("mail", 10), ("probe-1", 9), ("probe-2", 1)):
        PartTotal.objects.create(petition=petition, part=TotalPart.SOURCE, value=value, amount=amount)
    shown = overview_of(petition, languages=[])

    assert [(one.value, one.number) for one in shown.sources] == [("flyer", 600), ("mail", 10)]
    assert (shown.other_sources, shown.other_languages) == (390, 1_000)


def test_a_partner_s_form_is_told_on_its_own_page_alone(petition, embed):
    """There it is told in tens as of yesterday: a number of today would tell a single signature."""
    counted(petition, 1_000)
    other = offer(petition, make_partner("Hill Union"))
    for value, amount in (("flyer", 29), (embed.source, 28), (other.source, 9)):
        PartTotal.objects.create(petition=petition, part=TotalPart.SOURCE, value=value, amount=amount)
    shown = overview_of(petition, languages=[])

    assert [(one.value, one.number) for one in shown.sources] == [("flyer", 29)]
    assert shown.other_sources == 971


def test_the_share_of_the_confirmed_leaves_out_days_whose_others_are_deleted(petition):
    counted(petition, 500, day=utc_today() - timedelta(days=7))
    assert overview_of(petition, languages=[]).confirmed_percent is None
    counted(petition, 30, day=utc_today() - timedelta(days=6))
    counted(petition, 10, state=SignatureState.PENDING)
    assert overview_of(petition, languages=[]).confirmed_percent == 75


def test_it_costs_the_same_for_few_and_for_many_and_reads_no_signature(organizer, petition, petition_page):
    petition_page(petition)
    sign_and_confirm(petition, "1@example.org", said=at_place(open_place(petition)), source="a")
    fold_totals(petition.pk)
    url = url_of("overview", petition)
    few = cost_of(organizer, url)
    for number in range(2, 8):
        place = open_place(petition, f"College {number}")
        said = at_place(place)
        sign_and_confirm(petition, f"{number}@example.org", said=said, source=f"s{number}", language="es")
        propose(petition, f"Missing {number}")
    fold_totals(petition.pk)

    assert cost_of(organizer, url) == few
    with CaptureQueriesContext(connection) as queries:
        organizer.get(url)
    reads = [one["sql"] for one in queries if 'FROM "countersign_petitions_signature"' in one["sql"]]
    assert reads == []


def test_a_pause_is_what_to_do_something_about_and_no_end(petition):
    counted(petition, 30)
    Petition.objects.filter(pk=petition.pk).update(state=PetitionState.PAUSED)

    assert steps_of(petition)[0] == "It is paused: nobody can sign."
    assert not any("has ended" in step for step in steps_of(petition))


def test_it_is_for_the_campaign_s_team_alone(client, petition):
    foreign = make_petition()
    user = member(petition, "Organizers")
    client.force_login(user)
    assert client.get(url_of("overview", foreign)).status_code == 404
    user.groups.set(Group.objects.filter(name="Mailers"))
    assert client.get(url_of("overview", petition)).status_code in (302, 403)


def test_staff_find_it_from_the_front_page_and_the_list(organizer, petition):
    url = url_of("overview", petition)
    pages = [reverse("wagtailadmin_home"), url_of("signatures", petition), reverse("petition:index")]
    assert [url in organizer.get(page).text for page in pages] == [True] * 3


def test_it_speaks_spanish(client, petition):
    user = member(petition, "Organizers")
    UserProfile.objects.create(user=user, preferred_language="es")
    client.force_login(user)
    page = client.get(url_of("overview", petition)).text

    assert "Qué hacer ahora" in page
    assert "What to do next" not in page


# --- what to do next -----------------------------------------------------------------------------


def test_only_what_waits_is_said_to_wait(organizer, petition, petition_page):
    petition_page(petition)
    counted(petition, 60)
    assert [text for text in steps_of(petition) if "wait" in text or "quarantine" in text] == []
    propose(petition)
    propose(petition, "Bay College")
    sign(petition, "1@example.org", suspicion=Suspicion.TOO_FAST)

    steps = steps_of(petition)
    assert ("2 campuses were proposed." in steps, "1 signature is in quarantine." in steps) == (True, True)
    page = organizer.get(url_of("overview", petition)).text
    assert f'href="{url_of("places", petition)}">2 campuses were proposed.' in page


def test_a_language_without_a_page_is_named_and_one_that_has_it_is_not(petition, petition_page):
    petition_page(petition)
    assert [text for text in steps_of(petition) if "version" in text] == [
        "No version in Spanish: translate its page."
    ]


def test_from_a_hundred_on_it_asks_to_be_handed_over_until_it_is_planned(petition, petition_page):
    petition_page(petition)
    counted(petition, 99)
    assert [text for text in steps_of(petition) if "hand" in text] == []
    counted(petition, 612)
    assert "500 have signed: hand it over." in steps_of(petition)
    plan(petition, day=utc_today() + timedelta(days=3))
    assert [text for text in steps_of(petition) if "hand" in text] == []


def test_what_is_due_what_is_not_told_and_what_doubled_is_said(petition, petition_page):
    petition_page(petition)
    sign_many(petition, 60)
    counted(petition, 60)
    delivery = plan(petition)
    assert [text for text in steps_of(petition) if "is due" in text] != []
    services.discard_delivery(delivery=delivery, actor=Actor.system())
    deliver(petition)

    steps = steps_of(petition)
    assert "It was handed over: tell those who signed." in steps
    assert "No reply is recorded: ask for one, or record it." in steps
    counted(petition, 160)
    assert "Twice as many have signed as were handed over: plan the next delivery." in steps_of(petition)


def test_one_that_has_ended_and_one_that_is_never_handed_over(petition):
    counted(petition, 3)
    services.close_petition(petition=petition, actor=Actor.system())
    assert steps_of(petition) == ["It has ended and was not handed over yet: plan the delivery."]
    kept = make_petition(is_delivered=False)
    counted(kept, 5_000)
    assert [text for text in steps_of(kept) if "hand" in text] == []


def test_a_quiet_petition_is_to_be_passed_on(petition, petition_page):
    petition_page(petition)
    counted(petition, 40, day=utc_today() - timedelta(days=20))
    assert steps_of(petition)[-1].startswith("Nobody signed in the last 14 days")
    counted(petition, 1)
    assert not steps_of(petition)[-1].startswith("Nobody")


def test_a_delivered_signature_that_left_makes_no_negative_number(petition):
    sign_many(petition, 12)
    deliver(petition)
    counted(petition, 11)

    assert overview_of(petition, languages=[]).at_least_not_handed_over == 0
