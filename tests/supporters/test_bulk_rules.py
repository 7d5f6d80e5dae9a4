"""Deeds on everybody of a segment: what is logged, refused, kept, and what they cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.models import AccessLog, SealedFile, SubjectKey
from privacy.retention import enforce_all
from supporters import segment_reads as reads
from supporters.enums import BulkKind
from supporters.exceptions import DeedTaken, TooManySearches
from supporters.jobs import bulk as jobs
from supporters.models import BulkDeed
from tests.supporters.bulk import IN_CA, done, keys, put_on, tagged, undone, write
from tests.supporters.factories import CustomFieldFactory
from tests.supporters.segments import codes, people, region, saved, staff_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_portions")]


def test_each_is_logged_before_with_how_many_and_never_what(city, tag, steward):
    field = CustomFieldFactory(key="size")
    deed = put_on(saved(IN_CA), tag, steward)
    write(saved(IN_CA, "B"), field, "XYLO", steward)
    undone(done(deed), steward)

    rows = AccessLog.objects.order_by("pk").values_list("deed", "kinds", "count", "subject_ids")
    assert list(rows) == [
        (AccessDeed.CHANGED, ["tags"], 7, []),
        (AccessDeed.SEARCHED, [], 7, []),
        (AccessDeed.CHANGED, ["custom"], 7, []),
        (AccessDeed.CHANGE_UNDONE, ["tags"], 7, []),
    ]


def test_where_a_rule_tells_where_people_are_it_is_a_search_and_they_are_limited(
    city, tag, steward, monkeypatch
):
    inside, _far = city
    monkeypatch.setattr("supporters.services.segments.SEARCHES_PER_HOUR", 1)
    segment = saved({"all": [region("CA"), codes("94110")]})
    assert (done(put_on(segment, tag, steward)).touched, tagged(tag)) == (7, keys(inside))

    assert [row.deed for row in AccessLog.objects.order_by("pk")] == [AccessDeed.SEARCHED, AccessDeed.CHANGED]
    with pytest.raises(TooManySearches):
        put_on(segment, tag, steward)
    assert (BulkDeed.objects.count(), AccessLog.objects.count()) == (1, 2)


def test_the_same_form_twice_is_one_deed_and_none_of_a_colleagues(city, tag, steward):
    segment, public_id = saved(IN_CA), uuid4()
    deeds = [put_on(segment, tag, steward, public_id=public_id) for _twice in range(2)]

    assert (deeds[0], AccessLog.objects.count()) == (deeds[1], 1)
    with pytest.raises(DeedTaken):
        put_on(segment, tag, Actor.staff(staff_user("Mailers")), public_id=public_id)


def test_words_about_papers_are_written_to_nobody(city, steward):
    with pytest.raises(ValidationError):
        write(saved(IN_CA), CustomFieldFactory(), "sin papeles", steward)

    assert (BulkDeed.objects.count(), AccessLog.objects.count()) == (0, 0)


@pytest.mark.parametrize("is_destroyed", [False, True])
def test_after_two_days_value_and_file_are_gone_as_with_their_key(city, steward, is_destroyed):
    deed = done(write(saved(IN_CA), CustomFieldFactory(), "S", steward))
    if is_destroyed:
        jobs.forget(deed.subject_id)
    else:
        with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
            enforce_all()
            assert BulkDeed.objects.count() == 1
        with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
            enforce_all()

    assert (BulkDeed.objects.count(), SealedFile.objects.count()) == (0, 0)
    subjects = [deed.subject_id, deed.undo_file.subject_id]
    assert deed.kind == BulkKind.FIELD
    assert not SubjectKey.objects.using("keystore").filter(subject_id__in=subjects[1:]).exists()


def test_queries_of_our_tables_do_not_grow_with_the_people_of_a_portion(tag, steward, monkeypatch):
    def asked(number, start):
        people(number, start=start, postal_code="10001", custom={})
        segment = saved({"all": [region("NY")]}, f"s{start}")
        deed = put_on(segment, tag, steward)
        with connection.execute_wrapper(count):
            counted.clear()
            jobs.work_on(deed.pk)
        return len(counted)

    counted: list[str] = []

    def count(execute, sql, params, many, context):
        if "countersign_supporters_supporter" in sql:
            counted.append(sql)
        return execute(sql, params, many, context)

    monkeypatch.setattr(reads, "PORTION", 500)
    assert asked(2, 0) == asked(6, 10)
