"""Data stewards export a segment: for a purpose, what it allows, sealed, logged, gone in a day."""

import io
import json

import pytest
from openpyxl import load_workbook

from outbox.enums import RefusalReason
from outbox.services import refuse
from privacy.actors import Actor
from supporters import canaries, registries
from supporters.enums import ExportColumn, ExportFormat, SupporterState, WorkState
from supporters.exceptions import NotAllowed
from supporters.export_tables import CONTACT
from supporters.jobs import exports as jobs
from supporters.models import Organization, Supporter, SupporterExport
from supporters.services import exports as services
from supporters.services import unsubscribe
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit
from tests.supporters.leaving import (
    ALL,
    ANALYSIS,
    LEGAL,
    MAIL,
    ask,
    bytes_of,
    made,
    real_rows,
    reread,
    rows_of,
    taker,
)
from tests.supporters.segments import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(db):
    return ListFactory(name={"en": "News"})


@pytest.fixture
def segment(db):
    return saved(ALL)


# --- what is in it -------------------------------------------------------------------------------


def test_it_holds_those_who_take_a_list_and_refuse_no_news_with_the_columns_that_were_chosen(
    steward_user, segment, news, monkeypatch
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
    export = made(segment, steward_user)

    assert rows_of(bytes_of(export))[0] == ["First name", "Address"]
    assert real_rows(export) == [["Ana", "a@example.org"]]
    assert (export.people, export.state, refused.state) == (1, WorkState.DONE, SupporterState.ACTIVE)


def test_only_a_legal_request_holds_who_refuses(steward_user, segment, news):
    taker(news, "a@example.org")
    left = taker(news, "b@example.org")
    unsubscribe(supporter=left, actor=PERSON)

    written = rows_of(bytes_of(made(segment, steward_user, LEGAL, ["email"])))
    # And nobody invented, for it is given to a court.
    assert sorted(written) == [["Address"], ["a@example.org"], ["b@example.org"]]


def test_to_count_and_compare_there_is_nothing_that_tells_who_it_is(steward_user, segment, news):
    person = taker(news, "a@example.org", postal_code="94110")
    person.tags.add(TagFactory(name="housing"))
    admit("b@example.org", postal_code="10001")
    columns = [column for column in ExportColumn if column not in CONTACT]
    export = made(segment, steward_user, ANALYSIS, columns)

    assert rows_of(bytes_of(export))[0] == ["Region", "Language", "Lists and standing", "Tags", "Came in"]
    day = person.joined.isoformat()
    assert sorted(rows_of(bytes_of(export))[1:]) == [
        ["CA", "Spanish", "News (Subscribed)", "housing", day],
        ["NY", "Spanish", "", "", day],
    ]
    for column in CONTACT:
        with pytest.raises(NotAllowed):
            ask(segment, steward_user, ANALYSIS, [column])
    with pytest.raises(NotAllowed):
        ask(segment, steward_user, MAIL, [])


def test_a_column_that_a_purpose_does_not_allow_is_in_no_table_either(steward_user, segment, news):
    taker(news, "a@example.org")
    export = ask(segment, steward_user, ANALYSIS, ["region"])
    export.columns = ["email", "region"]
    export.bound = jobs.bound_to(export)
    export.save()
    jobs.work_on(export.pk)

    assert b"example.org" not in bytes_of(reread(export))


@pytest.mark.parametrize("file_format", ExportFormat)
def test_a_formula_stays_text_and_all_formats_hold_the_same(steward_user, segment, news, file_format):
    person = taker(
        news, "a@example.org", given_name="=cmd|' /C calc'!A0", custom={"hours": "=1+1", "van": True}
    )
    person.tags.add(TagFactory(name="housing"), TagFactory(name="art"))
    columns = ["given_name", "tags", "joined", "custom"]
    export = made(segment, steward_user, LEGAL, columns, file_format)
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


def test_an_empty_table_is_a_whole_file(steward_user, segment):
    for file_format in ExportFormat:
        export = made(segment, steward_user, LEGAL, ["email"], file_format)
        assert (export.state, export.people) == (WorkState.DONE, 0)
    assert json.loads(bytes_of(export)) == []


# --- the canary ----------------------------------------------------------------------------------


def test_each_table_of_addresses_holds_one_invented_person_who_tells_which_it_was(
    steward_user, segment, news
):
    organization = Organization.load()
    organization.canary_domain = "campaign.example"
    organization.save()
    for name in "abc":
        taker(news, f"{name}@example.org", postal_code="94110")
    columns = ["given_name", "email", "phone", "region", "lists", "custom"]
    first, second = (made(segment, steward_user, MAIL, columns) for _time in range(2))
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


def test_a_canary_is_stored_nowhere_in_clear_and_is_known_after_the_file_is_gone(steward_user, segment, news):
    taker(news, "a@example.org")
    export = made(segment, steward_user)
    code = canaries.canary_of(export).email.partition("@")[0].partition(".")[2]
    services.end_export(export=export, actor=Actor.staff(steward_user))

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
