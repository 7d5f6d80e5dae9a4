from datetime import date

import pytest
from django.db import IntegrityError, transaction

from petitions.models import Signature, TotalDelta
from petitions.services.signing import let_wait
from privacy.inserts import insert_many, insert_rows
from supporters.models import Tag
from tests.petitions.factories import make_petition

pytestmark = pytest.mark.django_db


def test_a_row_is_what_the_orm_would_have_written():
    petition = make_petition()
    rows = [Signature(petition=petition, language="es", mark=b"\x00\xff" * 16) for _ in range(2)]
    for row in rows:
        let_wait(row)
        row.mark = None
    rows[0].save()
    insert_rows(rows[1])

    first, second = (
        Signature.objects.filter(pk=row.pk).values().get() | {"id": 0, "public_id": 0} for row in rows
    )
    assert first == second
    assert not rows[1]._state.adding
    rows[1].source = "flyer"
    rows[1].save()
    assert Signature.objects.count() == 2


def test_a_broken_constraint_is_raised_and_writes_nothing():
    petition = make_petition()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Signature(petition=petition, language="en", state="pending"))

    assert Signature.objects.count() == TotalDelta.objects.count() == 0


def test_rows_inserted_together_each_get_their_key_and_one_that_breaks_takes_all_with_it():
    petition = make_petition()
    deltas = [TotalDelta(petition=petition, entered=state, day=date(2030, 1, 1)) for state in ("a", "b")]
    insert_rows(*deltas)
    assert list(TotalDelta.objects.order_by("pk").values_list("pk", "entered")) == [
        (deltas[0].pk, "a"),
        (deltas[1].pk, "b"),
    ]

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(
            TotalDelta(petition=petition, entered="c", day=date(2030, 1, 1)),
            Signature(petition=petition, language="en", state="pending"),
        )
    assert TotalDelta.objects.count() == 2


def test_many_rows_get_their_keys_in_order():
    rows = [Tag(name=f"tag {number}") for number in range(9)]
    keys = insert_many(rows)
    assert keys == [row.pk for row in rows]
    assert dict(Tag.objects.values_list("pk", "name")) == {row.pk: row.name for row in rows}
    assert insert_many([]) == []


def test_of_many_rows_those_that_are_there_can_be_left_out():
    Tag.objects.create(name="housing")
    keys = insert_many([Tag(name="housing"), Tag(name="phone bank")], skip_conflicts=True)
    assert list(Tag.objects.filter(pk__in=keys).values_list("name", flat=True)) == ["phone bank"]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([Tag(name="housing")])
