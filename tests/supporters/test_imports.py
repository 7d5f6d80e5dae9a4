"""Importing people: what each row becomes, what never happens, and what is kept of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test.utils import CaptureQueriesContext

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused
from outbox.services import refuse
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.models import AccessLog, SealedFile
from supporters.admin_views.import_words import count_lines
from supporters.enums import (
    ConsentHow,
    ImportBasis,
    ImportStage,
    Outcome,
    RowStanding,
    WorkState,
)
from supporters.exceptions import ImportGone, TooManySearches
from supporters.models import (
    Consent,
    ConsentWording,
    Subscription,
    Supporter,
    SupporterImport,
)
from supporters.retention import drop_unconfirmed
from supporters.selectors import find_supporter
from supporters.services import imports as services
from supporters.services import merge_supporters, subscribe, unsubscribe
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit
from tests.supporters.importing import MIXED, SAID_ON, WORDS, brought, checked, imported, states, table, work

pytestmark = pytest.mark.django_db


def test_each_row_is_created_as_its_source_says(news, steward):
    task = imported(MIXED, news, steward)

    assert (task.stage, task.state) == (ImportStage.ADMITTING, WorkState.DONE)
    assert task.counts == {"subscribed": 1, "unconfirmed": 1, "fingerprint": 3}
    assert states(news) == {"ada@example.org": "subscribed", "eli@example.org": "unconfirmed"}
    people = {one.unseal().email: one.state for one in Supporter.objects.all()}
    assert people == {"ada@example.org": "active", "eli@example.org": "unconfirmed"}
    assert sorted(Refusal.objects.values_list("reason", flat=True)) == [
        "bounced",
        "complained",
        "unsubscribed",
    ]
    assert [is_refused(f"{name}@example.org") for name in ("ada", "ben", "cleo", "dora", "eli")] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_the_check_counts_what_the_import_then_does_and_changes_nothing(news, steward):
    admit("known@example.org")
    data = (
        MIXED
        + table(
            ["known@example.org", "K", "subscribed"],
            ["ADA@example.org", "Ada", "subscribed"],
            ["eli@example.org", "Eli", "unsubscribed"],
            ["ben@example.org", "Ben", "subscribed"],
            ["not an address", "X", "subscribed"],
        ).split(b"\n", 1)[1]
    )
    task = checked(data, news, steward)
    counts = task.counts
    assert counts == {
        "subscribed": 1,
        "fingerprint": 4,
        "joins": 1,
        "refused": 2,
        "repeated": 1,
        "bad": 1,
    }
    assert (Supporter.objects.count(), Subscription.objects.count(), Refusal.objects.count()) == (1, 0, 0)
    assert task.bad_rows == [[11, ["bad_address"], []]]

    services.start_import(work=task, actor=steward)
    assert work(task).counts == counts
    assert states(news) == {"ada@example.org": "subscribed", "known@example.org": "subscribed"}


def test_a_yes_is_in_the_ledger_with_its_words_and_day(news, steward):
    data = table(
        ["ada@example.org", "2019-02-03 10:00:00"],
        ["eli@example.org", ""],
        heading=("email", "date subscribed"),
    )
    task = imported(data, news, steward, others=RowStanding.SUBSCRIBED)
    rows = Consent.objects.order_by("day").values_list("wording__text", "list_id", "answer", "how", "day")
    assert list(rows) == [
        (WORDS, news.public_id, True, ConsentHow.IMPORTED, date(2019, 2, 3)),
        (WORDS, news.public_id, True, ConsentHow.IMPORTED, SAID_ON),
    ]
    assert ConsentWording.objects.get(pk=task.wording_id).key == f"supporters.import.{task.public_id.hex}"


def test_without_proof_of_consent_nobody_is_mailable_and_all_are_gone_after_30_days(news, steward):
    imported(MIXED, news, steward, basis=ImportBasis.NONE, words="", said_on=None)
    assert states(news) == {"ada@example.org": "unconfirmed", "eli@example.org": "unconfirmed"}
    assert Consent.objects.count() == 0
    drop_unconfirmed(date(9999, 1, 1))
    assert Supporter.objects.count() == 0


def test_whoever_wants_no_mail_leaves_no_address_behind(news, steward):
    imported(table(["ben@example.org", "Ben", "unsubscribed"]), news, steward)
    assert (Supporter.objects.count(), Refusal.objects.count()) == (0, 1)
    assert SealedFile.objects.filter(kind__in=["supporters.import", "supporters.import_rows"]).count() == 0


def stand(one, mail_list, state) -> None:
    """Have somebody stand so with a list, by what they do themselves where they can."""
    if state == "unconfirmed":
        Subscription.objects.create(supporter=one, list=mail_list, state=state)
        return
    subscribe(supporter=one, list=mail_list, actor=PERSON)
    if state == "unsubscribed":
        unsubscribe(supporter=one, list=mail_list, actor=PERSON)


@pytest.mark.parametrize(
    ("stands", "says", "then"),
    [
        ("subscribed", "subscribed", "subscribed"),
        ("subscribed", "", "subscribed"),
        ("subscribed", "unsubscribed", "unsubscribed"),
        ("subscribed", "bounced", "unsubscribed"),
        ("unsubscribed", "subscribed", "unsubscribed"),
        ("unsubscribed", "", "unsubscribed"),
        ("unsubscribed", "unsubscribed", "unsubscribed"),
        ("unconfirmed", "subscribed", "unconfirmed"),
        ("unconfirmed", "", "unconfirmed"),
        ("unconfirmed", "spam complaint", "unsubscribed"),
    ],
)
def test_somebody_known_keeps_the_stricter_of_both(news, steward, stands, says, then):
    stand(admit("ada@example.org"), news, stands)
    imported(table(["ADA@example.org", "Somebody", says]), news, steward)
    assert states(news) == {"ada@example.org": then}
    assert Supporter.objects.get().unseal().given_name == "María"
    assert is_refused("ada@example.org", news.public_id) is (then == "unsubscribed")


def test_a_refusal_wins_whoever_was_erased_with_it_is_not_made_again(news, steward):
    other = ListFactory()
    for name in ("ada", "ben"):
        subscribe(supporter=admit(f"{name}@example.org"), list=other, actor=PERSON)
    unsubscribe(supporter=find_supporter("ada@example.org"), actor=PERSON)
    find_supporter("ada@example.org").delete()
    unsubscribe(supporter=find_supporter("ben@example.org"), actor=PERSON)
    task = imported(MIXED, news, steward)
    assert task.counts["refused"] == 2
    assert states(news) == {"eli@example.org": "unconfirmed"}


def test_whoever_said_no_to_this_list_does_not_join_it(news, steward):
    one = admit("ada@example.org")
    Consent.objects.create(
        subject_id=one.subject_id, list_id=news.public_id, answer=False, how="form", day=date(2024, 1, 1)
    )
    task = imported(MIXED, news, steward)
    assert (task.counts["stays"], "ada@example.org" in states(news)) == (1, False)


@pytest.mark.parametrize("takes_another", [False, True])
def test_whoever_was_asked_about_another_list_and_said_no_joins_only_if_they_take_some(
    news, steward, takes_another
):
    one, asked_about = admit("ada@example.org"), ListFactory()
    if takes_another:
        subscribe(supporter=one, list=ListFactory(), actor=PERSON)
    Consent.objects.create(
        subject_id=one.subject_id, list_id=asked_about.public_id, answer=False, how="form", day=utc_today()
    )
    imported(MIXED, news, steward)
    assert ("ada@example.org" in states(news)) is takes_another


def test_all_lists_are_left_when_the_file_says_no(news, steward):
    other, one = ListFactory(), admit("ben@example.org")
    subscribe(supporter=one, list=other, actor=PERSON)
    task = imported(MIXED, news, steward)
    assert task.counts["leaves"] == 1
    assert Subscription.objects.get(supporter=one).state == "unsubscribed"
    assert is_refused("ben@example.org", other.public_id) is True


def test_a_no_at_a_further_address_is_one_at_all_of_them(news, steward):
    one = admit("ada@example.org")
    subscribe(supporter=one, list=ListFactory(), actor=PERSON)
    merge_supporters(survivor=one, loser=admit("ada@example.net"), actor=steward)
    imported(table(["ada@example.net", "Ada", "unsubscribed"]), ListFactory(), steward)
    assert (is_refused("ada@example.org"), is_refused("ada@example.net")) == (True, True)

    task = imported(table(["ada@example.org", "Ada", "subscribed"]), news, steward)
    assert (task.counts["refused"], states(news)) == (1, {})


def test_tags_are_given_where_staff_made_them_and_no_cell_becomes_a_tag(news, steward):
    TagFactory(name="Housing")
    known = admit("known@example.org")
    data = table(
        ["ada@example.org", "housing, Somebody's Name", "subscribed"],
        ["known@example.org", "HOUSING", ""],
        heading=("email", "tags", "status"),
    )
    task = imported(data, news, steward)
    assert task.counts["unknown_tags"] == 1
    assert [tag.name for tag in find_supporter("ada@example.org").tags.all()] == ["Housing"]
    assert [tag.name for tag in known.tags.all()] == ["Housing"]


def test_the_access_log_says_who_imported_how_many_and_whom_not(news, steward):
    imported(MIXED, news, steward)
    entries = AccessLog.objects.order_by("pk").values_list("user", "deed", "count", "kinds", "subject_ids")
    assert list(entries) == [
        # The check tells how many are known, so it is a search.
        (steward.user.pk, AccessDeed.SEARCHED, 5, ["email"], []),
        (steward.user.pk, AccessDeed.IMPORTED, 5, ["email", "given_name"], []),
    ]


def test_import_is_pressed_twice_and_done_once(news, steward):
    task = checked(MIXED, news, steward)
    services.start_import(work=task, actor=steward)
    with pytest.raises(ImportGone):
        services.start_import(work=task, actor=steward)
    work(task)
    with pytest.raises(ImportGone):
        services.start_import(work=task, actor=steward)
    assert (Supporter.objects.count(), AccessLog.objects.filter(deed="imported").count()) == (2, 1)


def test_the_same_file_again_changes_nothing(news, steward):
    imported(MIXED, news, steward)
    before = list(Supporter.objects.order_by("pk").values()), list(Subscription.objects.values())
    again = imported(MIXED, news, steward)
    assert again.counts == {"stays": 2, "refused": 3}
    assert (list(Supporter.objects.order_by("pk").values()), list(Subscription.objects.values())) == before


def test_five_hundred_more_rows_cost_a_fixed_number_of_queries(news, steward):
    def cost(rows):
        task = checked(table(*rows), news, steward)
        services.start_import(work=task, actor=steward)
        with CaptureQueriesContext(connections["default"]) as asked:
            work(task)
        return sum("countersign_supporters" in one["sql"] for one in asked)

    # What a process reads once.
    cost([["first@example.org", "F", "subscribed"]])
    # Fifty rows and more are copied, which draws their keys first.
    few = cost([[f"a{n}@example.org", "A", "subscribed"] for n in range(55)])
    many = cost([[f"b{n}@example.org", "B", "subscribed"] for n in range(120)])
    assert many == few


def test_a_file_that_is_not_imported_is_destroyed(news, steward):
    task = checked(MIXED, news, steward)
    services.forget_import(work=task, actor=steward)
    left = SupporterImport.objects.get()
    assert (left.rows, left.counts, left.words) == (5, {}, "")
    assert (SealedFile.objects.count(), Supporter.objects.count()) == (0, 0)
    with pytest.raises(ImportGone):
        services.forget_import(work=task, actor=steward)


def test_a_check_does_not_tell_who_a_few_addresses_are(news, steward):
    names = [f"a{number}@example.org" for number in range(11)]
    for name in names:
        refuse(address=name, reason=RefusalReason.UNSUBSCRIBED)
    refused = str(Outcome.REFUSED.label)
    # Neither by one row, nor by one address in many.
    for rows in ([names[0]], [names[0]] * 30):
        task = checked(table(*[[name, "", "subscribed"] for name in rows]), news, steward)
        assert refused not in {words: number for number, words in count_lines(task.counts)}
    task = checked(table(*[[name, "", "subscribed"] for name in names]), news, steward)
    assert (10, refused) in count_lines(task.counts)


def test_checks_of_an_hour_are_limited_and_one_too_many_is_not_done(news, steward, monkeypatch):
    monkeypatch.setattr(services, "CHECKS_PER_HOUR", 1)
    checked(MIXED, news, steward)
    with pytest.raises(TooManySearches):
        checked(MIXED, news, steward)
    assert AccessLog.objects.filter(deed="searched").count() == 1


def test_words_about_papers_are_refused(news, steward):
    with pytest.raises(ValidationError):
        checked(MIXED, news, steward, words="I am undocumented and want news.")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"email,name\n", "no row below"),
        (b"ada@example.org,Ada\nben@example.org,Ben\n", "first row holds an address"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table>", "web page"),
        (b"PK\x03\x04 nothing of a workbook", "damaged"),
        (bytes(range(256)) * 40, "not text"),
        (b"email,name\n" + bytes(range(1, 32)), "not text"),
    ],
)
def test_what_is_no_table_is_destroyed_and_the_reason_kept(data, says, steward):
    task = brought(data, steward)
    assert (task.state, says in task.refusal) == (WorkState.FAILED, True)
    assert SealedFile.objects.count() == 0


# --- taking it back ------------------------------------------------------------------------------
