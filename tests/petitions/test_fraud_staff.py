"""Staff's side of rules against bad signatures, and of signatures chosen by hand: who may, at what cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import Suspicion
from petitions import services
from petitions.enums import FraudPhase, QuarantineReason, SignatureState, WorkState
from petitions.jobs.fraud import work_on_waiting
from petitions.jobs.totals import fold_totals, mend_totals
from petitions.models import Conditions, FraudRule, FraudRun, HourlyCount, Petition, Signature
from petitions.selectors import bursts_among, count_differences
from privacy.actors import Actor
from privacy.models import AccessLog
from tests.petitions.deliveries import sign_many
from tests.petitions.factories import make_petition, sign, sign_and_confirm
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client, petition):
    client.user = member(petition, "Organizers")
    client.force_login(client.user)
    return client


def url_of(name, petition, *ids):
    return reverse(f"petition:{name}", args=[petition.public_id, *ids])


def at(run, name="run"):
    return url_of(name, run.petition, run.public_id)


def write(client, petition, **said):
    return client.post(url_of("rule_add", petition), said)


def counted(client, petition, **said) -> FraudRun:
    assert write(client, petition, **said).status_code == 302
    work_on_waiting()
    return FraudRun.objects.latest("pk")


def test_an_organizer_writes_counts_lets_loose_and_undoes(organizer, petition):
    sign_many(petition, 30)
    sign_many(petition, 12, called="Bot", region="NY")
    mend_totals(petition)
    page = write(organizer, petition, name="BOT*", region="NY")
    run = FraudRun.objects.get()
    assert page.url == at(run)
    assert "is being counted" in organizer.get(at(run)).text
    work_on_waiting()
    page = organizer.get(at(run))
    assert ("12 signatures are hit" in page.text, "That is 28.6 % of 42." in page.text) == (True, True)
    # As the list shows them: a name with digits is masked like a number.
    assert ("••• A." in page.text, "b•••@e•••.org" in page.text.lower()) == (True, True)
    assert ("Apellido" in page.text, "bot0@" in page.text.lower()) == (False, False)
    assert Signature.objects.counted().count() == 42

    # More than five percent: the first press asks for the number.
    assert organizer.get(at(run, "run_let_loose")).status_code == 200
    assert "type the number" in organizer.post(at(run, "run_let_loose")).text
    assert organizer.post(at(run, "run_let_loose"), {"number": "13"}).status_code == 422
    assert FraudRun.objects.get().phase == FraudPhase.COUNT
    assert organizer.post(at(run, "run_let_loose"), {"number": "12"}).url == at(run)
    work_on_waiting()
    assert Signature.objects.counted().count() == 30

    assert "Still in quarantine" in organizer.get(at(run)).text
    assert organizer.get(at(run, "run_undo")).status_code == 200
    assert Signature.objects.counted().count() == 30
    organizer.post(at(run, "run_undo"))
    work_on_waiting()
    assert (Signature.objects.counted().count(), count_differences(petition)) == (42, [])
    # Nobody reads what was looked for in an address, or in the log.
    assert {entry.count for entry in AccessLog.objects.all()} == {12}


def test_fewer_than_ten_are_not_told_where_people_were_looked_for(organizer, petition):
    sign_many(petition, 9)
    pages = []
    for name in ("signer0*", "zzzz"):
        run = counted(organizer, petition, name=name)
        pages.append(organizer.get(at(run)).text.replace(name, "").replace(str(run.public_id), ""))
        assert organizer.get(at(run, "run_let_loose")).url == at(run)
        assert "fewer than 10" in organizer.get(url_of("rules", petition)).text
        organizer.post(at(run, "run_let_loose"), {"number": run.hits})

    bare = [page[page.index("<dl") : page.index("</section", page.index("<dl"))] for page in pages]
    assert bare[0] == bare[1]
    assert Signature.objects.counted().count() == 9


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"domain": "not a domain"},
        {"same_name": "0"},
        {"first_day": "2026-02-02", "last_day": "2026-02-01"},
        {"region": "XX"},
        {"name": "x" * 81},
    ],
)
def test_a_rule_that_makes_no_sense_is_drawn_again(organizer, petition, said):
    assert write(organizer, petition, **said).status_code == 422
    assert FraudRule.objects.count() == 0


def test_a_domain_is_taken_as_people_write_it(organizer, petition):
    write(organizer, petition, domain="@Bots.Example")

    assert FraudRule.objects.get().unseal().domain == "bots.example"


def test_a_rule_is_counted_anew_and_deleted_by_post_only(organizer, petition):
    run = counted(organizer, petition, name="x*")
    one = [run.rule.public_id]
    assert organizer.get(url_of("rule_count", petition, *one)).status_code == 405
    assert organizer.get(url_of("rule_delete", petition, *one)).status_code == 200
    assert (FraudRun.objects.count(), FraudRule.objects.count()) == (1, 1)
    organizer.post(url_of("rule_count", petition, *one))
    work_on_waiting()
    organizer.post(url_of("rule_delete", petition, *one))

    assert (FraudRun.objects.count(), FraudRule.objects.count()) == (2, 0)
    assert "A rule that was deleted" in organizer.get(url_of("rules", petition)).text
    assert organizer.get(at(run)).status_code == 200


def test_what_went_wrong_can_go_on(organizer, petition):
    run = counted(organizer, petition, name="x*")
    FraudRun.objects.update(state=WorkState.FAILED)
    assert "Something went wrong" in organizer.get(at(run)).text
    organizer.post(at(run, "run_go_on"))
    work_on_waiting()

    assert FraudRun.objects.get().state == WorkState.DONE


# --- chosen by hand --------------------------------------------------------------------------------


def choose(client, petition, view, rows, **said):
    ids = [row.public_id for row in rows]
    return client.post(url_of(view, petition), {"signature": ids, **said})


def test_ticked_signatures_are_put_aside_for_a_reason_and_put_back(organizer, petition):
    rows = [sign_and_confirm(petition, f"{number}@example.org") for number in range(3)]
    waits = sign(petition, "waits@example.org")
    foreign = sign_and_confirm(make_petition(), "foreign@example.org")
    chosen = [rows[0], rows[1], waits, foreign]
    listing = organizer.get(url_of("signatures", petition)).text
    assert listing.count('name="signature"') == 4

    assert "3 signatures" in choose(organizer, petition, "chosen_aside", chosen).text
    assert choose(organizer, petition, "chosen_aside", chosen, sure=1).status_code == 422
    assert Signature.objects.filter(put_aside=True).count() == 0
    page = choose(organizer, petition, "chosen_aside", chosen, sure=1, reason="made_up")
    run = FraudRun.objects.get()
    assert (page.url, run.put_aside) == (at(run), 2)
    assert set(Signature.objects.filter(put_aside=True).values_list("pk", "quarantine_reason")) == {
        (row.pk, QuarantineReason.MADE_UP) for row in rows[:2]
    }
    # Pressed twice: nothing more.
    choose(organizer, petition, "chosen_aside", chosen, sure=1, reason="made_up")
    assert FraudRun.objects.count() == 1

    choose(organizer, petition, "chosen_release", rows[:1])
    assert Signature.objects.filter(put_aside=True).count() == 2
    choose(organizer, petition, "chosen_release", rows[:1], sure=1)
    assert "Chosen by hand" in organizer.get(at(run)).text
    organizer.post(at(run, "run_undo"))
    work_on_waiting()
    fold_totals(petition.pk)
    assert (Signature.objects.counted().count(), count_differences(petition)) == (4, [])


def test_released_ones_that_never_counted_get_their_mail_and_the_others_none(organizer, petition, letters):
    held = sign(petition, "fast@example.org", suspicion=Suspicion.TOO_FAST)
    row = sign_and_confirm(petition)
    choose(organizer, petition, "chosen_aside", [row], sure=1, reason="alike")
    choose(organizer, petition, "chosen_release", [held, row], sure=1)

    states = Signature.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [SignatureState.PENDING, SignatureState.CONFIRMED]
    assert [(kind, to.address) for kind, to, _content in letters()] == [
        ("petitions.after", "ada@example.org"),
        ("petitions.confirm", "fast@example.org"),
    ]


def test_nothing_ticked_and_what_is_no_id_say_so(organizer, petition):
    for ids in ([], ["x"], [uuid4()]):
        page = organizer.post(url_of("chosen_aside", petition), {"signature": ids}, follow=True)
        assert "Tick the signatures first." in page.text


def test_one_that_was_put_aside_is_released_by_itself_too(organizer, petition):
    row = sign_and_confirm(petition)
    choose(organizer, petition, "chosen_aside", [row], sure=1, reason="not_theirs")
    organizer.post(url_of("release", petition, row.public_id))
    row.refresh_from_db()

    assert (row.state, row.quarantine_reason, row.run_id) == (SignatureState.CONFIRMED, "", None)


# --- who may, and costs ----------------------------------------------------------------------------

PAGES = ("rules", "rule_add")
RUN_PAGES = ("run", "run_let_loose", "run_undo", "run_go_on")


def a_run(petition, user) -> FraudRun:
    sign_many(petition, 12)
    mend_totals(petition)
    run = services.write_rule(
        petition=petition, conditions=Conditions(name="signer*"), actor=Actor.staff(user)
    )
    work_on_waiting()
    return FraudRun.objects.get(pk=run.pk)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Organizers", True),
        ("Data stewards", True),
        ("Administrators", True),
        ("Editors", False),
        ("Moderators", False),
        ("Mailers", False),
        ("Treasurers", False),
    ],
)
def test_each_role_does_its_own(client, petition, role, may):
    user = member(petition, role)
    client.force_login(user)
    run = a_run(petition, user)
    urls = [url_of(name, petition) for name in PAGES] + [at(run, name) for name in RUN_PAGES]
    urls += [url_of("rule_delete", petition, run.rule.public_id)]

    assert {client.get(url).status_code for url in urls} == ({200} if may else {302})
    if not may:
        client.post(at(run, "run_let_loose"), {"number": 12})
        row = Signature.objects.first()
        choose(client, petition, "chosen_aside", [row], sure=1, reason="alike")
        assert (FraudRun.objects.count(), FraudRun.objects.get().phase) == (1, FraudPhase.COUNT)


def test_rules_of_other_campaigns_and_missing_ones_look_the_same(organizer, petition):
    foreign = a_run(make_petition(), organizer.user)
    urls = [url_of(name, foreign.petition) for name in PAGES]
    for one in (foreign.public_id, uuid4()):
        urls += [url_of(name, where, one) for name in RUN_PAGES for where in (petition, foreign.petition)]
    rule = foreign.rule.public_id
    urls += [url_of("rule_delete", where, rule) for where in (petition, foreign.petition)]
    deeds = [*urls, *(url_of("rule_count", where, rule) for where in (petition, foreign.petition))]
    deeds += [url_of(f"chosen_{deed}", foreign.petition) for deed in ("aside", "release")]

    assert {organizer.get(url).status_code for url in urls} == {404}
    posts = {url: organizer.post(url).status_code for url in deeds if not url.endswith(f"{one}/")}
    assert set(posts.values()) <= {404, 405}
    assert FraudRun.objects.get().phase == FraudPhase.COUNT


def test_the_rules_cost_the_same_for_one_and_for_five(organizer, petition):
    counted(organizer, petition, name="1*")
    few = cost_of(organizer, url_of("rules", petition))
    for number in range(2, 6):
        counted(organizer, petition, name=f"{number}*")

    assert cost_of(organizer, url_of("rules", petition)) == few


def test_a_run_costs_the_same_for_no_example_and_for_five(organizer, petition):
    run = a_run(petition, organizer.user)
    many = cost_of(organizer, at(run))
    FraudRun.objects.update(examples=run.examples[:1])

    assert len(run.examples) == 5
    assert cost_of(organizer, at(run)) == many


@pytest.mark.parametrize("view", ["index", "signatures", "edit"])
def test_the_rules_are_reached_from_the_petition(organizer, petition, view):
    url = {
        "index": reverse("petition:index"),
        "signatures": url_of("signatures", petition),
        "edit": reverse("petition:edit", args=[petition.pk]),
    }[view]

    assert url_of("rules", petition) in organizer.get(url).text


def test_who_may_release_and_not_sift_ticks_to_release_and_no_more(client, petition):
    user = member(petition, "Moderators")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_signature", "change_signature"]))
    client.force_login(user)
    sign(petition, "fast@example.org", suspicion=Suspicion.TOO_FAST)
    text = client.get(url_of("signatures", petition)).text

    assert url_of("chosen_release", petition) in text
    assert url_of("chosen_aside", petition) not in text


# --- sudden growth ---------------------------------------------------------------------------------


def hours(petition, *amounts):
    """New forms in each of the last hours, the last one now; 0 leaves the hour out, as it is stored."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    for ago, amount in enumerate(reversed(amounts)):
        if amount:
            HourlyCount.objects.update_or_create(
                petition=petition, hour=now - timedelta(hours=ago), defaults={"amount": amount}
            )


def bursts(petition):
    return [one.amount for one in bursts_among(Petition.objects.filter(pk=petition.pk))]


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ([1, 2, 1, 50], []),
        ([1, 2, 1, 51], [51]),
        ([6, 6, 6, 60], []),
        ([6, 6, 6, 61], [61]),
        ([30, 0, 0, 0, 0, 51], [51]),
        ([51, 2, 1, 2, 1], [51]),
        ([80, 80, 80, 80], []),
        ([51], [51]),
        ([], []),
    ],
)
def test_an_hour_is_sudden_past_fifty_and_ten_times_the_usual(petition, amounts, told):
    hours(petition, *amounts)

    assert bursts(petition) == told


def test_growth_is_told_until_somebody_takes_note_and_once_for_a_burst(organizer, petition):
    hours(petition, 1, 2, 1, 70)
    hours(make_petition(), 1, 2, 1, 90)
    home = organizer.get("/admin/").text
    assert ("70 forms came" in home, "90 forms came" in home) == (True, False)
    # The form there is accepted, too.
    assert "csrfmiddlewaretoken" in home[home.index("70 forms came") :][:600]
    assert "70 forms came" in organizer.get(url_of("signatures", petition)).text
    assert organizer.get(url_of("growth_noted", petition)).status_code == 405
    assert bursts(petition) == [70]

    for _twice in range(2):
        assert organizer.post(url_of("growth_noted", petition)).url == url_of("signatures", petition)
    assert "forms came" not in organizer.get("/admin/").text
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        hours(petition, 200)
        assert bursts(petition) == []
    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        hours(petition, 300)
        assert bursts(petition) == [300]


def test_the_growth_of_all_petitions_is_one_query(petition, django_assert_num_queries):
    for one in (petition, make_petition(), make_petition()):
        hours(one, 1, 2, 70)
    with django_assert_num_queries(1):
        assert len(bursts_among(Petition.objects.all())) == 3
