from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import models
from django.test.utils import isolate_apps

from privacy import erasure, keystore
from privacy.exceptions import BrokenSeal, Erased, LostKey, NothingSealed, ResealConflict
from privacy.inserts import insert_values
from privacy.models import SealedModel, SubjectKey
from privacy.sealing import SealedValues, reseal, seal_new, seal_values, unseal_many
from privacy.shapes import SealedShape
from supporters.models import Supporter, SupporterDetails
from tests.privacy.factories import new_key, new_person, people, person, plus_one, with_keys

pytestmark = pytest.mark.django_db


def test_a_row_is_sealed_and_opened():
    row = Supporter.objects.get(pk=person(given_name="Zoë", email="zoe@example.org").pk)
    assert (row.unseal().given_name, row.unseal().email) == ("Zoë", "zoe@example.org")
    assert (row.sealed_version, b"zoe" in bytes(row.sealed)) == (1, False)


def test_each_row_has_its_own_subject_with_a_key_in_the_keystore():
    rows = people(3)
    assert keystore.salts(row.subject_id for row in rows).keys() == {row.subject_id for row in rows}
    assert len({row.subject_id for row in rows}) == 3


def test_sealing_costs_no_query_of_the_main_database(django_assert_num_queries):
    new_person()
    with django_assert_num_queries(0), django_assert_num_queries(0, using="keystore"):
        new_person()


def test_a_row_is_sealed_new_only_once():
    row = person()
    with pytest.raises(ValueError, match="use reseal"):
        seal_new(row, SupporterDetails())


def test_another_shape_is_refused():
    class Other(SealedShape):
        pass

    with pytest.raises(TypeError):
        seal_new(Supporter(), Other())


def test_rows_inserted_as_values_open_like_others():
    many = [seal_values(Supporter, SupporterDetails(given_name=name)) for name in ("Ada", "Zoë")]
    insert_values(Supporter, (*SealedValues._fields, "language"), [(*sealed, "en") for sealed in many])
    rows = Supporter.objects.order_by("pk")
    assert [row.unseal().given_name for row in rows] == ["Ada", "Zoë"]
    assert {row.sealed_version for row in rows} == {1}
    reseal(rows[0], lambda known: replace(known, given_name="Eva"))
    assert Supporter.objects.get(pk=rows[0].pk).unseal().given_name == "Eva"


def test_500_rows_cost_one_keystore_query(django_assert_num_queries):
    rows = people(500)
    with django_assert_num_queries(1, using="keystore"), django_assert_num_queries(0):
        opened = unseal_many(rows)
    assert [one.email for one in opened] == [f"person{number}@example.org" for number in range(500)]


def test_erased_and_empty_rows_of_a_list_are_none():
    rows = people(3)
    erasure.destroy_subjects([rows[0].subject_id])
    rows[1].sealed = rows[1].subject_id = None
    assert [one and one.email for one in unseal_many(rows)] == [None, None, "person2@example.org"]


def test_an_erased_row_says_so():
    row = person()
    erasure.destroy_subjects([row.subject_id])
    with pytest.raises(Erased):
        row.unseal()
    with pytest.raises(Erased):
        reseal(row, lambda details: details)


def test_a_lost_key_is_not_an_erased_one():
    row = person()
    SubjectKey.objects.all().delete()
    with pytest.raises(LostKey):
        row.unseal()
    with pytest.raises(LostKey):
        unseal_many([row])
    assert unseal_many([row], skip_unreadable=True) == [None]


def test_a_row_without_a_blob_says_so():
    row = person()
    Supporter.objects.update(sealed=None)
    row.refresh_from_db()
    with pytest.raises(NothingSealed):
        row.unseal()


def test_a_blob_copied_into_another_row_does_not_open():
    thief, victim = people(2)
    thief.sealed = victim.sealed
    with pytest.raises(BrokenSeal):
        thief.unseal()
    thief.subject_id = victim.subject_id
    with pytest.raises(BrokenSeal):
        thief.unseal()
    thief.public_id = victim.public_id
    assert thief.unseal() == victim.unseal()


def test_a_blob_that_names_a_key_that_never_was_is_damaged(settings):
    old = settings.COUNTERSIGN["KEYS"].kek
    row = person()
    reseal(row, lambda details: details)
    with_keys(settings, kek=plus_one(old))
    reseal(row, lambda details: replace(details, given_name="Bea"))
    assert (bytes(row.sealed)[:3], row.unseal().given_name) == (b"\x01\x00\x02", "Bea")
    row.sealed = b"\x01\x00\x09" + bytes(row.sealed)[3:]
    with pytest.raises(BrokenSeal):
        row.unseal()


def test_a_reseal_changes_what_is_sealed_and_nothing_else():
    row = person(given_name="Ada")
    before = row.subject_id
    assert reseal(row, lambda details: replace(details, given_name="Bea")).given_name == "Bea"

    row = Supporter.objects.get(pk=row.pk)
    assert (row.unseal().given_name, row.sealed_version, row.subject_id) == ("Bea", 2, before)


def test_a_reseal_starts_again_from_what_a_faster_writer_wrote():
    row = person(given_name="Ada")
    seen = []

    def add_a_letter(details: SupporterDetails) -> SupporterDetails:
        seen.append(details.given_name)
        if len(seen) == 1:
            other = Supporter.objects.get(pk=row.pk)
            reseal(other, lambda theirs: replace(theirs, email="new@example.org", given_name="Bea"))
        return replace(details, given_name=details.given_name + "!")

    reseal(row, add_a_letter)

    details = Supporter.objects.get(pk=row.pk).unseal()
    assert (seen, details.given_name, details.email) == (["Ada", "Bea"], "Bea!", "new@example.org")
    assert row.sealed_version == 3


def test_a_reseal_gives_up_when_others_always_win():
    row = person()

    def lose(details: SupporterDetails) -> SupporterDetails:
        Supporter.objects.filter(pk=row.pk).update(sealed_version=models.F("sealed_version") + 1)
        return details

    with pytest.raises(ResealConflict):
        reseal(row, lose)


def test_a_reseal_never_refills_a_row_that_was_emptied_meanwhile():
    row = person()

    def erase_meanwhile(details: SupporterDetails) -> SupporterDetails:
        Supporter.objects.filter(pk=row.pk).update(sealed=None, subject_id=None)
        return details

    with pytest.raises(NothingSealed):
        reseal(row, erase_meanwhile)
    assert Supporter.objects.get(pk=row.pk).sealed is None


@isolate_apps("django.contrib.contenttypes")
def test_what_is_sealed_under_a_scope_dies_with_it():
    class Guest(SealedModel):
        seal_domain = "event"
        Sealed = SupporterDetails
        public_id = models.UUIDField(default=uuid4)
        occurrence = models.CharField(max_length=9)

        class Meta:
            app_label = "contenttypes"

        def seal_scope(self) -> tuple[str, str]:
            return "occurrence", self.occurrence

    with pytest.raises(TypeError, match="under a scope"):
        seal_values(Guest, SupporterDetails())
    for name in ("rally", "training"):
        keystore.scope_salt("occurrence", name, make=True)
    guests = [Guest(occurrence="rally"), Guest(occurrence="training")]
    for guest in guests:
        seal_new(guest, SupporterDetails(given_name=guest.occurrence))
    assert [one.given_name for one in unseal_many(guests)] == ["rally", "training"]

    erasure.destroy_scope("occurrence", "rally")

    with pytest.raises(Erased):
        guests[0].unseal()
    assert [one and one.given_name for one in unseal_many(guests)] == [None, "training"]


def test_a_row_under_a_scope_needs_it():
    """The scope's salt is part of the key: without it the subject's alone opens nothing."""
    from privacy import envelope

    row = new_person()
    salt = keystore.salts([row.subject_id])[row.subject_id]
    assert envelope.derive_key(new_key().reveal(), "d", row.subject_id, salt) != envelope.derive_key(
        new_key().reveal(), "d", row.subject_id, salt, b"s" * 16
    )
