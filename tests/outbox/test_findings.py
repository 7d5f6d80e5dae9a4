"""What is unusual in what the staff did is found: each rule just below and just above its limit."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from privacy import findings
from privacy.actors import Actor
from privacy.choices import AccessDeed, FindingKind, LedgerState
from privacy.finding_rules import LARGE, NIGHT_FROM, NIGHT_UNTIL, TIMES, sentence_of
from privacy.ledger import log_access
from privacy.locking import ask_to_unlock, lock_vault, unlock_at_terminal
from privacy.models import AccessLog, Finding, LedgerCheck, Watch
from privacy.rules import RULES
from privacy.staff_names import logins
from tests.outbox.colleagues import colleague

pytestmark = pytest.mark.django_db
# By day in UTC.
NOON = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _looked_before():
    """The first look takes what was done before it for known."""
    with time_machine.travel(NOON - timedelta(days=3), tick=False):
        findings.look()


def did(user, deed, *, count=1, at=NOON):
    with time_machine.travel(at, tick=False):
        return log_access(user=user, deed=deed, kinds=["email"], count=count)


def found(at=NOON + timedelta(minutes=5)):
    with time_machine.travel(at, tick=False):
        findings.look()
    return sorted((str(one.rule), one.number) for one in Finding.objects.all())


@pytest.mark.parametrize(
    ("rule", "deed", "minutes", "most"),
    [
        ("unmasked_hour", "unmasked", 59, 30),
        ("unmasked_day", "unmasked", 1439, 120),
        ("unmasked_day", "opened_list", 1439, 120),
    ],
)
def test_as_many_looks_as_may_be_are_fine_and_one_more_is_not(rule, deed, minutes, most):
    eve = User.objects.create_user("eve")
    for part in range(4):
        did(eve, deed, count=most // 5, at=NOON - timedelta(minutes=minutes * (4 - part) // 4))
    did(eve, deed, count=most - most // 5 * 4)
    assert found() == []
    did(User.objects.create_user("another"), deed)
    assert found() == []
    did(eve, deed)
    assert found() == [(rule, most + 1)]


def test_looks_of_two_hours_do_not_add_up():
    eve = User.objects.create_user("eve")
    did(eve, AccessDeed.UNMASKED, count=30, at=NOON - timedelta(hours=1))
    did(eve, AccessDeed.UNMASKED, count=30)
    assert found() == []


def test_a_work_list_is_no_row_of_single_looks():
    did(User.objects.create_user("eve"), AccessDeed.OPENED_LIST, count=50)
    assert found() == []


@pytest.mark.parametrize("deed", ["exported", "downloaded"])
@pytest.mark.parametrize(
    ("hour", "minute", "is_night"), [(21, 59, False), (22, 0, True), (5, 59, True), (6, 0, False)]
)
def test_files_at_night_are_noticed_by_the_organizations_clock(settings, deed, hour, minute, is_night):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": "America/Phoenix"}
    # Seven hours behind UTC all year.
    at = datetime(2027, 3, 3, hour, minute, tzinfo=UTC) + timedelta(hours=7)
    did(User.objects.create_user("eve"), deed, count=50, at=at)
    assert found(at + timedelta(minutes=5)) == ([("night", 1)] if is_night else [])


def test_one_night_is_told_once_and_the_next_again():
    eve = User.objects.create_user("eve")
    night = NOON.replace(hour=23)
    did(eve, AccessDeed.DOWNLOADED, at=night)
    assert found(night + timedelta(minutes=5)) == [("night", 1)]
    did(eve, AccessDeed.DOWNLOADED, at=night + timedelta(hours=6))
    assert found(night + timedelta(hours=7)) == [("night", 2)]
    did(eve, AccessDeed.DOWNLOADED, at=night + timedelta(hours=23))
    assert found(night + timedelta(hours=24)) == [("night", 1), ("night", 2)]


def test_a_file_is_large_beside_those_before_it():
    ada, eve = User.objects.create_user("ada"), User.objects.create_user("eve")
    did(ada, AccessDeed.EXPORTED, count=100, at=NOON - timedelta(days=2))
    assert found(NOON - timedelta(days=1)) == []
    did(eve, AccessDeed.EXPORTED, count=200)
    assert found() == []
    did(eve, AccessDeed.EXPORTED, count=401)
    assert found() == [("large_export", 401)]


def test_the_first_file_of_all_may_hold_100():
    eve = User.objects.create_user("eve")
    did(eve, AccessDeed.EXPORTED, count=100)
    assert found() == []
    AccessLog.objects.all().delete()
    did(eve, AccessDeed.EXPORTED, count=101)
    assert found() == [("large_export", 101)]


def test_many_large_files_cost_as_many_queries_as_one():
    ada = User.objects.create_user("ada")

    def queries(at, *counts):
        # What was told before is known by now.
        found(at)
        for count in counts:
            did(ada, AccessDeed.EXPORTED, count=count, at=at)
        with CaptureQueriesContext(connection) as asked:
            found(at + timedelta(minutes=5))
        return len(asked)

    one = queries(NOON, 101)
    assert queries(NOON + timedelta(days=2), 203, 407, 815, 1631, 3263) == one
    assert found() == [("large_export", 101), ("large_export", 3263)]


def test_what_the_rules_go_by_stands_in_their_sentences():
    def sentence(kind):
        return sentence_of(Finding(rule=kind, number=1200), {})

    assert f"between {NIGHT_FROM}:00 and {NIGHT_UNTIL}:00" in sentence(FindingKind.NIGHT)
    assert f"more than {LARGE}, and more than {TIMES} times" in sentence(FindingKind.LARGE_EXPORT)
    with override("es"):
        assert f"entre las {NIGHT_FROM}:00 y las {NIGHT_UNTIL}:00" in sentence(FindingKind.NIGHT)
        assert f"más de {LARGE}, y más de {TIMES} veces" in sentence(FindingKind.LARGE_EXPORT)


def test_to_export_everything_is_noticed_at_once_and_once_a_day():
    did(None, AccessDeed.EXPORTED_ALL, at=NOON - timedelta(hours=1))
    assert found() == [("exported_all", 1)]
    did(None, AccessDeed.EXPORTED_ALL)
    assert found() == [("exported_all", 2)]


def test_who_goes_on_is_found_once_a_day_with_how_many_it_became():
    eve = User.objects.create_user("eve")
    for minutes in range(0, 90, 10):
        did(eve, AccessDeed.UNMASKED, count=9, at=NOON - timedelta(minutes=minutes))
    assert found() == [("unmasked_hour", 54)]
    assert Finding.objects.update(told=2) == 1
    did(eve, AccessDeed.UNMASKED, count=9, at=NOON + timedelta(minutes=4))
    # Nobody is told again; the page says how many it became.
    assert found() == [("unmasked_hour", 63)]
    assert Finding.objects.get().told == 2
    did(eve, AccessDeed.UNMASKED, count=31, at=NOON + timedelta(days=1))
    assert ("unmasked_hour", 31) in found(NOON + timedelta(days=1, minutes=5))


@pytest.mark.parametrize("role", ["Data stewards", "Administrators", "Mailers", "Treasurers"])
def test_a_role_with_powers_is_noticed_and_others_are_not(role):
    with time_machine.travel(NOON, tick=False):
        newcomer = colleague("newcomer", "Editors")
    assert found() == []
    newcomer.groups.add(Group.objects.get(name=role))
    assert found() == found(NOON + timedelta(minutes=20)) == [("powers", 1)]
    finding = Finding.objects.get()
    assert sentence_of(finding, logins([finding.user_id])) == f"newcomer: was given the role {role}."


def test_who_has_a_role_already_is_noticed_with_another_and_as_a_superuser():
    ada = colleague("ada", "Mailers")
    assert found() == [("powers", 1)]
    ada.groups.add(Group.objects.get(name="Administrators"))
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    assert found() == [("powers", 1)] * 3
    assert sorted(Finding.objects.values_list("role", flat=True)) == ["", "Administrators", "Mailers"]


def test_who_is_switched_on_again_has_new_powers():
    ada = colleague("ada")
    found()
    Finding.objects.all().delete()
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert found() == []
    User.objects.filter(pk=ada.pk).update(is_active=True)
    assert found() == [("powers", 1)]


def test_each_locking_and_unlocking_is_noticed_and_who_the_two_were():
    ada, berta = colleague("ada"), colleague("berta")
    found()
    Finding.objects.all().delete()
    lock_vault(actor=Actor.staff(berta))
    try:
        ask_to_unlock(actor=Actor.staff(ada))
        ask_to_unlock(actor=Actor.staff(berta))
        lock_vault(actor=Actor.system())
    finally:
        unlock_at_terminal()
    findings.look()
    findings.look()
    names = logins([ada.pk, berta.pk])
    assert [sentence_of(one, names) for one in Finding.objects.order_by("pk")] == [
        "berta: locked the vault.",
        "At the terminal: locked the vault.",
        "berta: unlocked the vault; ada had asked for it. Are these two people? Ask both.",
        "At the terminal: unlocked the vault.",
    ]


def test_nobody_is_named_as_both_of_two():
    """The other's asking can be written down after it was agreed to."""
    berta = User.objects.create_user("berta")
    did(berta, AccessDeed.UNLOCK_ASKED)
    did(berta, AccessDeed.UNLOCKED)
    assert (found(), Finding.objects.get().other_id) == ([("unlocked", 1)], None)


def test_other_watchers_are_noticed_and_to_ask_for_the_unlocking_is_not():
    ada = colleague("ada", "Editors")
    did(ada, AccessDeed.UNLOCK_ASKED)
    assert found() == []
    did(ada, AccessDeed.WATCHERS_CHOSEN)
    assert found() == [("watchers", 1)]


def test_a_broken_ledger_is_noticed_once_for_each_seal():
    check = LedgerCheck.objects.create(ledger="countersign_privacy.accesslog", state=LedgerState.WHOLE)
    assert found() == []
    LedgerCheck.objects.filter(pk=check.pk).update(state=LedgerState.BROKEN, broken_at=7)
    assert found() == found() == [("ledger", 7)]


def test_what_was_done_while_no_worker_ran_is_noticed():
    did(User.objects.create_user("eve"), AccessDeed.UNMASKED, count=31)
    assert found(NOON + timedelta(days=5)) == [("unmasked_hour", 31)]


def test_an_entry_that_is_seen_late_is_noticed():
    """Its number was taken before another entry's, which was seen first."""
    late = did(User.objects.create_user("eve"), AccessDeed.UNMASKED, count=31)
    AccessLog.objects.filter(pk=late.pk).update(count=0)
    did(User.objects.create_user("another"), AccessDeed.UNMASKED)
    assert found() == []
    assert Watch.objects.get().read_up_to < late.pk
    AccessLog.objects.filter(pk=late.pk).update(count=31)
    assert found() == [("unmasked_hour", 31)]


def test_findings_are_forgotten_after_180_days():
    rule = next(rule for rule in RULES if rule.key == "privacy.findings")
    finding = Finding.objects.create(rule="locked", key="1")
    assert (rule.days, rule.overdue(finding.created), rule.enforce(finding.created)) == (180, 0, 0)
    later = finding.created + timedelta(days=1)
    assert (rule.overdue(later), rule.enforce(later), Finding.objects.count()) == (1, 1, 0)
