"""Taking an import back, and what becomes of its files when somebody is erased."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused
from outbox.services import refuse
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.keystore import salts
from privacy.models import AccessLog, SealedFile
from privacy.sealed_pages import Pages
from supporters.enums import (
    ImportBasis,
    ImportField,
    Outcome,
    RowStanding,
    WorkState,
)
from supporters.exceptions import ImportGone
from supporters.import_plan import ask, look_up, outcome_of
from supporters.import_rows import PersonRow
from supporters.jobs import exports
from supporters.jobs.import_writing import hold_known
from supporters.models import (
    Consent,
    Segment,
    Subscription,
    Supporter,
    SupporterDetails,
    SupporterImport,
)
from supporters.selectors import find_supporter
from supporters.services import erase_supporter, subscribe, unsubscribe
from supporters.services import imports as services
from supporters.services.segments import save_segment
from tests.supporters import bulk, leaving
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit
from tests.supporters.importing import MIXED, checked, imported, states, table, undone, work
from tests.supporters.segments import rule

pytestmark = pytest.mark.django_db


def stand(one, mail_list, state) -> None:
    """Have somebody stand so with a list, by what they do themselves where they can."""
    if state == "unconfirmed":
        Subscription.objects.create(supporter=one, list=mail_list, state=state)
        return
    subscribe(supporter=one, list=mail_list, actor=PERSON)
    if state == "unsubscribed":
        unsubscribe(supporter=one, list=mail_list, actor=PERSON)


def test_undoing_takes_all_back_and_leaves_who_was_there(news, steward):
    tag = TagFactory(name="housing")
    known, leaver = admit("known@example.org"), admit("leaver@example.org")
    subscribe(supporter=leaver, list=news, actor=PERSON)
    data = table(
        ["ada@example.org", "housing", "subscribed"],
        ["eli@example.org", "", ""],
        ["ben@example.org", "", "unsubscribed"],
        ["known@example.org", "housing", "subscribed"],
        ["leaver@example.org", "", "unsubscribed"],
        heading=("email", "tags", "status"),
    )
    task = imported(data, news, steward)
    assert tag.supporters.count() == 2
    task = undone(task, steward)

    assert (task.is_undone, task.undo_file_id) == (True, None)
    assert set(Supporter.objects.all()) == {known, leaver}
    # Nobody's standing rises by it: whom the file took off stays off.
    assert states(news) == {"leaver@example.org": "unsubscribed"}
    assert tag.supporters.count() == 0
    assert [is_refused(f"{name}@example.org") for name in ("ben", "leaver")] == [False, True]
    assert list(Consent.objects.filter(subject_id=known.subject_id).values_list("answer", flat=True)) == [
        True,
        False,
    ]
    assert SealedFile.objects.count() == 0
    deeds = AccessLog.objects.exclude(deed="searched").order_by("pk").values_list("deed", "count")
    assert list(deeds) == [(AccessDeed.IMPORTED, 5), (AccessDeed.IMPORT_UNDONE, 2)]


def test_whoever_did_something_since_stays(news, steward):
    other = ListFactory()
    names = ("joins", "leaves", "confirms", "idle")
    data = table(*[[f"{name}@example.org", "", "" if name == "confirms" else "subscribed"] for name in names])
    task = imported(data, news, steward)
    subscribe(supporter=find_supporter("joins@example.org"), list=other, actor=PERSON)
    unsubscribe(supporter=find_supporter("leaves@example.org"), list=news, actor=PERSON)
    subscribe(supporter=admit("confirms@example.org"), list=news, actor=PERSON)
    undone(task, steward)
    # The log names those who are gone, and not all whom the import had made.
    assert AccessLog.objects.get(deed=AccessDeed.IMPORT_UNDONE).count == 1
    left = sorted(one.unseal().email.partition("@")[0] for one in Supporter.objects.all())
    assert left == ["confirms", "joins", "leaves"]


def test_a_fingerprint_stays_once_its_person_is_somebody_here(news, steward):
    task = imported(table(["ben@example.org", "", "unsubscribed"]), news, steward)
    admit("ben@example.org")
    undone(task, steward)
    assert is_refused("ben@example.org") is True


@pytest.mark.parametrize("by", ["a press", "a bounce", "a later import"])
def test_a_no_that_was_said_again_outlives_the_undoing_of_the_first(news, steward, by):
    data = table(["ben@example.org", "", "unsubscribed"], ["eli@example.org", "", "unsubscribed"])
    task = imported(data, news, steward)
    if by == "a press":
        refuse(address="Ben@example.org", reason=RefusalReason.UNSUBSCRIBED)
    elif by == "a bounce":
        refuse(address="ben@example.org", reason=RefusalReason.BOUNCED)
    else:
        imported(table(["ben@example.org", "", "cleaned"]), news, steward)
    undone(task, steward)
    assert [is_refused(f"{name}@example.org") for name in ("ben", "eli")] == [True, False]
    assert Refusal.objects.get().reason == RefusalReason.UNSUBSCRIBED


def test_undoing_that_begins_late_keeps_its_file_until_it_is_done(news, steward):
    task = imported(MIXED, news, steward)
    SealedFile.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    services.undo_import(work=task, actor=steward)
    assert SealedFile.objects.get().expires_at > timezone.now() + timedelta(hours=23)
    assert (work(task).is_undone, SealedFile.objects.count()) == (True, 0)


def test_an_import_is_undone_once_and_not_after_a_day(news, steward):
    task = imported(MIXED, news, steward)
    services.undo_import(work=task, actor=steward)
    with pytest.raises(ImportGone):
        services.undo_import(work=task, actor=steward)
    work(task)
    again = imported(MIXED, news, steward)
    SealedFile.objects.update(expires_at="2020-01-01T00:00Z")
    with pytest.raises(ImportGone):
        services.undo_import(work=again, actor=steward)


@pytest.mark.parametrize("who", ["made", "known", "refused"])
def test_erasing_somebody_destroys_an_undo_file_that_holds_their_index_and_no_other(news, steward, who):
    admit("known@example.org")
    data = table(
        ["made@example.org", "", "subscribed"],
        ["known@example.org", "", "subscribed"],
        ["refused@example.org", "", "unsubscribed"],
    )
    task = imported(data, news, steward)
    stranger = admit("stranger@example.org")
    erase_supporter(supporter=stranger, keep_fingerprint=True, actor=Actor.system())
    task.refresh_from_db()
    assert task.can_be_undone is True
    one = admit("refused@example.org") if who == "refused" else find_supporter(f"{who}@example.org")
    erase_supporter(supporter=one, keep_fingerprint=True, actor=Actor.system())
    task.refresh_from_db()
    assert task.can_be_undone is (who != "refused")
    if who == "refused":
        with pytest.raises(ImportGone):
            services.undo_import(work=task, actor=steward)
    else:
        undone(task, steward)
        left = {"known": [], "made": ["known@example.org"]}[who]
        assert [row.unseal().email for row in Supporter.objects.all()] == left
    assert SealedFile.objects.count() == 0


def test_whoever_is_erased_while_a_portion_is_taken_in_is_left_out(news, steward):
    one, other = admit("ada@example.org"), admit("eli@example.org")
    rows = [
        PersonRow(f"{name}@example.org", SupporterDetails(), RowStanding.SUBSCRIBED, language="", country="")
        for name in ("ada", "eli")
    ]
    asked = ask(rows)
    known = look_up(asked, news)
    one.delete()
    with transaction.atomic():
        hold_known(asked, known)
    found = [outcome_of(person, known, ImportBasis.CONSENT) for person in asked]
    assert (found, known.supporter_of(asked[1])) == ([Outcome.REFUSED, Outcome.JOINS], other.pk)


def test_whoever_is_erased_does_not_come_back_by_a_file_that_waits(news, steward):
    admit("ada@example.org")
    waits = checked(table(["ada@example.org", "Ada", "subscribed"]), news, steward)
    [before] = SealedFile.objects.filter(pk=waits.rows_file_id)
    assert before.expires_at <= timezone.now() + timedelta(hours=24, minutes=20)

    one = find_supporter("ada@example.org")
    erase_supporter(supporter=one, keep_fingerprint=False, actor=Actor.system())

    assert not salts([before.subject_id])
    waits.refresh_from_db()
    assert waits.rows_file is None
    with pytest.raises(ImportGone):
        services.start_import(work=waits, actor=steward)
    assert find_supporter("ada@example.org") is None


def test_an_import_that_stopped_midway_is_taken_back_and_its_rows_go_with_whoever_is_erased(news, steward):
    task = checked(table(["ada@example.org", "Ada", "subscribed"]), news, steward)
    services.start_import(work=task, actor=steward)
    SupporterImport.objects.update(state=WorkState.FAILED)
    task.refresh_from_db()
    assert task.can_be_undone is True

    erase_supporter(supporter=admit("other@example.org"), keep_fingerprint=False, actor=Actor.system())
    task.refresh_from_db()
    assert task.rows_file is None
    assert undone(task, steward).is_undone is True


def test_a_list_that_is_deleted_leaves_the_way_back(news, steward):
    task = imported(table(["ada@example.org", "Ada", "subscribed"]), news, steward)
    news.delete()
    task.refresh_from_db()

    assert undone(task, steward).is_undone is True
    assert find_supporter("ada@example.org") is None


def test_undoing_destroys_the_tables_that_hold_whom_it_erases(news, steward):
    task = imported(table(["ada@example.org", "Ada", "subscribed"]), news, steward)
    tree = {"all": [rule("supporters.on_list", list=news.public_id, state="subscribed")]}
    segment = save_segment(segment=Segment(name="All"), tree=tree, actor=steward)
    export = leaving.ask(segment, steward.user, columns=["email"], mail_list=news)
    exports.work_on(export.pk)
    export.refresh_from_db()
    key = export.file.subject_id
    undone(task, steward)

    assert (find_supporter("ada@example.org"), salts([key])) == (None, {})
    assert not SealedFile.objects.filter(subject_id=key).exists()


def test_undoing_leaves_whom_it_erases_out_of_what_takes_other_deeds_back(news, steward):
    others = [admit(f"p{number}@example.org") for number in range(2)]
    for one in others:
        subscribe(supporter=one, list=news, actor=PERSON)
    data = table(["ada@example.org", "Ada", "subscribed"], ["eli@example.org", "Eli", "subscribed"])
    task = imported(data, news, steward)
    tree = {"all": [rule("supporters.on_list", list=news.public_id, state="subscribed")]}
    segment = save_segment(segment=Segment(name="All"), tree=tree, actor=steward)
    deed = bulk.done(bulk.put_on(segment, TagFactory(), steward))
    key = deed.undo_file.subject_id
    undone(task, steward)
    deed.refresh_from_db()
    left = Pages(deed.undo_file).read_one(0)

    assert ([one for one, _before in left], salts([key])) == ([one.pk for one in others], {})


def test_whom_an_import_changes_was_changed_that_day(news, steward):
    for name in ("joins", "leaves", "stays", "tagged"):
        admit(f"{name}@example.org")
    TagFactory(name="housing")
    subscribe(supporter=find_supporter("leaves@example.org"), list=news, actor=PERSON)
    Supporter.objects.update(changed=date(2020, 1, 1))

    def changed():
        found = Supporter.objects.filter(changed=utc_today()).order_by("pk")
        return [one.unseal().email.partition("@")[0] for one in found]

    data = table(
        ["joins@example.org", "", "subscribed"],
        ["leaves@example.org", "", "unsubscribed"],
        ["tagged@example.org", "housing", ""],
        heading=("email", "tags", "status"),
    )
    task = imported(data, news, steward)
    assert changed() == ["joins", "leaves", "tagged"]
    Supporter.objects.update(changed=date(2020, 1, 1))
    undone(task, steward)
    assert changed() == ["joins", "tagged"]


@pytest.mark.parametrize("day", ["2999-12-31", "31/12/2020", "soon"])
def test_a_day_on_which_nobody_can_have_said_yes_is_a_bad_row(news, steward, day):
    data = table(
        ["ada@example.org", "Ada", day],
        ["ben@example.org", "Ben", "2020-05-01"],
        heading=("email", "first name", "said yes"),
    )
    mapping = {0: ImportField.EMAIL, 1: ImportField.GIVEN_NAME, 2: ImportField.SAID_ON}
    task = checked(data, news, steward, mapping=mapping)
    assert task.bad_rows == [[2, ["bad_day"], []]]


def test_outcomes_have_words():
    assert all(str(one.label) for one in Outcome)
