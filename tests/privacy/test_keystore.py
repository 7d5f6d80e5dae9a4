from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from privacy import erasure, keystore
from privacy.days import utc_today
from privacy.exceptions import Erased, LostKey
from privacy.models import DayKey, ScopeKey, SubjectKey

pytestmark = pytest.mark.django_db


def test_500_subjects_cost_one_commit(django_assert_num_queries):
    first = keystore.draw()
    with django_assert_num_queries(0, using="keystore"):
        drawn = [first, *(keystore.draw() for _ in range(499))]

    assert SubjectKey.objects.count() == 500
    assert keystore.salts(one.subject_id for one in drawn) == dict(drawn)
    keystore.draw()
    assert SubjectKey.objects.count() == 1000


def test_salts_of_500_subjects_cost_one_query(django_assert_num_queries):
    drawn = [keystore.draw() for _ in range(500)]
    with django_assert_num_queries(1, using="keystore"):
        assert len(keystore.salts(one.subject_id for one in drawn)) == 500


def test_every_salt_is_16_bytes_and_its_own():
    salts = {keystore.draw().salt for _ in range(600)}
    assert ({len(salt) for salt in salts}, len(salts)) == ({16}, 600)


def test_keys_are_stored_in_the_order_of_their_ids_not_of_their_drawing():
    drawn = [keystore.draw().subject_id for _ in range(500)]
    place = "rowid" if connections["keystore"].vendor == "sqlite" else "ctid"
    stored = SubjectKey.objects.raw(f"SELECT * FROM {SubjectKey._meta.db_table} ORDER BY {place}")
    assert [row.subject_id for row in stored] == sorted(drawn) != drawn


@pytest.mark.parametrize("hours", [13, 24 * 3, -24])
def test_a_block_is_dropped_when_it_is_old_or_the_clock_went_back(hours):
    keystore.draw()
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        keystore.draw()
    assert SubjectKey.objects.count() == 1000


def test_a_block_of_the_last_hours_is_used_on():
    keystore.draw()
    with time_machine.travel(timezone.now() + timedelta(hours=11)):
        keystore.draw()
    assert SubjectKey.objects.count() == 500


def test_the_oldest_key_that_can_still_be_drawn_was_made_yesterday():
    with time_machine.travel("2030-01-01T23:59:59+00:00"):
        keystore.draw()
    with time_machine.travel("2030-01-02T11:59:00+00:00"):
        last = SubjectKey.objects.get(pk=keystore.draw().subject_id)
        assert utc_today() - last.made == timedelta(days=1)


def test_a_scope_has_one_salt_for_everybody():
    salt = keystore.scope_salt("petition", "p", make=True)
    assert (keystore.scope_salt("petition", "p"), keystore.scope_salt("petition", "p", make=True)) == (
        salt,
        salt,
    )
    assert (
        len(
            {
                salt,
                keystore.scope_salt("event", "p", make=True),
                keystore.scope_salt("petition", "q", make=True),
            }
        )
        == 3
    )


def test_a_scope_that_never_was_is_lost_and_one_that_was_destroyed_is_erased():
    keystore.scope_salt("petition", "p", make=True)
    assert erasure.destroy_scope("petition", "p") is True
    assert erasure.destroy_scope("petition", "p") is False
    with pytest.raises(Erased):
        keystore.scope_salt("petition", "p", make=True)
    with pytest.raises(LostKey):
        keystore.scope_salt("petition", "never")
    assert ScopeKey.objects.get().salt is None


def test_a_day_has_one_key_per_purpose_read_once(django_assert_num_queries):
    today = utc_today()
    key = keystore.day_key(today, "limits")
    with django_assert_num_queries(0, using="keystore"):
        assert keystore.day_key(today, "limits") == key
    keystore.forget_blocks()
    assert keystore.day_key(today, "limits") == key != keystore.day_key(today, "other")
    assert len(key) == 32


def test_the_key_of_a_day_is_destroyed_when_the_day_is_over():
    with time_machine.travel("2030-01-01T23:59:59+00:00"):
        day = utc_today()
        keystore.day_key(day, "limits")
        assert keystore.drop_day_keys() == 0
    with time_machine.travel("2030-01-02T00:00:01+00:00"):
        with pytest.raises(Erased):
            keystore.day_key(day, "limits")
        assert keystore.drop_day_keys() == 1
        keystore.day_key(utc_today(), "limits")
    assert not DayKey.objects.filter(day=day).exists()
    assert [known for known, _purpose in keystore._day_keys] != [day]
