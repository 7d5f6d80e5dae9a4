"""The one way in: find by address, fill gaps, lower nothing."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.utils import translation

from privacy.erasure import destroy_subjects
from privacy.exceptions import BadAddress
from supporters.enums import SubscriptionState, SupporterState
from supporters.models import SubjectIndex, Subscription, Supporter
from supporters.selectors import find_supporter
from supporters.services import subscribe, unsubscribe
from tests.supporters.factories import PERSON, ListFactory, admit

pytestmark = pytest.mark.django_db


def test_a_new_person_is_found_by_any_spelling_of_the_address():
    supporter = admit("Maria.Lopez+news@gmail.com")

    assert find_supporter("marialopez@googlemail.com") == supporter
    assert find_supporter("maria@gmail.com") is None
    assert find_supporter("no address") is None


def test_admitting_twice_gives_one_supporter():
    first = admit("maria@example.org")
    second = admit("MARIA@Example.ORG")

    assert second == first
    assert Supporter.objects.count() == 1


def test_mail_goes_to_the_address_as_it_was_typed_first():
    admit("Maria@Example.org")

    assert admit("maria@example.org").unseal().email == "Maria@Example.org"


def test_gaps_are_filled_and_what_is_written_stays():
    admit(given_name="María", postal_code="", custom={"skill": "drums"})
    after = admit(
        given_name="M.",
        family_name="López",
        postal_code="78702",
        phone="512 555 0142",
        custom={"skill": "cooking", "car": True},
    ).unseal()

    assert (after.given_name, after.family_name, after.postal_code) == ("María", "López", "78702")
    assert after.custom == {"skill": "drums", "car": True}


def test_the_region_comes_from_the_postal_code_even_if_it_comes_later():
    supporter = admit(postal_code="")
    assert supporter.region == ""

    admit(postal_code="78702")
    supporter.refresh_from_db()
    assert supporter.region == "TX"


def test_the_language_is_that_of_the_page_they_last_acted_on():
    admit(language="es")
    supporter = admit(language="en")

    supporter.refresh_from_db()
    assert supporter.language == "en"


def test_the_country_is_filled_but_never_replaced():
    admit(country="")
    admit(country="US")
    supporter = admit(country="MX")

    supporter.refresh_from_db()
    assert supporter.country == "US"


def test_an_imported_person_becomes_active_and_an_active_one_stays_so():
    supporter = admit()
    Supporter.objects.filter(pk=supporter.pk).update(state=SupporterState.UNCONFIRMED)

    admit()
    supporter.refresh_from_db()
    assert supporter.state == SupporterState.ACTIVE


def test_signing_again_never_subscribes_again():
    mail_list = ListFactory()
    supporter = admit()
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)
    unsubscribe(supporter=supporter, list=mail_list, actor=PERSON)

    admit()
    assert Subscription.objects.get().state == SubscriptionState.UNSUBSCRIBED


def test_a_deed_wakes_a_supporter_whom_nothing_kept():
    supporter = admit()
    Supporter.objects.update(active_month="2020-01-01", idle_since="2020-02-01")

    admit()
    supporter.refresh_from_db()
    assert (supporter.active_month.year > 2020, supporter.idle_since) == (True, None)


def test_a_phone_is_indexed_and_may_be_shared():
    admit("maria@example.org", phone="(512) 555-0142")
    admit("jo@example.org", phone="+1 512 555 0142")

    phones = SubjectIndex.objects.filter(kind="phone").values_list("index", flat=True)
    assert len(phones) == 2
    assert len({bytes(phone) for phone in phones}) == 1


def test_a_phone_nobody_could_dial_is_kept_but_not_indexed():
    supporter = admit(phone="12")

    assert supporter.unseal().phone == "12"
    assert SubjectIndex.objects.filter(kind="phone").count() == 0


def test_a_text_that_is_no_address_is_refused_before_anything_is_written():
    with pytest.raises(BadAddress):
        admit("not an address")

    assert Supporter.objects.count() == 0


def test_a_half_erased_person_who_signs_again_begins_anew():
    old = admit(given_name="María", family_name="López")
    destroy_subjects([old.subject_id])

    new = admit(given_name="Ana")
    assert new.pk != old.pk
    assert (new.unseal().given_name, new.unseal().family_name) == ("Ana", "")
    assert Supporter.objects.count() == 1


def test_a_supporter_is_called_by_a_number_and_masked_for_staff():
    supporter = admit("maria@gmail.com", family_name="López", phone="512 555 0142")
    opened = supporter.unseal()

    assert str(supporter) == f"Supporter {supporter.public_id.hex[:4].upper()}"
    with translation.override("es"):
        assert str(supporter) == f"Simpatizante {supporter.public_id.hex[:4].upper()}"
    assert (opened.masked_name, opened.masked_email, opened.masked_phone) == (
        "María L.",
        "m•••@g•••.com",
        "•••42",
    )
    assert "maria" not in repr(opened)


def test_a_newcomer_costs_three_statements_and_a_regular_two(django_assert_num_queries):
    # PostgreSQL: one more each, the advisory lock on the address; SQLite's writers queue anyway.
    lock = 1 if connection.vendor == "postgresql" else 0
    with transaction.atomic():
        admit("warm@example.org")  # fills the block of keys
        with django_assert_num_queries(3 + lock):
            admit("maria@example.org")
        with django_assert_num_queries(1 + lock):
            admit("maria@example.org")
        with django_assert_num_queries(2 + lock):
            admit("maria@example.org", family_name="López")


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_admissions_of_one_address_give_one_supporter():
    start = threading.Barrier(4)
    failures: list[BaseException] = []

    def sign(address: str) -> None:
        try:
            start.wait(timeout=60)
            admit(address)
        except BaseException as failure:  # noqa: BLE001 (shown by the assertion below)
            failures.append(failure)
        finally:
            connections.close_all()

    spellings = ["maria@gmail.com", "Maria@gmail.com", "m.aria@gmail.com", "maria+x@googlemail.com"]
    threads = [threading.Thread(target=sign, args=[address]) for address in spellings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert failures == []
    assert Supporter.objects.count() == 1
    assert SubjectIndex.objects.count() == 1
