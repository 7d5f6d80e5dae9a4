import pytest
from django.db import IntegrityError, transaction

from petitions.models import Signature, TotalDelta
from petitions.services.signing import let_wait
from privacy.inserts import insert_row
from tests.petitions.factories import make_petition

pytestmark = pytest.mark.django_db


def test_a_row_is_what_the_orm_would_have_written():
    petition = make_petition()
    rows = [Signature(petition=petition, language="es", mark=b"\x00\xff" * 16) for _ in range(2)]
    for row in rows:
        let_wait(row)
        row.mark = None
    rows[0].save()
    insert_row(rows[1])

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
        insert_row(Signature(petition=petition, language="en", state="pending"))

    assert Signature.objects.count() == TotalDelta.objects.count() == 0
