from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from petitions.models import Signature, TotalDelta
from petitions.services.signing import let_wait
from privacy.inserts import COPIED_FROM, insert_many, insert_rows, insert_values
from privacy.lookups import among
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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver keeps statements itself")
def test_what_is_inserted_again_and_again_postgresql_reads_once():
    prepared = (
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%countersign_supporters_tag%'"
    )
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    for number in range(9):
        insert_rows(Tag(name=f"tag {number}"))
    with connection.cursor() as cursor:
        cursor.execute(prepared)
        assert cursor.fetchone() == (1,)
    assert Tag.objects.count() == 9


def test_what_an_insert_leaves_unsaid_is_empty():
    petition = make_petition()
    full = Signature(petition=petition, language="en", state="confirmed", mark=b"\x01" * 32, mark_version=1)
    empty = Signature(petition=petition, language="en", state="confirmed")
    insert_rows(full)
    insert_rows(empty)

    kept = Signature.objects.order_by("pk").values_list("mark", "mark_version", "expires_at")
    assert [(mark and bytes(mark), version, at) for mark, version, at in kept] == [
        (b"\x01" * 32, 1, None),
        (None, None, None),
    ]


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


def test_a_great_many_rows_are_what_few_are_and_one_that_breaks_takes_all_with_it():
    names = [f"tag {number}" for number in range(COPIED_FROM + 1)]
    rows = [Tag(name=name) for name in names]
    keys = insert_many(rows)
    assert keys == [row.pk for row in rows]
    assert dict(Tag.objects.values_list("pk", "name")) == dict(zip(keys, names, strict=True))
    # The database goes on counting behind them.
    assert Tag.objects.create(name="the next").pk > keys[-1]

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([Tag(name=f"new {number}") for number in range(COPIED_FROM)] + [Tag(name=names[0])])
    assert Tag.objects.count() == len(names) + 1


@pytest.mark.parametrize("number", [2, COPIED_FROM])
def test_rows_of_values_have_the_defaults_of_rows_that_are_instances(number):
    petition = make_petition()
    marks = [bytes([place]) * 32 for place in range(number)]
    keys = insert_values(
        Signature,
        ("petition_id", "language", "state", "mark"),
        [(petition.pk, "es", "confirmed", mark) for mark in marks],
    )
    assert keys == sorted(keys)
    written = list(Signature.objects.order_by("pk").values())
    assert [(row["id"], bytes(row["mark"])) for row in written] == list(zip(keys, marks, strict=True))
    assert len({row["public_id"] for row in written}) == number

    other = Signature(petition=petition, language="es", state="confirmed", mark=b"\xff" * 32)
    other.save()
    its_own = {"id": 0, "public_id": 0, "mark": b""}
    assert Signature.objects.values().get(pk=other.pk) | its_own == written[0] | its_own


def test_a_field_that_a_model_does_not_have_is_refused():
    with pytest.raises(TypeError, match=r"has no colour\."):
        insert_values(Tag, ("name", "colour"), [("housing", "red")])


def test_among_asks_for_many_values_of_bytes_and_of_ids_as_in_does():
    petition = make_petition()
    rows = [
        Signature(petition=petition, language="en", state="confirmed", mark=bytes([n]) * 32) for n in b"abc"
    ]
    insert_many(rows)
    wanted = Signature.objects.filter(among("mark", [b"a" * 32, b"c" * 32, b"z" * 32]))
    assert set(wanted) == {rows[0], rows[2]}
    assert set(Signature.objects.filter(among("public_id", [rows[1].public_id]))) == {rows[1]}
    assert not Signature.objects.filter(among("mark", [])).exists()
