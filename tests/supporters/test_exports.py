"""Data stewards export a segment: for a purpose, what it allows, sealed, logged, gone in a day."""

import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from outbox.enums import RefusalReason
from outbox.services import refuse
from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.files import destroy_expired, destroy_files
from privacy.models import AccessLog, SealedFile
from supporters import canaries, registries
from supporters.enums import ExportColumn, ExportFormat, SupporterState, WorkState
from supporters.exceptions import FileGone, NotAllowed, OwnRequest, TooManySearches
from supporters.export_tables import CONTACT
from supporters.jobs import exports as jobs
from supporters.jobs import working
from supporters.models import Organization, Supporter, SupporterExport
from supporters.retention import RULES
from supporters.services import erase_supporter, unsubscribe
from supporters.services import exports as services
from supporters.services import segments as segment_services
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit
from tests.supporters.leaving import (
    ALL,
    ANALYSIS,
    LEGAL,
    MAIL,
    ask,
    bytes_of,
    made,
    need_two,
    reread,
    rows_of,
    taker,
)
from tests.supporters.segments import codes, saved, staff_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(db):
    return staff_user("Data stewards", name="steward")


@pytest.fixture
def colleague(db):
    return staff_user("Data stewards", name="colleague")


@pytest.fixture
def news(db):
    return ListFactory(name={"en": "News"})


@pytest.fixture
def segment(db):
    return saved(ALL)


def real_rows(export) -> list[list[str]]:
    """The table without heading and canary, by address."""
    invented = canaries.canary_of(export).email
    return sorted(row for row in rows_of(bytes_of(export))[1:] if invented not in row)


# --- what is in it -------------------------------------------------------------------------------


def test_it_holds_those_who_take_a_list_and_refuse_no_news_with_the_columns_that_were_chosen(
    steward, segment, news, monkeypatch
):
    monkeypatch.setitem(
        registries.mailbox_readers, "tests", lambda address: address.endswith("@school.example")
    )
    taker(news, "a@example.org", given_name="Ana", family_name="Fuller", phone="2025550123")
    taker(news, "b@school.example")
    refuse(address="c@example.org", reason=RefusalReason.NEVER)
    for email in ("c@example.org", "d@example.org", "f@example.org"):
        admit(email)
    taker(news, "e@example.org", language="en")
    left = taker(news, "g@example.org")
    unsubscribe(supporter=left, actor=PERSON)
    unsure = taker(news, "h@example.org")
    Supporter.objects.filter(pk=unsure.pk).update(state=SupporterState.UNCONFIRMED)
    refused = taker(news, "i@example.org")
    refuse(address="I@example.org", reason=RefusalReason.NEVER)
    export = made(segment, steward)

    assert rows_of(bytes_of(export))[0] == ["First name", "Address"]
    assert real_rows(export) == [["Ana", "a@example.org"]]
    assert (export.people, export.state, refused.state) == (1, WorkState.DONE, SupporterState.ACTIVE)


def test_only_a_legal_request_holds_who_refuses(steward, segment, news):
    taker(news, "a@example.org")
    left = taker(news, "b@example.org")
    unsubscribe(supporter=left, actor=PERSON)

    written = rows_of(bytes_of(made(segment, steward, LEGAL, ["email"])))
    # And nobody invented, for it is given to a court.
    assert sorted(written) == [["Address"], ["a@example.org"], ["b@example.org"]]


def test_to_count_and_compare_there_is_nothing_that_tells_who_it_is(steward, segment, news):
    person = taker(news, "a@example.org", postal_code="94110")
    person.tags.add(TagFactory(name="housing"))
    admit("b@example.org", postal_code="10001")
    columns = [column for column in ExportColumn if column not in CONTACT]
    export = made(segment, steward, ANALYSIS, columns)

    assert rows_of(bytes_of(export))[0] == ["Region", "Language", "Lists and standing", "Tags", "Came in"]
    day = person.joined.isoformat()
    assert sorted(rows_of(bytes_of(export))[1:]) == [
        ["CA", "Spanish", "News (Subscribed)", "housing", day],
        ["NY", "Spanish", "", "", day],
    ]
    for column in CONTACT:
        with pytest.raises(NotAllowed):
            ask(segment, steward, ANALYSIS, [column])
    with pytest.raises(NotAllowed):
        ask(segment, steward, MAIL, [])


def test_a_column_that_a_purpose_does_not_allow_is_in_no_table_either(steward, segment, news):
    taker(news, "a@example.org")
    export = ask(segment, steward, ANALYSIS, ["region"])
    export.columns = ["email", "region"]
    export.bound = jobs.bound_to(export)
    export.save()
    jobs.work_on(export.pk)

    assert b"example.org" not in bytes_of(reread(export))


@pytest.mark.parametrize("file_format", ExportFormat)
def test_a_formula_stays_text_and_all_formats_hold_the_same(steward, segment, news, file_format):
    person = taker(
        news, "a@example.org", given_name="=cmd|' /C calc'!A0", custom={"hours": "=1+1", "van": True}
    )
    person.tags.add(TagFactory(name="housing"), TagFactory(name="art"))
    columns = ["given_name", "tags", "joined", "custom"]
    export = made(segment, steward, LEGAL, columns, file_format)
    data = bytes_of(export)
    cell, day = "'=cmd|' /C calc'!A0", person.joined
    match file_format:
        case ExportFormat.CSV:
            assert rows_of(data)[1] == [cell, "art; housing", day.isoformat(), "hours: =1+1; van: True"]
        case ExportFormat.XLSX:
            [found] = load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2)
            assert [one.data_type for one in found] == ["s", "s", "d", "s"]
            assert [one.value for one in found][:2] == [cell, "art; housing"]
        case ExportFormat.JSON:
            assert json.loads(data) == [
                {
                    "given_name": "=cmd|' /C calc'!A0",
                    "tags": ["art", "housing"],
                    "joined": day.isoformat(),
                    "custom": {"hours": "=1+1", "van": True},
                }
            ]


def test_an_empty_table_is_a_whole_file(steward, segment):
    for file_format in ExportFormat:
        export = made(segment, steward, LEGAL, ["email"], file_format)
        assert (export.state, export.people) == (WorkState.DONE, 0)
    assert json.loads(bytes_of(export)) == []


# --- the canary ----------------------------------------------------------------------------------


def test_each_table_of_addresses_holds_one_invented_person_who_tells_which_it_was(steward, segment, news):
    organization = Organization.load()
    organization.canary_domain = "campaign.example"
    organization.save()
    for name in "abc":
        taker(news, f"{name}@example.org", postal_code="94110")
    columns = ["given_name", "email", "phone", "region", "lists", "custom"]
    first, second = (made(segment, steward, MAIL, columns) for _time in range(2))
    told = []
    for export in (first, second):
        rows = rows_of(bytes_of(export))[1:]
        [invented] = [row for row in rows if row[1].endswith("@campaign.example")]
        assert (len(rows), export.people) == (4, 3)
        # Beside the others it does not stand out.
        assert invented[2:] == ["", "CA", "News (Subscribed)", ""]
        told.append(canaries.export_of(f"Spam came to <{invented[1].upper()}> today."))
    assert told == [first, second]
    assert canaries.export_of("nobody@campaign.example") is None
    assert canaries.export_of("alex.aaaaaaaaaaaaaaaa@campaign.example") is None


def test_a_canary_is_stored_nowhere_in_clear_and_is_known_after_the_file_is_gone(steward, segment, news):
    taker(news, "a@example.org")
    export = made(segment, steward)
    code = canaries.canary_of(export).email.partition("@")[0].partition(".")[2]
    services.end_export(export=export, actor=Actor.staff(steward))

    assert code not in str(SupporterExport.objects.values())
    assert code.encode() not in bytes(SupporterExport.objects.get().canary)
    assert (reread(export).file, canaries.export_of(code)) == (None, export)


def test_a_canary_lives_at_the_domain_of_the_website_where_no_other_is_said(db, settings):
    settings.COUNTERSIGN = settings.COUNTERSIGN | {"BASE_URL": "https://here.example:8000"}
    assert canaries.canary_domain() == "here.example"
    organization = Organization.load()
    organization.website = "https://www.ours.example/"
    organization.save()
    assert canaries.canary_domain() == "ours.example"


# --- sealed, a day, the log ----------------------------------------------------------------------


def test_the_file_is_sealed_and_gone_after_a_day_and_the_line_with_the_access_log(steward, segment, news):
    taker(news, "a@example.org")
    export = made(segment, steward)
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


def test_making_and_taking_it_are_in_the_access_log_without_a_value(steward, segment, news):
    taker(news, "a@example.org")
    taker(news, "b@example.org")
    export = made(segment, steward)
    services.open_export(export=export, actor=Actor.staff(steward))

    said = [
        (row.user_id, row.deed, row.kinds, row.subject_ids, row.count, row.reason)
        for row in AccessLog.objects.order_by("pk")
    ]
    assert said == [
        (steward.pk, deed, ["email", "given_name"], [], 2, AccessReason.CONTACT_ABOUT_DEED)
        for deed in (AccessDeed.EXPORTED, AccessDeed.DOWNLOADED)
    ]
    assert "example.org" not in str(AccessLog.objects.values())


def test_a_segment_by_postal_codes_is_a_search_of_whoever_asks(steward, news, monkeypatch):
    taker(news, "a@example.org", postal_code="94110")
    taker(news, "b@example.org", postal_code="10001")
    segment = saved(codes("94110"))
    export = made(segment, steward)
    assert [row[1] for row in real_rows(export)] == ["a@example.org"]
    first = AccessLog.objects.order_by("pk").first()
    assert (first.deed, first.user_id, first.kinds) == (AccessDeed.SEARCHED, steward.pk, ["postal_code"])

    monkeypatch.setattr(segment_services, "SEARCHES_PER_HOUR", 1)
    with pytest.raises(TooManySearches):
        ask(segment, steward)
    assert SupporterExport.objects.count() == 1


def test_a_form_sent_twice_is_one_table_and_nobody_takes_anothers_id(steward, colleague, segment, news):
    taker(news, "a@example.org")
    public_id = uuid4()
    first = ask(segment, steward, public_id=public_id)
    assert ask(segment, steward, public_id=public_id).pk == first.pk
    for user, columns in ((colleague, ["given_name", "email"]), (steward, ["email"])):
        with pytest.raises(FileGone):
            ask(segment, user, columns=columns, public_id=public_id)
    jobs.work_on(first.pk)
    jobs.work_on(first.pk)
    assert ask(segment, steward, public_id=public_id).pk == first.pk
    assert (SupporterExport.objects.count(), AccessLog.objects.count()) == (1, 1)


def test_only_whoever_asked_takes_it_along(steward, colleague, segment, news):
    taker(news, "a@example.org")
    export = made(segment, steward)
    for actor in (Actor.staff(colleague), Actor.system()):
        with pytest.raises(FileGone):
            services.open_export(export=export, actor=actor)
    assert AccessLog.objects.filter(deed=AccessDeed.DOWNLOADED).count() == 0


@pytest.mark.parametrize("how", ["gone", "no steward any more"])
def test_nothing_is_made_for_somebody_who_may_not_export_any_more(steward, segment, how):
    export = ask(segment, steward)
    if how == "gone":
        steward.is_active = False
        steward.save()
    else:
        steward.groups.clear()
    jobs.work_on(export.pk)

    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)


# --- the second person ---------------------------------------------------------------------------


def test_where_two_are_needed_nothing_is_made_before_the_second_agrees(steward, colleague, segment, news):
    need_two()
    taker(news, "a@example.org")
    export = ask(segment, steward)
    jobs.work_on(export.pk)
    jobs.work_on_waiting()
    assert (reread(export).state, export.waits_for_second) == (WorkState.WAITING, True)
    for actor in (Actor.staff(steward), Actor.system()):
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
    [("tree", {"all": []}), ("columns", ["email", "phone"]), ("purpose", LEGAL), ("file_format", "json")],
)
def test_what_was_changed_after_the_second_agreed_is_not_made(steward, colleague, segment, field, value):
    need_two()
    export = ask(segment, steward)
    services.allow_export(export=export, bound=export.bound, actor=Actor.staff(colleague))
    SupporterExport.objects.filter(pk=export.pk).update(**{field: value})
    jobs.work_on(export.pk)
    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)


def test_changing_the_segment_changes_nothing_that_was_asked_for(steward, segment, news):
    taker(news, "a@example.org")
    export = ask(segment, steward)
    segment_services.save_segment(
        segment=segment, tree={"rule": "supporters.language", "language": "en"}, actor=Actor.system()
    )
    jobs.work_on(export.pk)
    assert reread(export).people == 1


def test_the_database_too_refuses_one_person_in_both_places(steward, segment):
    need_two()
    export = ask(segment, steward)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupporterExport.objects.filter(pk=export.pk).update(allowed_by=steward)


def test_what_was_declined_is_forgotten(steward, colleague, segment):
    need_two()
    export = ask(segment, steward)
    for _time in range(2):
        services.end_export(export=export, actor=Actor.staff(colleague))
    assert SupporterExport.objects.count() == 0


# --- who leaves ----------------------------------------------------------------------------------


def test_who_is_erased_takes_the_file_along_and_nobody_else_does(
    steward, segment, news, django_capture_on_commit_callbacks
):
    inside = taker(news, "a@example.org")
    outside = admit("b@example.org")
    export = made(segment, steward)
    with django_capture_on_commit_callbacks(execute=True):
        erase_supporter(supporter=outside, keep_fingerprint=False, actor=Actor.system())
    assert reread(export).is_there
    # They are in the file, whatever they do afterwards.
    unsubscribe(supporter=inside, actor=PERSON)
    with django_capture_on_commit_callbacks(execute=True):
        erase_supporter(supporter=inside, keep_fingerprint=False, actor=Actor.system())
    assert (reread(export).file, SealedFile.objects.count()) == (None, 0)


def test_the_key_of_the_file_goes_with_the_persons_own(steward, segment, news):
    person = taker(news, "a@example.org")
    export = made(segment, steward)
    # Without the callbacks after the commit, as if the process had died before them.
    erase_supporter(supporter=person, keep_fingerprint=False, actor=Actor.system())
    with pytest.raises(Exception, match="erased"):
        bytes_of(reread(export))


def test_who_leaves_while_it_is_made_has_it_made_once_more(steward, segment, news, monkeypatch):
    people = [taker(news, f"{name}@example.org") for name in "abc"]
    export = ask(segment, steward)
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
    assert (reread(export).people, reread(export).state) == (2, WorkState.DONE)


# --- runs ----------------------------------------------------------------------------------------


class Killed(BaseException):
    """The worker is gone."""


def test_a_killed_run_is_taken_over_from_and_leaves_no_file(steward, segment, news, monkeypatch):
    taker(news, "a@example.org")
    export = ask(segment, steward)

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
    assert (reread(export).people, SealedFile.objects.count()) == (1, 2)


def test_one_that_is_called_back_while_it_is_made_leaves_nothing(steward, segment, news, monkeypatch):
    taker(news, "a@example.org")
    export = ask(segment, steward)
    walked = jobs.walk

    def call_back(*args, **kwargs):
        services.end_export(export=export, actor=Actor.staff(steward))
        yield from walked(*args, **kwargs)

    monkeypatch.setattr(jobs, "walk", call_back)
    assert jobs.work_on(export.pk) is False
    left = (SupporterExport.objects.count(), SealedFile.objects.count(), AccessLog.objects.count())
    assert left == (0, 0, 0)


def test_what_went_wrong_is_said_and_leaves_no_file(steward, segment, news, monkeypatch):
    export = ask(segment, steward)

    def fail(*args, **kwargs):
        raise ValueError("a fault")

    monkeypatch.setattr(jobs, "write_table", fail)
    with pytest.raises(ValueError, match="a fault"):
        jobs.work_on(export.pk)
    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)
