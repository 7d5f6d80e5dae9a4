"""The legal register: what is demanded of us, and which rules rest because of it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from privacy import holds, retention
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.legal import begin_hold, end_hold, forget_over
from privacy.models import AccessLog, LegalDemand, LegalHold
from privacy.models.legal import LegalWords
from privacy.retention import enforce_all, overdue_total
from tests.privacy.test_retention import Shelf

pytestmark = pytest.mark.django_db
REGISTER, DEMAND, HOLD = "/admin/legal/", "/admin/legal/demand/", "/admin/legal/hold/"
GOOD = {
    "kind": "subpoena",
    "authority": "The court of Example County",
    "received": "2026-03-02",
    "deadline": "2026-03-16",
    "words": "All who signed. CANARY-OF-THE-REGISTER",
    "counsel": "Ana Example",
    "outcome": "open",
}


@pytest.fixture
def steward(staff):
    return staff("Data stewards")


@pytest.fixture
def shelves(monkeypatch):
    """Rules of two apps and one that no hold stops, with a thing each that is due."""
    monkeypatch.setattr(retention, "_rules", {})
    made = {}
    for key, never in (("petitions.things", False), ("events.things", False), ("events.guarded", True)):
        made[key] = Shelf(utc_today() - timedelta(days=20))
        shelf = made[key]
        retention.register_rule(retention.Rule(key, key, 10, shelf.overdue, shelf.enforce, never_held=never))
    return made


def read(client, demand):
    """Have it noted that this client reads a demand; every deed of that kind by now."""
    client.post(f"{DEMAND}{demand.public_id}/read/")
    return list(AccessLog.objects.filter(deed="unmasked").values_list("deed", flat=True))


def left(shelves):
    return {key: len(shelf.days) for key, shelf in shelves.items()}


def hold(scope, demand=None):
    return begin_hold(
        demand=demand, scope=scope, review=None, words=LegalWords(words="why"), actor=Actor.system()
    )


def test_a_hold_has_the_rules_of_its_scope_rest_and_no_others(shelves):
    one = hold("petitions")
    assert overdue_total() == 2
    enforce_all()
    assert left(shelves) == {"petitions.things": 1, "events.things": 0, "events.guarded": 0}

    assert end_hold(hold=one, actor=Actor.system())
    assert not end_hold(hold=one, actor=Actor.system())
    assert overdue_total() == 1
    enforce_all()
    assert left(shelves) == {"petitions.things": 0, "events.things": 0, "events.guarded": 0}
    assert [row.deed for row in AccessLog.objects.order_by("pk")] == ["hold_begun", "hold_ended"]


def test_a_hold_on_everything_leaves_the_keys_of_direct_actions_to_their_hour(shelves):
    hold("everything")
    enforce_all()
    assert left(shelves) == {"petitions.things": 1, "events.things": 1, "events.guarded": 0}


def test_every_rule_of_ours_has_a_scope_and_guarded_events_go_on():
    without = [rule.key for rule in retention.rules() if not holds.scope_of(rule)]
    assert [key for key in without if not key.startswith(("privacy.", "staff.", "site"))] == []
    assert [rule.key for rule in retention.rules() if rule.never_held] == ["events.guarded"]


def test_a_demand_is_entered_read_and_changed_and_what_may_name_people_is_sealed(steward):
    assert "Nothing was demanded of you yet" in steward.get(REGISTER).text
    assert steward.post(DEMAND, GOOD).status_code == 302
    demand = LegalDemand.objects.get()
    assert (demand.unseal().words, demand.unseal().counsel) == (GOOD["words"], "Ana Example")
    assert b"CANARY" not in bytes(demand.sealed)

    register = steward.get(REGISTER).text
    assert ("Example County" in register, "CANARY" in register) == (True, False)
    assert read(steward, demand) == ["unmasked"]
    form = steward.get(f"{DEMAND}{demand.public_id}/")
    assert ("CANARY-OF-THE-REGISTER" in form.text, 'value="2026-03-16"' in form.text) == (True, True)
    steward.post(f"{DEMAND}{demand.public_id}/", {**GOOD, "outcome": "refused", "words": ""})
    demand.refresh_from_db()
    assert (demand.outcome, demand.unseal().words) == ("refused", "")
    deeds = [row.deed for row in AccessLog.objects.order_by("pk")]
    assert deeds == ["register_changed", "unmasked", "register_changed"]


def test_nobody_reads_what_was_written_of_a_demand_without_a_line_in_the_access_log(steward):
    steward.post(DEMAND, GOOD)
    demand = LegalDemand.objects.get()
    page, colleague = f"{DEMAND}{demand.public_id}/", Client()
    administrator = User.objects.create_user("colleague")
    administrator.groups.set(Group.objects.filter(name="Administrators"))
    colleague.force_login(administrator)

    unread = [client.get(page) for client in (steward, colleague)]
    assert [answer["Location"] for answer in unread] == [f"{page}read/"] * 2
    assert "CANARY" not in steward.get(f"{page}read/").text
    # Once a day each, and for nobody else.
    assert (read(steward, demand), read(steward, demand)) == (["unmasked"], ["unmasked"])
    assert ("CANARY" in steward.get(page).text, colleague.get(page).status_code) == (True, 302)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert steward.get(page).status_code == 302


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(steward):
    wrong = steward.post(DEMAND, {**GOOD, "deadline": "2026-03-01", "gagged_until": "2026-04-01"})
    assert (wrong.status_code, "Ana Example" in wrong.text, LegalDemand.objects.count()) == (422, True, 0)
    assert sorted(wrong.context["form"].errors) == ["deadline", "gagged_until"]
    assert steward.post(HOLD, {"scope": "the moon"}).status_code == 422


def test_a_hold_stands_on_the_pages_until_it_ends(steward):
    steward.post(DEMAND, GOOD)
    demand = LegalDemand.objects.get()
    steward.post(HOLD, {"scope": "petitions", "demand": str(demand.public_id), "words": "w"})
    one = LegalHold.objects.get()
    assert (one.demand, one.begun_by.username) == (demand, "staff")
    assert "rests: a legal hold" in steward.get("/admin/retention/").text
    assert "a legal hold stands" in steward.get("/do/what-we-hold/").text

    end = f"/admin/legal/hold/{one.public_id}/end/"
    assert (steward.get(end).status_code, LegalHold.objects.filter(ended=None).count()) == (200, 1)
    steward.post(end)
    assert LegalHold.objects.filter(ended=None).count() == 0
    assert "a legal hold stands" not in steward.get("/do/what-we-hold/").text


@pytest.mark.parametrize(("until", "told"), [("", False), ("2026-04-01", True)])
def test_a_hold_that_may_not_be_told_of_is_not_on_the_public_page(steward, until, told):
    steward.post(DEMAND, {**GOOD, "is_gagged": "on", "gagged_until": until})
    hold("petitions", LegalDemand.objects.get())
    assert ("a legal hold stands" in steward.get("/do/what-we-hold/").text) == told


@pytest.mark.parametrize("role", ["Editors", "Organizers", "Moderators", "Mailers", "Treasurers"])
def test_the_register_is_for_those_who_tend_data(staff, role):
    client = staff(role)
    assert [client.get(path).status_code == 200 for path in (REGISTER, DEMAND, HOLD)] == [False] * 3
    client.post(DEMAND, GOOD)
    assert (LegalDemand.objects.count(), REGISTER in client.get("/admin/").text) == (0, False)


def test_the_register_forgets_what_is_over_after_its_years(steward):
    steward.post(DEMAND, {**GOOD, "outcome": "quashed"})
    demand = LegalDemand.objects.get()
    standing = hold("petitions", demand)
    tomorrow = utc_today() + timedelta(days=1)
    assert forget_over(tomorrow) == 0
    end_hold(hold=standing, actor=Actor.system())
    assert (forget_over(utc_today()), forget_over(tomorrow)) == (0, 2)
    assert (LegalDemand.objects.count(), LegalHold.objects.count()) == (0, 0)
