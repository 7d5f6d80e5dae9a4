"""The country that is meant where none is named: chosen in the admin, and followed by whatever asks."""

import re

import pytest

from campaigns.admin_views.institution_import import InstitutionPage
from campaigns.fight_pages import fights_context
from campaigns.offices import phone_address
from campaigns.pdf import Paper, paper_here
from donations.services.news import confirm_news
from events.listing_pages import list_context
from events.models import Attendance
from events.press_form import PressForm as EventPressForm
from events.selectors.rules import event_rules
from mailings.previewing import sample_person
from mailings.rendering import MergePerson, merge, render
from petitions.admin_views.place_forms import AcceptForm
from petitions.forms import SignForm
from petitions.models import PlaceProposal, Signature
from petitions.press_form import PressForm
from petitions.selectors import sign_rules
from supporters.default_country import default_country, forget_country
from supporters.jobs.import_common import setting_of
from supporters.models import ListSignUp, Organization, Supporter, SupporterDetails, TypedJoin
from supporters.searching import find_exactly
from supporters.services.joining import confirm_list_sign_up, sign_up_to_list
from tests.campaigns.factories import make_measure, make_target
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.test_donors import with_news
from tests.events.conftest import event_page, post_form  # noqa: F401  fixtures
from tests.events.factories import make_event, make_occurrence
from tests.mailings.factories import make_mailing, write
from tests.petitions.conftest import (  # noqa: F401  fixtures
    embed,
    home,
    partner,
    petition,
    post_embed,
    post_sign,
)
from tests.petitions.factories import make_petition
from tests.petitions.kiosks import open_kiosk
from tests.petitions.paper import begin, enter
from tests.petitions.test_kiosks import post_kiosk  # noqa: F401  a fixture
from tests.places import ROOT, our_modules
from tests.supporters.conftest import staff, steward, steward_user  # noqa: F401  fixtures
from tests.supporters.factories import PERSON, ListFactory, admit
from tests.supporters.importing import checked, table

pytestmark = pytest.mark.django_db
SETTINGS = "/admin/settings/countersign_supporters/organization/"


def choose(code):
    organization = Organization.load()
    organization.default_country = code
    organization.save()


@pytest.fixture
def mexico(ground):
    """The organization chose it; whoever runs the site said the United States."""
    choose("MX")


# --- what holds --------------------------------------------------------------------------------------


def test_what_the_organization_chose_holds_before_what_the_site_was_set_up_with(settings):
    assert default_country() == "US"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DEFAULT_COUNTRY": "ES"}
    assert default_country() == "ES"
    choose("MX")
    assert default_country() == "MX"
    choose("")
    assert default_country() == "ES"


def test_it_is_read_once_for_many_and_makes_no_row(django_assert_num_queries):
    forget_country()
    with django_assert_num_queries(1):
        assert [default_country() for _ in range(30)] == ["US"] * 30
    assert Organization.objects.count() == 0


def test_it_is_left_unread_for_as_long_as_one_says(django_assert_num_queries):
    forget_country(for_seconds=3600)
    with django_assert_num_queries(0):
        assert default_country() == "US"


def test_it_is_read_in_one_place():
    """A second place would go on with the operator's when the organization chose its own."""
    readers = {
        str(path.relative_to(ROOT))
        for path in our_modules()
        if re.search(r"current\(\)\.default_country", path.read_text(encoding="utf-8"))
    }
    assert readers == {"supporters/default_country.py", "supporters/countries.py"}


def test_it_is_chosen_by_name_in_the_settings(staff, ground):  # noqa: F811  a fixture
    client = staff("Administrators")
    page = client.get(SETTINGS, follow=True)
    form = page.context["form"]
    posted = {name: value or "" for name, value in form.initial.items() if name in form.fields}
    posted |= {f"{name}_{code}": "" for name in ("about", "footer", "never_asks") for code in ("en", "es")}
    url = page.redirect_chain[-1][0]

    assert form.fields["default_country"].choices[0] == ("", "As the site was set up: United States")
    assert client.post(url, {**posted, "default_country": "XX"}).status_code == 200
    assert default_country() == "US"
    assert client.post(url, {**posted, "default_country": "MX"}).status_code == 302
    assert default_country() == "MX"


# --- who follows -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("mexico")
def test_the_form_the_embed_the_kiosk_and_paper_follow(
    petition,  # noqa: F811  fixtures
    embed,  # noqa: F811
    post_sign,  # noqa: F811
    post_embed,  # noqa: F811
    post_kiosk,  # noqa: F811
):
    post_sign(petition)
    post_embed(embed, email="ben@example.org")
    post_kiosk(open_kiosk(petition), email="cleo@example.org")
    enter(begin(petition), "dora@example.org")

    # A ZIP code is one of the United States alone.
    kept = [(row.unseal().country, row.region) for row in Signature.objects.order_by("pk")]
    assert kept == [("MX", "")] * 4


def test_the_first_country_to_choose_is_it(mexico):
    form = SignForm(rules=sign_rules(make_petition(ask_country=True).public_id))

    assert form.fields["country"].choices[0] == ("MX", "Mexico")


def test_a_press_in_a_mail_follows_where_the_person_has_no_country(mexico):
    nobody = admit("ada@example.org", country="")
    known = {"supporter": nobody, "details": SupporterDetails(given_name="Ada", email="ada@example.org")}
    sign = PressForm({}, rules=sign_rules(make_petition().public_id), **known)
    date = make_occurrence(make_event())
    rules = event_rules(date.event.public_id)
    come = EventPressForm({"part": next(iter(rules.parts))}, rules=rules, **known)

    assert (sign.is_valid(), come.is_valid()) == (True, True)
    assert (sign.typed().country, come.typed().country) == ("MX", "MX")


def test_an_event_follows(mexico, post_form):  # noqa: F811  a fixture
    date = make_occurrence(make_event())
    post_form(date.event, postal_code="94110")

    assert Attendance.objects.get().unseal().country == "MX"


def test_who_joins_a_list_or_ticked_news_at_a_gift_is_from_there(mexico):
    typed = TypedJoin(given_name="Ada", email="ada@example.org", postal_code="94110")
    sign_up_to_list(mail_list=ListFactory(), typed=typed, language="en", actor=PERSON)
    confirm_list_sign_up(sign_up=ListSignUp.objects.get(), actor=PERSON)
    fundraiser = make_fundraiser()
    gift = give_and_pay(fundraiser, "ben@example.org", said=with_news(fundraiser))
    confirm_news(donation=gift, actor=PERSON)

    assert list(Supporter.objects.values_list("country", "region")) == [("MX", "")] * 2


def test_rows_of_a_file_that_name_none_are_from_there(mexico, steward):  # noqa: F811  a fixture
    task = checked(table(["ada@example.org", "Ada", "subscribed"]), ListFactory(), steward)
    institutions = InstitutionPage().check(b"name,region\nUniversidad de Ejemplo,JAL\n").file

    assert setting_of(task).how.country == "MX"
    assert [row.country for row in institutions.rows] == ["MX"]


def test_a_number_without_a_country_is_read_as_one_of_there(mexico, steward):  # noqa: F811  a fixture
    person = admit(phone="55 5555 0142", country="MX")
    office = make_target()
    office.office_phone = "55 5555 0100"

    assert find_exactly(people=Supporter.objects.all(), typed="55 5555 0142", actor=steward) == [person]
    assert phone_address(office) == "tel:+52-55-5555-0100"


def test_regions_are_called_as_they_are_there(mexico, home, event_page):  # noqa: F811  fixtures
    make_measure(region="JAL")
    event_page(make_occurrence(make_event(region="JAL")).event)
    mailing = make_mailing(is_written=False)
    write(mailing, body=[("text", '<p>{{ region|"here" }}</p>')])
    person = MergePerson(None, region="JAL")

    assert fights_context({})["regions"] == [("JAL", "Jalisco")]
    assert list_context({})["regions"] == [("JAL", "Jalisco")]
    assert "Jalisco" in merge(render(mailing.contents.get()), person).text
    assert sample_person().country == "MX"


def test_paper_and_a_campus_that_visitors_propose_follow(mexico, petition):  # noqa: F811  a fixture
    choose("DE")
    proposal = PlaceProposal(petition=petition, name="Beispiel-Universität")

    assert paper_here() == Paper.A4
    assert AcceptForm(proposal=proposal).initial["country"] == "DE"
