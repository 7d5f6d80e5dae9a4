"""Data stewards export a segment: for a purpose, what it allows, sealed, logged, gone in a day."""

import io
import json
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from outbox.enums import RefusalReason
from outbox.services import refuse
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.models import AccessLog, SealedFile
from supporters import canaries, registries
from supporters.enums import ExportColumn, ExportFormat, SupporterState, WorkState
from supporters.exceptions import NotAllowed, TooFewPeople, TooManySearches
from supporters.export_tables import CONTACT
from supporters.jobs import exports as jobs
from supporters.models import Organization, Supporter, SupporterExport
from supporters.services import exports as services
from supporters.services import unsubscribe
from tests.supporters.factories import PERSON, ListFactory, PartnerFactory, TagFactory, admit
from tests.supporters.leaving import (
    ALL,
    ANALYSIS,
    CANARY_DOMAIN,
    LEGAL,
    MAIL,
    ask,
    bytes_of,
    invented_rows,
    keep_canaries,
    made,
    real_rows,
    reread,
    rows_of,
    taker,
)
from tests.supporters.segments import codes, rule, saved

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
    # With the one who is invented.
    assert (export.people, export.state, refused.state) == (2, WorkState.DONE, SupporterState.ACTIVE)


def test_only_a_legal_request_holds_who_refuses(steward_user, segment, news):
    taker(news, "a@example.org")
    left = taker(news, "b@example.org")
    unsubscribe(supporter=left, actor=PERSON)

    written = rows_of(bytes_of(made(segment, steward_user, LEGAL, ["email"])))
    # And nobody invented, for it is given to a court.
    assert sorted(written) == [["Address"], ["a@example.org"], ["b@example.org"]]


def test_it_holds_those_alone_who_take_this_list_and_do_not_refuse_it(steward_user, segment, news):
    other = ListFactory(name={"en": "Other"})
    taker(news, "a@example.org")
    taker(other, "b@example.org")
    taker(news, "c@example.org")
    refuse(address="c@example.org", list_id=news.public_id, reason=RefusalReason.NEVER)
    assert [row[1] for row in real_rows(made(segment, steward_user, mail_list=news))] == ["a@example.org"]
    for no_list in (None, ListFactory(partner=PartnerFactory())):
        with pytest.raises(NotAllowed):
            services.ask_for_export(
                segment=segment,
                purpose=MAIL,
                columns=[ExportColumn.EMAIL],
                file_format=ExportFormat.CSV,
                language="en",
                public_id=uuid4(),
                actor=Actor.staff(steward_user),
                mail_list=no_list,
            )


def test_fewer_than_ten_are_neither_counted_nor_compared(steward_user, segment, news):
    people = [admit(f"p{number}@example.org") for number in range(10)]
    export = ask(segment, steward_user, ANALYSIS, ["region"])
    people[0].delete()
    assert jobs.work_on(export.pk) is False
    assert (reread(export).state, SealedFile.objects.count()) == (WorkState.FAILED, 0)
    with pytest.raises(TooFewPeople):
        ask(segment, steward_user, ANALYSIS, ["region"])
    # Where people are is told by no refusal, that no limit counts.
    narrow = saved(codes("94110"), name="Narrow")
    assert made(narrow, steward_user, ANALYSIS, ["region"]).state == WorkState.FAILED


def test_to_count_and_compare_there_is_nothing_that_tells_who_it_is(steward_user, segment, news, monkeypatch):
    for module in (jobs, services):
        monkeypatch.setattr(module, "TOLD_FROM", 2)
    person = taker(news, "a@example.org", postal_code="94110")
    person.tags.add(TagFactory(name="housing"))
    admit("b@example.org", postal_code="10001")
    columns = [column for column in ExportColumn if column not in CONTACT]
    export = made(segment, steward_user, ANALYSIS, columns)

    assert rows_of(bytes_of(export))[0] == ["Region", "Language", "Lists and standing", "Tags", "Came in"]
    day = f"{person.joined:%Y-%m}"
    assert sorted(rows_of(bytes_of(export))[1:]) == [
        ["CA", "Spanish", "News (Subscribed)", "housing", day],
        ["NY", "Spanish", "", "", day],
    ]
    for column in CONTACT:
        with pytest.raises(NotAllowed):
            ask(segment, steward_user, ANALYSIS, [column])
    with pytest.raises(NotAllowed):
        ask(segment, steward_user, MAIL, [])


def test_a_column_that_a_purpose_does_not_allow_is_in_no_table_either(
    steward_user, segment, news, monkeypatch
):
    for module in (jobs, services):
        monkeypatch.setattr(module, "TOLD_FROM", 1)
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


# --- canaries ------------------------------------------------------------------------------------


def address_in(row) -> str:
    return next(cell for cell in row if "@" in cell)


def test_a_table_of_addresses_holds_somebody_invented_who_tells_whose_it_is(
    steward_user, colleague, segment, news
):
    for name in "abc":
        taker(news, f"{name}@example.org", postal_code="94110")
    columns = ["given_name", "email", "phone", "region", "lists", "custom"]
    export = made(segment, steward_user, MAIL, columns)
    [invented] = invented_rows(export)
    # Their number tells of nobody, nor do they stand out beside the others.
    assert (export.people, len(rows_of(bytes_of(export)))) == (4, 5)
    assert invented[2:] == ["", "CA", "News (Subscribed)", ""]
    told = canaries.exports_of(f"Spam came to <{address_in(invented).upper()}> today.")
    assert told == [export]
    assert canaries.exports_of(f"nobody@{CANARY_DOMAIN}") == []
    assert canaries.exports_of("no address") == []
    # Another steward_user's are others.
    assert invented_rows(made(segment, colleague, MAIL, columns)) != [invented]


def test_laid_beside_each_other_two_tables_of_one_steward_tell_no_canary(
    steward_user, segment, news, monkeypatch
):
    monkeypatch.setattr(canaries, "EVERY", 2)
    people = [taker(news, f"{letter}@example.org") for letter in "abcdefgh"]
    tag = TagFactory(name="housing")
    for person in people[:5]:
        person.tags.add(tag)
    part = saved(rule("supporters.tag", tag=str(tag.public_id)), name="Part")
    whole, again, some = (
        {address_in(row) for row in rows_of(bytes_of(made(one, steward_user)))[1:]}
        for one in (segment, segment, part)
    )
    rest = saved({"not": part.tree}, name="Rest")
    others = {address_in(row) for row in rows_of(bytes_of(made(rest, steward_user)))[1:]}

    # Each goes with somebody, as one more person would: whatever two tables share or do not.
    assert (whole == again, some | others >= whole, bool(some & others)) == (True, True, False)


def test_a_canary_is_stored_nowhere_in_clear_and_is_known_after_the_file_is_gone(steward_user, segment, news):
    taker(news, "a@example.org")
    export = made(segment, steward_user)
    [invented] = invented_rows(export)
    email = address_in(invented)
    services.end_export(export=export, actor=Actor.staff(steward_user))

    assert email not in str(SupporterExport.objects.values())
    assert (reread(export).file, canaries.exports_of(email)) == (None, [export])
    # So few are possible that each could be tried by whoever has no key.
    assert sha256(email.encode()).digest()[:16] not in bytes(reread(export).canaries)


def test_canaries_live_at_a_domain_of_their_own_and_nowhere_else(db, settings):
    settings.COUNTERSIGN = settings.COUNTERSIGN | {"BASE_URL": "https://here.example:8000"}
    organization = Organization.load()
    assert canaries.canary_domain() == ""
    for own in ("here.example", "ours.example", "Kept.example"):
        organization.website, organization.canary_domain = "https://www.ours.example/", own
        organization.save()
        assert canaries.canary_domain() == ("kept.example" if own == "Kept.example" else "")
    organization.canary_domain = "ours.example"
    with pytest.raises(ValidationError, match="another domain"):
        organization.clean()


def test_a_table_that_no_canary_tells_always_needs_a_second_person(steward_user, segment, news, monkeypatch):
    monkeypatch.setattr(services, "TOLD_FROM", 0)
    asked = [
        (MAIL, ["email"]),
        (MAIL, ["phone"]),
        (MAIL, ["region"]),
        (LEGAL, ["region"]),
        (ANALYSIS, ["region"]),
    ]
    needs = [ask(segment, steward_user, *said).needs_second for said in asked]
    assert needs == [False, True, False, True, False]
    # At the domain of the website there are none.
    organization = Organization.load()
    organization.website = "https://mail.example"
    organization.save()
    keep_canaries("mail.example")
    assert ask(segment, steward_user, MAIL, ["email"]).needs_second


def test_looking_an_address_up_is_logged_and_has_a_limit(steward_user, segment, news, monkeypatch):
    monkeypatch.setattr(services, "LOOKS_PER_HOUR", 2)
    taker(news, "a@example.org")
    export = made(segment, steward_user)
    for text, found in ((address_in(invented_rows(export)[0]), [export]), ("a@example.org", [])):
        assert services.look_up_canary(text=text, actor=Actor.staff(steward_user)) == found
    with pytest.raises(TooManySearches):
        services.look_up_canary(text="b@example.org", actor=Actor.staff(steward_user))
    said = AccessLog.objects.filter(deed=AccessDeed.SEARCHED).order_by("pk")
    assert [(row.user_id, row.kinds, row.count) for row in said] == [
        (steward_user.pk, ["canary"], 1),
        (steward_user.pk, ["canary"], 0),
    ]
