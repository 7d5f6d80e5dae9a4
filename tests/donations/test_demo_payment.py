"""On a development machine a page of ours stands in for the provider: the whole way can be walked."""

import pytest
from django.urls import reverse

from donations import services
from donations.enums import DonationState, Frequency, RecurringState
from donations.exceptions import NoProvider
from donations.models import Donation, RecurringDonation
from donations.months import months_after
from donations.provider_urls import urlpatterns
from donations.providers import provider
from donations.services.demo import pay_demo
from donations.services.reconciling import reconcile_gifts
from donations.services.recurring import pause_recurring, resume_recurring
from privacy.actors import Actor
from privacy.days import utc_today
from tests.donations.factories import give, make_fundraiser

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def development(settings):
    settings.DEBUG = True


def begin(**asked):
    donation = give(make_fundraiser(), **asked)
    checkout = provider().start_checkout(donation, email="", done_url="", back_url="")
    services.note_checkout(donation=donation, provider_ref=checkout.ref)
    return donation, checkout.url


def charge_of(recurring, outcome):
    return reverse("countersign_demo_charge", args=[recurring.provider_ref, outcome])


def test_a_card_that_works_pays_the_gift_once_and_leads_to_the_thanks(client):
    donation, url = begin()

    assert client.get(url).status_code == 200
    first = client.post(f"{url}pay/", {"card": "works"}, headers=OURS)
    second = client.post(f"{url}pay/", {"card": "works"}, headers=OURS)

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert first.status_code == 303
    donation.refresh_from_db()
    assert donation.state == DonationState.PAID


def test_a_card_that_is_refused_says_so_and_pays_nothing(client):
    donation, url = begin()

    answer = client.post(f"{url}pay/", {"card": "refused"}, headers=OURS)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    donation.refresh_from_db()
    assert donation.state == DonationState.STARTED


def test_a_monthly_gift_runs_and_fails(client):
    donation, url = begin(frequency=Frequency.MONTHLY, amount=1500)
    client.post(f"{url}pay/", {"card": "works"}, headers=OURS)
    recurring = donation.recurring
    recurring.refresh_from_db()
    assert recurring.state == RecurringState.ACTIVE

    client.post(charge_of(recurring, "works"), headers=OURS)
    assert Donation.objects.filter(recurring=recurring, state=DonationState.PAID).count() == 2
    client.post(charge_of(recurring, "refused"), headers=OURS)
    recurring.refresh_from_db()
    assert (recurring.state, recurring.failed_attempts) == (RecurringState.PAST_DUE, 1)


@pytest.mark.parametrize(
    ("back_url", "way"),
    [("http://localhost:8000/do/my-gift/x/inside/", "/do/my-gift/x/inside/"), ("https://evil.example", "/")],
)
def test_the_page_of_the_card_leads_back_to_ones_own_gift(back_url, way, client):
    _donation, url = begin(frequency=Frequency.MONTHLY)
    client.post(f"{url}pay/", {"card": "works"}, headers=OURS)
    recurring = RecurringDonation.objects.get()
    portal = provider().portal_url(
        customer="", recurring_ref=recurring.provider_ref, back_url=back_url, language="en"
    )

    page = client.get(portal).content.decode()
    answer = client.post(charge_of(recurring, "refused"), {"back": way}, headers=OURS)

    assert f'<a href="{way}">' in page
    assert f'<a href="{way}">' in client.get(answer["Location"]).content.decode()


def test_the_page_of_the_card_leads_to_no_other_site(client):
    _donation, url = begin(frequency=Frequency.MONTHLY)
    client.post(f"{url}pay/", {"card": "works"}, headers=OURS)
    portal = reverse("countersign_demo_portal", args=[RecurringDonation.objects.get().provider_ref])

    for altered in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert "evil.example" not in client.get(portal, {"back": altered}).content.decode()
        assert "javascript" not in client.get(portal, {"back": altered}).content.decode()


def test_what_goes_on_before_its_pause_is_over_is_charged_on_its_next_own_day(client):
    donation, url = begin(frequency=Frequency.MONTHLY)
    client.post(f"{url}pay/", {"card": "works"}, headers=OURS)
    before = RecurringDonation.objects.get().next_day
    person = Actor.the_person()

    rests_until = pause_recurring(donation=donation, months=3, actor=person)
    resume_recurring(donation=donation, actor=person)

    recurring = RecurringDonation.objects.get()
    assert rests_until == months_after(before, 3)
    assert (recurring.state, recurring.next_day) == (RecurringState.ACTIVE, before)


def test_without_debug_the_demo_is_not_there(client, settings):
    donation, url = begin(frequency=Frequency.MONTHLY)
    client.post(f"{url}pay/", {"card": "works"}, headers=OURS)
    before = RecurringDonation.objects.values().get()
    settings.DEBUG = False
    names = {
        route.name: route.pattern.converters
        for route in urlpatterns
        if route.name.startswith("countersign_demo")
    }
    said = {
        "public_id": donation.public_id,
        "ref": before["provider_ref"],
        "outcome": "works",
    }

    for name, named in names.items():
        address = reverse(name, kwargs={key: said[key] for key in named})
        codes = (client.get(address).status_code, client.post(address, headers=OURS).status_code)
        assert codes == (404, 404), name
    assert len(names) == 4
    assert (RecurringDonation.objects.values().get(), Donation.objects.count()) == (before, 1)
    with pytest.raises(NoProvider):
        provider()


def test_with_debug_and_a_key_it_is_stripe_that_takes_the_money(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "STRIPE_SECRET_KEY": "sk_test_of_the_tests"}

    assert (provider().name, provider().is_test) == ("stripe", True)


def test_the_nightly_comparison_has_nothing_to_say_of_a_demo():
    for frequency in Frequency:
        donation, _url = begin(frequency=frequency)
        pay_demo(donation=donation, actor=Actor.the_person())

    assert reconcile_gifts(since=utc_today(), actor=Actor.system()) == []
