"""How a table is made and ends: sealed, logged, by two persons, without who leaves, once for all."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.files import destroy_expired, destroy_files
from privacy.models import AccessLog, SealedFile
from supporters.enums import WorkState
from supporters.exceptions import FileGone, OwnRequest, TooManySearches
from supporters.jobs import exports as jobs
from supporters.jobs import working
from supporters.models import Supporter, SupporterExport
from supporters.retention import RULES
from supporters.services import erase_supporter, unsubscribe
from supporters.services import exports as services
from supporters.services import segments as segment_services
from tests.supporters.factories import PERSON, ListFactory, admit
from tests.supporters.leaving import (
    ALL,
    LEGAL,
    ask,
    bytes_of,
    made,
    need_two,
    real_rows,
    reread,
    taker,
)
from tests.supporters.segments import codes, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(db):
    return ListFactory(name={"en": "News"})


@pytest.fixture
def segment(db):
    return saved(ALL)


# --- sealed, a day, the log ----------------------------------------------------------------------


def test_the_file_is_sealed_and_gone_after_a_day_and_the_line_with_the_access_log(
    steward_user, segment, news
):
    taker(news, "a@example.org")
    export = made(segment, steward_user)
    chunks = b"".join(bytes(row.data) for file in SealedFile.objects.all() for row in file.chunks.all())
    assert b"example.org" not in chunks
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=11)):
        assert not reread(export).is_there
        destroy_expired()
    assert (SealedFile.objects.count(), reread(export).file, reread(export).members) == (0, None, None)
    rule = next(rule for rule in RULES if rule.key == "supporters.exports")
    assert rule.days == 180
    later = export.created + timedelta(days=1)
    assert (rule.overdue(export.created), rule.overdue(later), rule.enforce(later)) == (0, 1, 1)
    assert SupporterExport.objects.count() == 0


def test_making_and_taking_it_are_in_the_access_log_without_a_value(steward_user, segment, news):
    taker(news, "a@example.org")
    taker(news, "b@example.org")
    export = made(segment, steward_user)
    services.open_export(export=export, actor=Actor.staff(steward_user))

    said = [
        (row.user_id, row.deed, row.kinds, row.subject_ids, row.count, row.reason)
        for row in AccessLog.objects.order_by("pk")
    ]
    assert said == [
        (steward_user.pk, deed, ["email", "given_name"], [], 3, AccessReason.CONTACT_ABOUT_DEED)
        for deed in (AccessDeed.EXPORTED, AccessDeed.DOWNLOADED)
    ]
    assert "example.org" not in str(AccessLog.objects.values())


def test_a_segment_by_postal_codes_is_a_search_of_whoever_asks(steward_user, news, monkeypatch):
    taker(news, "a@example.org", postal_code="94110")
    taker(news, "b@example.org", postal_code="10001")
    segment = saved(codes("94110"))
    export = made(segment, steward_user)
    assert [row[1] for row in real_rows(export)] == ["a@example.org"]
    first = AccessLog.objects.order_by("pk").first()
    assert (first.deed, first.user_id, first.kinds) == (AccessDeed.SEARCHED, steward_user.pk, ["postal_code"])

    monkeypatch.setattr(segment_services, "SEARCHES_PER_HOUR", 1)
    with pytest.raises(TooManySearches):
        ask(segment, steward_user)
    assert SupporterExport.objects.count() == 1


def test_a_form_sent_twice_is_one_table_and_nobody_takes_anothers_id(steward_user, colleague, segment, news):
    taker(news, "a@example.org")
    public_id = uuid4()
    first = ask(segment, steward_user, public_id=public_id)
    assert ask(segment, steward_user, public_id=public_id).pk == first.pk
    for user, columns in ((colleague, ["given_name", "email"]), (steward_user, ["email"])):
        with pytest.raises(FileGone):
            ask(segment, user, columns=columns, public_id=public_id)
    jobs.work_on(first.pk)
    jobs.work_on(first.pk)
    assert ask(segment, steward_user, public_id=public_id).pk == first.pk
    assert (SupporterExport.objects.count(), AccessLog.objects.count()) == (1, 1)


def test_only_whoever_asked_takes_it_along(steward_user, colleague, segment, news):
    taker(news, "a@example.org")
    export = made(segment, steward_user)
    for actor in (Actor.staff(colleague), Actor.system()):
        with pytest.raises(FileGone):
            services.open_export(export=export, actor=actor)
    assert AccessLog.objects.filter(deed=AccessDeed.DOWNLOADED).count() == 0


@pytest.mark.parametrize("how", ["gone", "no steward_user any more"])
def test_nothing_is_made_for_somebody_who_may_not_export_any_more(steward_user, segment, how):
    export = ask(segment, steward_user)
    if how == "gone":
        steward_user.is_active = False
        steward_user.save()
    else:
        steward_user.groups.clear()
    jobs.work_on(export.pk)

    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)


# --- the second person ---------------------------------------------------------------------------


def test_where_two_are_needed_nothing_is_made_before_the_second_agrees(
    steward_user, colleague, segment, news
):
    need_two()
    taker(news, "a@example.org")
    export = ask(segment, steward_user)
    jobs.work_on(export.pk)
    jobs.work_on_waiting()
    assert (reread(export).state, export.waits_for_second) == (WorkState.WAITING, True)
    for actor in (Actor.staff(steward_user), Actor.system()):
        with pytest.raises(OwnRequest):
            services.allow_export(export=export, bound=export.bound, actor=actor)
    with pytest.raises(FileGone):
        services.allow_export(export=export, bound=b"another", actor=Actor.staff(colleague))
    services.allow_export(export=export, bound=export.bound, actor=Actor.staff(colleague))

    jobs.work_on_waiting()
    assert (reread(export).allowed_by, reread(export).state) == (colleague, WorkState.DONE)
    with pytest.raises(FileGone):
        services.allow_export(export=export, bound=export.bound, actor=Actor.staff(colleague))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tree", {"all": []}),
        ("fitted", 7),
        ("mail_list", None),
        ("columns", ["email", "phone"]),
        ("purpose", LEGAL),
        ("file_format", "json"),
    ],
)
def test_what_was_changed_after_the_second_agreed_is_not_made(steward_user, colleague, segment, field, value):
    need_two()
    export = ask(segment, steward_user)
    services.allow_export(export=export, bound=export.bound, actor=Actor.staff(colleague))
    SupporterExport.objects.filter(pk=export.pk).update(**{field: value})
    jobs.work_on(export.pk)
    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)


def test_more_people_than_the_second_agreed_to_are_in_no_table(steward_user, colleague, segment, news):
    need_two()
    taker(news, "a@example.org")
    export = ask(segment, steward_user)
    assert export.fitted == 1
    services.allow_export(export=export, bound=export.bound, actor=Actor.staff(colleague))
    taker(news, "b@example.org")
    jobs.work_on(export.pk)
    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)


def test_nobody_agrees_after_a_day_and_agreeing_and_ending_are_logged(steward_user, colleague, segment, news):
    need_two()
    taker(news, "a@example.org")
    old, export = ask(segment, steward_user), ask(segment, steward_user)
    SupporterExport.objects.filter(pk=old.pk).update(created=old.created - timedelta(days=2))
    with pytest.raises(FileGone):
        services.allow_export(export=old, bound=old.bound, actor=Actor.staff(colleague))
    services.allow_export(export=export, bound=export.bound, actor=Actor.staff(colleague))
    services.end_export(export=export, actor=Actor.staff(steward_user))
    said = [(row.user_id, row.deed, row.kinds) for row in AccessLog.objects.order_by("pk")]
    assert said == [
        (user.pk, deed, ["email", "given_name"])
        for user, deed in ((colleague, AccessDeed.ALLOWED), (steward_user, AccessDeed.ENDED))
    ]


def test_changing_the_segment_changes_nothing_that_was_asked_for(steward_user, segment, news):
    taker(news, "a@example.org")
    export = ask(segment, steward_user)
    segment_services.save_segment(
        segment=segment, tree={"rule": "supporters.language", "language": "en"}, actor=Actor.system()
    )
    jobs.work_on(export.pk)
    assert reread(export).people == 2


def test_the_database_too_refuses_one_person_in_both_places(steward_user, segment):
    need_two()
    export = ask(segment, steward_user)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupporterExport.objects.filter(pk=export.pk).update(allowed_by=steward_user)


def test_what_was_declined_is_forgotten(steward_user, colleague, segment):
    need_two()
    export = ask(segment, steward_user)
    for _time in range(2):
        services.end_export(export=export, actor=Actor.staff(colleague))
    assert SupporterExport.objects.count() == 0


def test_what_nobody_agreed_to_for_a_day_is_forgotten(steward_user, segment, news):
    taker(news, "a@example.org")
    made(segment, steward_user)
    need_two()
    asked = ask(segment, steward_user)
    rule = next(rule for rule in RULES if rule.key == "supporters.exports_left")
    later = asked.created + timedelta(days=1)
    assert (rule.days, rule.overdue(asked.created), rule.overdue(later)) == (1, 0, 1)
    assert (rule.enforce(later), SupporterExport.objects.get().people) == (1, 2)


# --- who leaves ----------------------------------------------------------------------------------


def test_who_is_erased_takes_the_file_along_and_nobody_else_does(
    steward_user, segment, news, django_capture_on_commit_callbacks
):
    inside = taker(news, "a@example.org")
    outside = admit("b@example.org", language="en")
    export = made(segment, steward_user, LEGAL, ["email"])
    with django_capture_on_commit_callbacks(execute=True):
        erase_supporter(supporter=outside, keep_fingerprint=False, actor=Actor.system())
    assert reread(export).is_there
    # They are in the file, whatever they do afterwards.
    unsubscribe(supporter=inside, actor=PERSON)
    with django_capture_on_commit_callbacks(execute=True):
        erase_supporter(supporter=inside, keep_fingerprint=False, actor=Actor.system())
    assert (reread(export).file, SealedFile.objects.count()) == (None, 0)


@pytest.mark.parametrize("leaves", ["the list", "all mail"])
def test_who_says_no_to_news_takes_along_what_was_made_to_send_them(
    steward_user, segment, news, leaves, django_capture_on_commit_callbacks
):
    inside, outside = taker(news, "a@example.org"), taker(ListFactory(), "b@example.org")
    export = made(segment, steward_user)
    with django_capture_on_commit_callbacks(execute=True):
        unsubscribe(supporter=outside, actor=PERSON)
    assert reread(export).is_there
    with django_capture_on_commit_callbacks(execute=True):
        unsubscribe(supporter=inside, list=news if leaves == "the list" else None, actor=PERSON)
    assert reread(export).file is None
    with pytest.raises(FileGone):
        services.open_export(export=export, actor=Actor.staff(steward_user))


def test_the_key_of_the_file_goes_with_the_persons_own(steward_user, segment, news):
    person = taker(news, "a@example.org")
    export = made(segment, steward_user)
    # Without the callbacks after the commit, as if the process had died before them.
    erase_supporter(supporter=person, keep_fingerprint=False, actor=Actor.system())
    with pytest.raises(Exception, match="erased"):
        bytes_of(reread(export))


def test_who_leaves_while_it_is_made_has_it_made_once_more(steward_user, segment, news, monkeypatch):
    people = [taker(news, f"{name}@example.org") for name in "abc"]
    export = ask(segment, steward_user)
    walked = jobs.walk

    def leave_meanwhile(*args, **kwargs):
        for portion in walked(*args, **kwargs):
            yield portion
            if Supporter.objects.filter(pk=people[0].pk).exists():
                files = [file.pk for file in jobs.files_with(people[0])]
                people[0].delete()
                destroy_files(files)

    monkeypatch.setattr(jobs, "walk", leave_meanwhile)
    assert jobs.work_on(export.pk) is True
    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.WAITING, 0)
    assert jobs.work_on(export.pk) is False
    assert (reread(export).people, reread(export).state) == (3, WorkState.DONE)


# --- runs ----------------------------------------------------------------------------------------


class Killed(BaseException):
    """The worker is gone."""


def test_a_killed_run_is_taken_over_from_and_leaves_no_file(steward_user, segment, news, monkeypatch):
    taker(news, "a@example.org")
    export = ask(segment, steward_user)

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "write_table", die)
        with pytest.raises(Killed):
            jobs.work_on(export.pk)
    jobs.work_on_waiting()
    assert reread(export).state == WorkState.WORKING
    with time_machine.travel(timezone.now() + working.LEASE + timedelta(seconds=1)):
        jobs.work_on_waiting()
    # The table, and who is in it.
    assert (reread(export).people, SealedFile.objects.count()) == (2, 2)


def test_one_that_is_called_back_while_it_is_made_leaves_nothing(steward_user, segment, news, monkeypatch):
    taker(news, "a@example.org")
    export = ask(segment, steward_user)
    walked = jobs.walk

    def call_back(*args, **kwargs):
        services.end_export(export=export, actor=Actor.staff(steward_user))
        yield from walked(*args, **kwargs)

    monkeypatch.setattr(jobs, "walk", call_back)
    assert jobs.work_on(export.pk) is False
    left = (SupporterExport.objects.count(), SealedFile.objects.count(), AccessLog.objects.count())
    # The one line says that it was called back.
    assert left == (0, 0, 1)


def test_what_went_wrong_is_said_and_leaves_no_file(steward_user, segment, news, monkeypatch):
    export = ask(segment, steward_user)

    def fail(*args, **kwargs):
        raise ValueError("a fault")

    monkeypatch.setattr(jobs, "write_table", fail)
    with pytest.raises(ValueError, match="a fault"):
        jobs.work_on(export.pk)
    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)
