"""Real headings of five systems, and a spreadsheet in Spanish, lead to the right people."""

import pytest

from outbox.selectors import is_refused
from privacy.actors import Actor
from supporters.enums import ImportField, ImportSystem, RowStanding
from supporters.import_file import heading_of
from supporters.import_systems import recognize
from supporters.models import Subscription
from supporters.selectors import find_supporter
from tests.supporters.factories import ListFactory, TagFactory
from tests.supporters.importing import FILES, brought, imported
from tests.supporters.segments import staff_user

pytestmark = pytest.mark.django_db

F, S = ImportField, ImportSystem
MAPPINGS = {
    "action_network": (
        S.ACTION_NETWORK,
        RowStanding.UNCONFIRMED,
        {
            "first_name": F.GIVEN_NAME,
            "last_name": F.FAMILY_NAME,
            "email": F.EMAIL,
            "Phone Number": F.PHONE,
            "zip_code": F.POSTAL_CODE,
            "can2_user_tags": F.TAGS,
            "can2_subscription_status": F.STATUS,
        },
    ),
    "action_kit": (
        S.ACTION_KIT,
        RowStanding.UNCONFIRMED,
        {
            "email": F.EMAIL,
            "first_name": F.GIVEN_NAME,
            "last_name": F.FAMILY_NAME,
            "subscription_status": F.STATUS,
            "zip": F.POSTAL_CODE,
            "country": F.COUNTRY,
        },
    ),
    "nation_builder": (
        S.NATION_BUILDER,
        RowStanding.UNCONFIRMED,
        {
            "first_name": F.GIVEN_NAME,
            "last_name": F.FAMILY_NAME,
            "email": F.EMAIL,
            "email_opt_in": F.OPTED_IN,
            "email1_is_bad": F.BAD_ADDRESS,
            "phone_number": F.PHONE,
            "primary_zip": F.POSTAL_CODE,
            "primary_country_code": F.COUNTRY,
            "language": F.LANGUAGE,
            "is_deceased": F.NEVER,
            "do_not_contact": F.NEVER,
            "unsubscribed_at": F.LEFT_ON,
            "tag_list": F.TAGS,
        },
    ),
    "mobilize": (
        S.MOBILIZE,
        RowStanding.UNCONFIRMED,
        {
            "user__given_name": F.GIVEN_NAME,
            "user__family_name": F.FAMILY_NAME,
            "user__email_address": F.EMAIL,
            "user__phone_number": F.PHONE,
            "user__postal_code": F.POSTAL_CODE,
        },
    ),
    **{
        f"mailchimp_{kind}": (
            S.MAILCHIMP,
            others,
            {
                "Email Address": F.EMAIL,
                "First Name": F.GIVEN_NAME,
                "Last Name": F.FAMILY_NAME,
                "Phone Number": F.PHONE,
                "OPTIN_TIME": F.SAID_ON,
                "CC": F.COUNTRY,
                "TAGS": F.TAGS,
                **more,
            },
        )
        for kind, others, more in (
            ("subscribed", RowStanding.SUBSCRIBED, {}),
            ("unsubscribed", RowStanding.UNSUBSCRIBED, {"UNSUB_TIME": F.LEFT_ON}),
            ("cleaned", RowStanding.BOUNCED, {"CLEAN_TIME": F.CLEANED_ON}),
        )
    },
    "planilla": (
        S.OTHER,
        RowStanding.UNCONFIRMED,
        {
            "Correo electrónico": F.EMAIL,
            "Nombre": F.GIVEN_NAME,
            "Apellidos": F.FAMILY_NAME,
            "Teléfono": F.PHONE,
            "Código postal": F.POSTAL_CODE,
            "Idioma": F.LANGUAGE,
            "Estado": F.STATUS,
            "Fecha de alta": F.SAID_ON,
        },
    ),
}


@pytest.fixture
def steward():
    return Actor.staff(staff_user("Data stewards"))


@pytest.mark.parametrize("name", MAPPINGS)
def test_an_export_is_recognized_by_its_headings(name, steward):
    system, others, mapping = MAPPINGS[name]
    task = brought((FILES / f"{name}.csv").read_bytes(), steward)
    found = recognize(heading_of(task.rows_file))
    assert {one.heading: one.field for one in found.columns if one.field} == mapping
    assert (task.system, task.others) == (system, others)
    assert task.mapping == [[n, one.field] for n, one in enumerate(found.columns) if one.field]


def test_a_column_that_asks_for_a_status_is_left_out_with_its_word(steward):
    task = brought((FILES / "planilla.csv").read_bytes(), steward)
    last = recognize(heading_of(task.rows_file)).columns[-1]
    assert (last.field, last.refused) == (None, "situacion migratoria")


# Name → how Ada to Fay stand, and whom nobody may write to.
STANDINGS = {
    "action_network": ({"ada": "subscribed", "eli": "unconfirmed"}, "ben cleo dora"),
    "action_kit": ({"ada": "subscribed", "eli": "unconfirmed"}, "ben cleo dora"),
    "nation_builder": ({"ada": "subscribed", "eli": "unconfirmed"}, "ben cleo dora fay"),
    "mobilize": ({"ada": "unconfirmed", "ben": "unconfirmed"}, ""),
    "mailchimp_subscribed": ({"ada": "subscribed"}, ""),
    "mailchimp_unsubscribed": ({}, "ben"),
    "mailchimp_cleaned": ({}, "cleo"),
    "planilla": ({"ada": "subscribed", "eli": "unconfirmed"}, "ben"),
}


@pytest.mark.parametrize("name", STANDINGS)
def test_the_people_of_an_export_stand_as_it_says(name, steward):
    standings, refused = STANDINGS[name]
    news = ListFactory()
    imported((FILES / f"{name}.csv").read_bytes(), news, steward)
    rows = Subscription.objects.filter(list=news).select_related("supporter")
    assert {row.supporter.unseal().email.partition("@")[0]: row.state for row in rows} == standings
    for one in ("ada", "ben", "cleo", "dora", "eli", "fay"):
        assert is_refused(f"{one}@example.org") is (one in refused.split())


def test_what_is_known_of_a_person_comes_along(steward):
    TagFactory(name="housing")
    TagFactory(name="phone bank")
    imported((FILES / "nation_builder.csv").read_bytes(), ListFactory(), steward)
    ada = find_supporter("ada@example.org")
    known = ada.unseal()
    assert (known.given_name, known.family_name, known.phone) == ("Ada", "Ejemplo", "510-555-0142")
    assert (ada.language, ada.country, ada.region, known.postal_code) == ("es", "US", "CA", "94601")
    assert sorted(tag.name for tag in ada.tags.all()) == ["housing", "phone bank"]
    assert sorted(ada.indexes.values_list("kind", flat=True)) == ["email", "phone"]


def test_the_same_heading_twice_is_taken_once():
    found = recognize(["email", "Email", "name", "full name", "phone", "tags", "etiquetas"])
    fields = [one.field for one in found.columns]
    assert fields == [F.EMAIL, None, F.FULL_NAME, None, F.PHONE, F.TAGS, F.TAGS]
