"""Deeds on everybody of a segment: whom they change, that they end whoever is killed, and the way back."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.erasure import destroy_subjects
from privacy.files import destroy_expired
from privacy.models import AccessLog, SealedChunk, SealedFile, SubjectKey
from supporters.enums import WorkState
from supporters.exceptions import CannotBeUndone, SegmentGone
from supporters.jobs import bulk as jobs
from supporters.jobs import working
from supporters.models import BulkDeed
from supporters.services import bulk as services
from supporters.services import erase_supporter
from supporters.services.labels import put_tag, take_tag, write_answers
from supporters.services.segments import delete_segment
from tests.supporters.bulk import IN_CA, customs, done, keys, put_on, tagged, undone, write
from tests.supporters.factories import CustomFieldFactory, TagFactory, admit
from tests.supporters.segments import saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_portions")]
SYSTEM = Actor.system()


def test_a_tag_is_put_on_everybody_who_fits_and_taken_back_only_of_whom_it_changed(city, tag, steward):
    inside, far = city
    put_tag(supporter=inside[0], tag=tag, actor=SYSTEM)
    put_tag(supporter=far, tag=tag, actor=SYSTEM)
    deed = done(put_on(saved(IN_CA), tag, steward))

    assert (deed.state, deed.touched) == (WorkState.DONE, 6)
    assert tagged(tag) == keys([*inside, far])
    deed = undone(deed, steward)
    assert (deed.is_undone, deed.restored, deed.undo_file) == (True, 6, None)
    assert tagged(tag) == keys([inside[0], far])
    assert SealedFile.objects.count() == 0


def test_a_tag_is_taken_off_and_put_back(city, tag, steward):
    inside, far = city
    for one in (*inside[:3], far):
        put_tag(supporter=one, tag=tag, actor=SYSTEM)
    deed = done(put_on(saved(IN_CA), tag, steward, is_put_on=False))

    assert (deed.touched, tagged(tag)) == (3, keys([far]))
    undone(deed, steward)
    assert tagged(tag) == keys([*inside[:3], far])


def test_a_field_is_written_sealed_and_what_stood_there_comes_back(city, steward):
    inside, far = city
    field = CustomFieldFactory(key="size")
    write_answers(supporter=inside[1], answers={field: "S"}, actor=SYSTEM)
    write_answers(supporter=inside[2], answers={field: "XYLO"}, actor=SYSTEM)
    deed = done(write(saved(IN_CA), field, "XYLO", steward))

    assert (deed.state, deed.touched) == (WorkState.DONE, 6)
    assert customs(inside) == [{"other": "stays", "size": "XYLO"}] * 7
    assert customs([far]) == [{}]
    for table in ("supporter", "bulkdeed"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM countersign_supporters_{table}")
            assert "XYLO" not in str(cursor.fetchall())
    undone(deed, steward)
    before = [{"other": "stays"}] * 7
    before[1] = {"other": "stays", "size": "S"}
    before[2] = {"other": "stays", "size": "XYLO"}
    assert customs(inside) == before


def test_a_field_is_emptied_and_a_yes_is_not_the_number_one(city, steward):
    inside, _far = city
    drives, kids = (
        CustomFieldFactory(key="drives", kind="yes_no"),
        CustomFieldFactory(key="kids", kind="number"),
    )
    write_answers(supporter=inside[0], answers={kids: 1}, actor=SYSTEM)
    emptied = done(write(saved(IN_CA), kids, None, steward))
    said = done(write(saved(IN_CA, "Others"), drives, True, steward))

    assert (emptied.touched, said.touched) == (1, 7)
    assert customs(inside[:1]) == [{"other": "stays", "drives": True}]
    undone(emptied, steward)
    assert customs(inside[:1]) == [{"other": "stays", "drives": True, "kids": 1}]


def test_what_was_changed_since_is_left_alone(city, tag, steward):
    inside, _far = city
    field = CustomFieldFactory(key="size")
    tagging, writing = put_on(saved(IN_CA), tag, steward), write(saved(IN_CA, "B"), field, "S", steward)
    tagging, writing = done(tagging), done(writing)
    take_tag(supporter=inside[0], tag=tag, actor=SYSTEM)
    put_tag(supporter=inside[0], tag=TagFactory(name="other"), actor=SYSTEM)
    write_answers(supporter=inside[0], answers={field: "M"}, actor=SYSTEM)

    assert (undone(tagging, steward).restored, undone(writing, steward).restored) == (6, 6)
    assert [one.name for one in inside[0].tags.all()] == ["other"]
    assert customs(inside[:2]) == [{"other": "stays", "size": "M"}, {"other": "stays"}]


def test_the_segment_is_as_it_was_when_it_was_asked_for(city, tag, steward):
    inside, _far = city
    segment = saved(IN_CA)
    deed = put_on(segment, tag, steward)
    delete_segment(segment=segment, actor=SYSTEM)
    late = admit("late@example.org", postal_code="94110")

    assert (done(deed).segment_name, tagged(tag)) == ("Neighbors", keys(inside))
    assert late.pk not in tagged(tag)
    with pytest.raises(SegmentGone):
        put_on(segment, tag, steward)


class Killed(BaseException):
    """As a killed process: nothing catches it."""


def cut_short(monkeypatch, deed, *, after):
    """A worker dies in the middle of a portion, after so many; its lease is over."""
    kept, left = jobs._Undo.keep, [after]

    def keep(self, changed):
        kept(self, changed)
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(jobs._Undo, "keep", keep)
        with pytest.raises(Killed):
            jobs.work_on(deed.pk)
    BulkDeed.objects.filter(pk=deed.pk).update(lease=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("after", [0, 1, 2])
def test_whoever_is_killed_it_is_done_once_and_taken_back_whole(city, tag, steward, monkeypatch, after):
    inside, _far = city
    put_tag(supporter=inside[2], tag=tag, actor=SYSTEM)
    deed = put_on(saved(IN_CA), tag, steward)
    cut_short(monkeypatch, deed, after=after)
    assert len(tagged(tag)) < 7

    deed = done(deed)
    assert (deed.state, deed.touched, tagged(tag)) == (WorkState.DONE, 6, keys(inside))
    assert (undone(deed, steward).restored, tagged(tag)) == (6, keys(inside[2:3]))


def test_taking_back_goes_on_where_it_was_cut_short(city, tag, steward, monkeypatch):
    deed = done(put_on(saved(IN_CA), tag, steward))
    services.undo_bulk(deed=deed, actor=steward)
    monkeypatch.setattr(working, "TURN_SECONDS", -1)
    assert [jobs.work_on(deed.pk) for _turn in range(5)] == [True, True, True, True, False]

    deed.refresh_from_db()
    assert (deed.is_undone, deed.restored, tagged(tag)) == (True, 7, set())


def test_a_worker_whose_deed_another_has_does_nothing(city, tag, steward):
    deed = put_on(saved(IN_CA), tag, steward)
    BulkDeed.objects.filter(pk=deed.pk).update(
        state=WorkState.WORKING, claim=uuid4(), lease=timezone.now() + timedelta(minutes=1)
    )

    assert (jobs.work_on(deed.pk), jobs.work_on_waiting(), tagged(tag)) == (False, False, set())


@pytest.mark.parametrize("position", [0, 3, 6])
def test_erasing_somebody_in_it_leaves_the_others_a_way_back_under_another_key(city, tag, steward, position):
    inside, far = city
    deed = done(put_on(saved(IN_CA), tag, steward))
    subject = deed.undo_file.subject_id
    erase_supporter(supporter=far, keep_fingerprint=False, actor=Actor.the_person())
    assert SealedFile.objects.count() == 1

    erase_supporter(supporter=inside[position], keep_fingerprint=False, actor=Actor.the_person())
    assert (SealedFile.objects.count(), SealedChunk.objects.count()) == (1, 3 if position == 6 else 4)
    assert not SubjectKey.objects.using("keystore").filter(subject_id=subject).exists()
    assert jobs.files_with(inside[position].pk) == []
    assert SealedFile.objects.get().expires_at == deed.undo_file.expires_at
    assert (undone(deed, steward).restored, tagged(tag)) == (6, set())


def test_who_was_not_changed_leaves_the_way_back(city, tag, steward):
    inside, _far = city
    put_tag(supporter=inside[3], tag=tag, actor=SYSTEM)
    deed = done(put_on(saved(IN_CA), tag, steward))
    erase_supporter(supporter=inside[3], keep_fingerprint=False, actor=Actor.the_person())

    assert undone(deed, steward).restored == 6


def test_erasing_somebody_midway_leaves_out_who_it_is(city, tag, steward, monkeypatch):
    inside, _far = city
    deed = put_on(saved(IN_CA), tag, steward)
    with monkeypatch.context() as patch:
        patch.setattr(working, "TURN_SECONDS", -1)
        assert jobs.work_on(deed.pk)
    erase_supporter(supporter=inside[0], keep_fingerprint=False, actor=Actor.the_person())

    deed = done(deed)
    assert (deed.state, tagged(tag)) == (WorkState.DONE, keys(inside[1:]))
    assert (undone(deed, steward).restored, tagged(tag)) == (6, set())


def test_erasing_somebody_while_it_is_taken_back_lets_it_end(city, tag, steward, monkeypatch):
    inside, _far = city
    deed = done(put_on(saved(IN_CA), tag, steward))
    services.undo_bulk(deed=deed, actor=steward)
    with monkeypatch.context() as patch:
        patch.setattr(working, "TURN_SECONDS", -1)
        assert jobs.work_on(deed.pk)
    for one in inside[:2]:
        erase_supporter(supporter=one, keep_fingerprint=False, actor=Actor.the_person())

    deed = done(deed)
    assert (deed.is_undone, deed.restored, tagged(tag)) == (True, 7, set())


def test_a_key_that_goes_midway_leaves_that_person_out(city, steward):
    inside, _far = city
    field = CustomFieldFactory(key="size")
    destroy_subjects([inside[4].subject_id])

    assert done(write(saved(IN_CA), field, "S", steward)).touched == 6


def test_the_way_back_is_open_for_a_day(city, tag, steward):
    deed = done(put_on(saved(IN_CA), tag, steward))
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=11), tick=False):
        with pytest.raises(CannotBeUndone):
            services.undo_bulk(deed=deed, actor=steward)
        destroy_expired()
    deed.refresh_from_db()
    assert (deed.undo_file, deed.can_be_undone) == (None, False)


def test_a_way_back_that_is_lost_midway_is_told(city, tag, steward):
    deed = done(put_on(saved(IN_CA), tag, steward))
    services.undo_bulk(deed=deed, actor=steward)
    destroy_subjects([deed.undo_file.subject_id])

    assert (done(deed).state, len(tagged(tag))) == (WorkState.FAILED, 7)


def test_of_a_tag_that_was_deleted_nothing_is_done(city, tag, steward):
    deed = put_on(saved(IN_CA), tag, steward)
    tag.delete()

    assert done(deed).state == WorkState.FAILED


def test_what_went_wrong_goes_on_where_it_stopped(city, tag, steward, monkeypatch):
    deed = put_on(saved(IN_CA), tag, steward)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "change_of", lambda _deed: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs.work_on(deed.pk)
    deed.refresh_from_db()
    assert deed.state == WorkState.FAILED
    for _twice in range(2):
        services.go_on_with_bulk(deed=deed, actor=steward)

    assert done(deed).touched == 7
    assert [row.deed for row in AccessLog.objects.all()] == [AccessDeed.CHANGED] * 2
