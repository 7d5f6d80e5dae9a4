"""Every staff address of mailings as every role: of one's own campaign, of another, of nothing at all."""

from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.services import start_campaign
from mailings.models import Mailing, Series
from mailings.services.series import add_step
from mailings.staff_urls import staff_paths
from privacy.actors import Actor
from privacy.localized import LocalizedText
from tests.mailings.factories import make_mailing, make_sender, write
from tests.mailings.staff import member
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
NAMES = sorted({route.name for route in staff_paths()})
# Answered to a POST alone.
POSTED = {"whom_number", "check_links", "send_test", "settle_sent", "settle_failed", "settle_again"}
VIEWING = {"overview", "results", "compare", "check"}
# Numbers of the file, and people of it: for those to whom it belongs.
FILE = {"whom", "whom_number", "people", "unknown", "settle_sent", "settle_failed", "settle_again"}
WITHOUT_OBJECT = {"compare"}
# What each group may open; whoever is in none of them opens nothing.
MAY = {
    "Mailers": set(NAMES),
    "Administrators": set(NAMES) - FILE,
    "Organizers": VIEWING,
    "Editors": set(),
    "Moderators": set(),
    "Data stewards": set(),
    "Treasurers": set(),
}
# These see the mailings of all campaigns.
EVERYWHERE = {"Mailers", "Administrators"}


def things(slug):
    """A campaign with a mailing and a series, and the ids that their addresses name."""
    campaign = start_campaign(title=LocalizedText(en=slug), slug=slug, first_language="en", actor=STAFF)
    news = ListFactory()
    mailing = make_mailing(news, campaign=campaign)
    series = Series.objects.create(name=slug, trigger="joined", list=news, campaign=campaign)
    step = add_step(
        series=series, name="Day 0", sender=make_sender(), wait_days=0, stops_when_acted=False, actor=STAFF
    )
    write(step.mailing)
    ids = {"mailing": mailing.public_id, "series": series.public_id, "step": step.public_id}
    return campaign, {**ids, "variant": "a", "language": "en"}


def url_of(name, ids):
    [route] = [route for route in staff_paths() if route.name == name]
    return reverse(f"mailing:{name}", kwargs={key: ids[key] for key in route.pattern.converters})


def answer(client, name, url):
    """How it was answered; whom Wagtail refuses it sends to its front page."""
    response = client.post(url) if name in POSTED else client.get(url)
    if response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home"):
        return "refused"
    return "refused" if response.status_code == 403 else response.status_code


def test_the_table_names_only_addresses_that_there_are():
    assert set(NAMES) >= VIEWING | FILE | POSTED


@pytest.mark.parametrize("group", sorted(MAY))
def test_each_group_opens_what_is_its_own_and_nothing_else(client, group):
    campaign, mine = things("mine")
    _other, theirs = things("theirs")
    missing = {**mine, "mailing": uuid4(), "series": uuid4(), "step": uuid4()}
    client.force_login(member(group, campaign=campaign))
    before = list(Mailing.objects.order_by("pk").values())
    for name in NAMES:
        own, foreign, nothing = (answer(client, name, url_of(name, ids)) for ids in (mine, theirs, missing))
        if name not in MAY[group]:
            assert {own, foreign, nothing} == {"refused"}, name
            continue
        assert own in ({200, 302, 422} if name in POSTED else {200}), name
        if name not in WITHOUT_OBJECT:
            assert foreign == (own if group in EVERYWHERE else 404), name
            assert nothing == 404, name

    # A look changes nothing, and neither does a form that says nothing.
    assert list(Mailing.objects.order_by("pk").values()) == before


def test_nobody_opens_anything_without_logging_in(client):
    _campaign, ids = things("mine")
    for name in NAMES:
        response = client.post(url_of(name, ids)) if name in POSTED else client.get(url_of(name, ids))
        assert (response.status_code, "login" in response["Location"]) == (302, True), name
