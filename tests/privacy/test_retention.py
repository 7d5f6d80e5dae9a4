import io
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from privacy import retention, schedule
from privacy.choices import AccessDeed, AccessReason
from privacy.ledger import log_access, seal_ledger
from privacy.models import AccessLog, RetentionRun
from privacy.roles import Role

# Each run asks whether a legal hold stands.
pytestmark = pytest.mark.django_db


class Shelf:
    """Things with a day, and a rule over them."""

    def __init__(self, *days: date) -> None:
        self.days = list(days)

    def overdue(self, cutoff: date) -> int:
        return sum(day < cutoff for day in self.days)

    def enforce(self, cutoff: date) -> int:
        before = len(self.days)
        self.days = [day for day in self.days if day >= cutoff]
        return before - len(self.days)


TODAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def on_the_last_of_march():
    with time_machine.travel("2026-03-31T12:00Z", tick=False):
        yield


@pytest.fixture
def only_rule(monkeypatch):
    """Registers one rule of 10 days, with no other about."""
    monkeypatch.setattr(retention, "_rules", {})

    def register(shelf: Shelf, key: str = "things", days: int = 10) -> retention.Rule:
        rule = retention.Rule(key, "Things", days, shelf.overdue, shelf.enforce)
        retention.register_rule(rule)
        return rule

    return register


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_what_is_older_than_the_rule_goes_and_the_rest_stays(only_rule):
    shelf = Shelf(ago(12), ago(11), ago(10), ago(0))
    only_rule(shelf)

    assert [done.count for done in retention.enforce_all()] == [2]
    assert shelf.days == [ago(10), ago(0)]


def test_a_dry_run_counts_and_removes_nothing(only_rule):
    shelf = Shelf(ago(12), ago(11))
    only_rule(shelf)

    assert [done.count for done in retention.enforce_all(dry_run=True)] == [2]
    assert len(shelf.days) == 2


def test_overdue_is_what_the_daily_task_should_have_removed_yesterday(only_rule):
    shelf = Shelf(ago(11))
    only_rule(shelf)
    assert retention.overdue_total() == 0
    shelf.days = [ago(12), ago(11)]

    assert retention.overdue_total() == 1
    retention.enforce_all()
    assert retention.overdue_total() == 0


@pytest.mark.parametrize(("by_law", "kept"), [(30, 1), (3, 0)])
def test_the_law_may_lengthen_and_never_shorten(only_rule, settings, by_law, kept):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "RETENTION_LONGER": {"things": by_law}}
    shelf = Shelf(ago(11))
    rule = only_rule(shelf)
    retention.enforce_all()

    assert len(shelf.days) == kept
    assert retention.days_of(rule) == max(10, by_law)


def test_a_rule_that_fails_is_raised_after_the_others_ran(only_rule):
    def fail(cutoff: date) -> int:
        raise RuntimeError

    shelf = Shelf(ago(12))
    retention.register_rule(retention.Rule("a-broken-one", "Broken", 1, fail, fail))
    only_rule(shelf)

    with pytest.raises(ExceptionGroup) as failed:
        retention.enforce_all()
    assert [type(one) for one in failed.value.exceptions] == [RuntimeError]
    assert shelf.days == []


def test_two_rules_of_one_key_are_refused(only_rule):
    only_rule(Shelf())
    with pytest.raises(ImproperlyConfigured):
        only_rule(Shelf())


def test_the_access_log_and_wagtails_own_log_live_180_days(db):
    user = get_user_model().objects.create(username="steward")

    def leave_traces() -> None:
        log_access(user=user, deed=AccessDeed.UNMASKED, kinds=["email"], count=1, reason=AccessReason.ANSWER)
        seal_ledger(AccessLog)
        ModelLogEntry.objects.log_action(user, "wagtail.edit", user=user)

    for days in (181, 180):
        with time_machine.travel(f"{ago(days)}T12:00Z", tick=False):
            leave_traces()

    gone = {done.rule.key: done.count for done in retention.enforce_all()}
    assert (gone["privacy.access_log"], gone["privacy.audit_log"]) == (1, 1)
    assert (AccessLog.objects.count(), ModelLogEntry.objects.count()) == (1, 1)


def test_the_command_says_what_goes_and_with_dry_run_what_would(only_rule):
    shelf = Shelf(ago(12))
    only_rule(shelf)
    said = io.StringIO()
    call_command("retention", "--dry-run", stdout=said)
    call_command("retention", stdout=said)

    assert said.getvalue() == "things: 1 would go (Things)\nthings: 1 gone (Things)\n"
    run = RetentionRun.objects.get()
    assert (run.state, run.gone, run.asked_by) == ("done", 1, None)


def test_sealing_expiry_limits_and_retention_run_by_themselves():
    every = {
        name: entry.every for name, entry in schedule.registered().items() if name.startswith("privacy.")
    }

    assert {name: every[name] for name in every if "keystore" not in name} == {
        "privacy.seal_ledgers": timedelta(minutes=1),
        "privacy.verify_ledgers": timedelta(days=1),
        "privacy.empty_limits": timedelta(hours=1),
        "privacy.destroy_expired_files": timedelta(hours=1),
        "privacy.forget_sessions": timedelta(hours=1),
        "privacy.enforce_retention": timedelta(days=1),
        "privacy.retention_runs": timedelta(minutes=10),
    }


@pytest.mark.parametrize(("overdue", "said"), [((ago(12),), "Overdue: 1"), ((), "Overdue: 0")])
def test_stewards_see_on_the_front_page_whether_anything_is_overdue(
    client, django_user_model, only_rule, overdue, said
):
    only_rule(Shelf(*overdue))
    steward, editor = (django_user_model.objects.create_user(name) for name in ("ana", "eva"))
    for user, role in ((steward, Role.STEWARDS), (editor, Role.EDITORS)):
        user.groups.add(Group.objects.get(name=role))

    client.force_login(steward)
    assert said in client.get(reverse("wagtailadmin_home")).text
    client.force_login(editor)
    assert "Overdue" not in client.get(reverse("wagtailadmin_home")).text
