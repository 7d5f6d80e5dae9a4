"""Two at once: one conditional UPDATE and two constraints decide."""

import threading
from contextlib import suppress
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import connections

from campaigns.enums import NewsChoice
from campaigns.models import Action
from petitions import services
from petitions.enums import NewsAudience, NewsState, SignatureState
from petitions.exceptions import SignatureGone, TooSoon
from petitions.jobs.fraud import work_on
from petitions.jobs.milestones import note_milestones
from petitions.jobs.packs import make_pack, make_waiting_packs
from petitions.jobs.totals import fold_totals
from petitions.models import Conditions, FraudRun, Petition, Signature, SignerNews, Total, TotalDelta, Update
from petitions.selectors import count_differences, total_of
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from privacy.models import SealedFile
from supporters.models import Supporter
from tests.at_once import at_once
from tests.petitions.deliveries import hand_over, pack, plan, reread
from tests.petitions.factories import at_place, confirm, make_petition, open_place, sign, sign_and_confirm

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
ROUNDS = 4
STAFF = Actor.system()


def test_two_clicks_on_one_button_count_once():
    petition = make_petition()
    for number in range(ROUNDS):
        signature = sign(petition, f"{number}@example.org")
        results = at_once(*[lambda signature=signature: confirm(signature)] * 4)
        assert sorted(map(str, results)) == ["False", "False", "False", "True"]

    assert total_of(petition) == ROUNDS
    assert Action.objects.count() == ROUNDS
    assert count_differences(petition) == []


def test_two_rows_of_one_person_at_once_count_once():
    petition = make_petition()
    for number in range(ROUNDS):
        address = f"{number}@example.org"
        rows = [sign(petition, address, said={"given_name": name}) for name in ("A", "B", "C")]
        results = at_once(*[lambda row=row: confirm(row) for row in rows])
        assert sorted(map(str, results)) == ["False", "False", "True"]

    states = sorted(Signature.objects.values_list("state", flat=True))
    assert states == [SignatureState.CONFIRMED] * ROUNDS + [SignatureState.INVALIDATED] * ROUNDS * 2
    assert (Supporter.objects.count(), Action.objects.count()) == (ROUNDS, ROUNDS)
    assert count_differences(petition) == []


def test_of_colleagues_who_move_a_petition_at_once_one_does():
    for _round in range(ROUNDS):
        petition = make_petition()
        copies = [Petition.objects.get(pk=petition.pk) for _ in range(4)]
        pauses = [
            lambda one=one: services.pause_petition(petition=one, reason=LocalizedText(), actor=STAFF)
            for one in copies
        ]
        assert sorted(map(repr, at_once(*pauses))) == ["None", *["PetitionMoved()"] * 3]


def test_a_milestone_that_many_workers_see_at_once_is_noted_once():
    petition = make_petition()
    Total.objects.create(petition=petition, state="confirmed", day=utc_today(), amount=250)

    at_once(*[lambda: fold_totals(petition.pk)] * 4, *[lambda: note_milestones(petition, 250)] * 4)
    assert sorted(Update.objects.values_list("milestone", flat=True)) == [100, 250]


def test_one_form_posted_by_eight_at_once_is_one_signature():
    petition = make_petition()
    results = at_once(*[lambda: sign(petition)] * 8)

    assert [type(one) for one in results if one is not None] == [Signature]
    assert (Signature.objects.count(), TotalDelta.objects.count()) == (1, 1)


def test_confirming_and_disowning_at_once_leave_right_totals():
    petition = make_petition()
    for number in range(ROUNDS):
        signature = sign(petition, f"{number}@example.org")
        at_once(
            lambda signature=signature: confirm(signature),
            lambda signature=signature: services.disown_signature(
                signature=Signature.objects.select_related("petition").get(pk=signature.pk),
                actor=Actor.the_person(),
            ),
        )
    assert count_differences(petition) == []


def test_four_foldings_at_once_add_each_change_once():
    petition = make_petition()
    for number in range(20):
        sign(petition, f"{number}@example.org")
    results = at_once(*[lambda: fold_totals(petition.pk)] * 4)

    assert sum(results) == 20
    assert count_differences(petition) == []
    assert TotalDelta.objects.count() == 0


def test_without_confirmation_two_forms_of_one_address_at_once_count_once():
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    at_once(*[lambda name=name: sign(petition, said={"given_name": name}) for name in ("A", "B", "C", "D")])

    states = sorted(Signature.objects.values_list("state", flat=True))
    assert states == [SignatureState.CONFIRMED] + [SignatureState.PENDING] * 3
    assert count_differences(petition) == []


def test_withdrawing_while_the_button_completes_leaves_no_action():
    """Counted without confirmation, the button gives it an Action and leaves its state as it is."""
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    signature = sign(petition)
    seen = Signature.objects.select_related("petition__campaign").get(pk=signature.pk)
    button = threading.Thread(target=in_own_connection, args=[lambda: confirm(signature)])

    def press(execute, sql, *rest):
        """The button is pressed between the look at the row and its change."""
        if sql.startswith("UPDATE") and not button.ident:
            button.start()
            button.join(1.0)
        return execute(sql, *rest)

    with connections["default"].execute_wrapper(press):
        services.withdraw_signature(signature=seen, actor=Actor.the_person())
    button.join()

    assert Signature.objects.get().state == SignatureState.WITHDRAWN
    assert Action.objects.count() == 0


def in_own_connection(deed):
    """Run a deed in a thread, and let its connections go; it may have come too late."""
    try:
        with suppress(SignatureGone):
            deed()
    finally:
        connections.close_all()


def test_two_runs_at_once_make_one_pack_and_give_each_signature_once():
    petition = make_petition()
    for number in range(ROUNDS):
        confirm(sign(petition, f"{number}@example.org"))
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=Actor.system())
    results = at_once(*[lambda: make_pack(delivery.pk)] * 4)

    assert sorted(map(str, results)) == ["False", "False", "False", "True"]
    assert (reread(delivery).signatures, SealedFile.objects.count()) == (ROUNDS, 1)


def test_a_signature_confirmed_while_a_pack_is_made_is_in_this_delivery_or_in_the_next():
    petition = make_petition()
    waiting = [sign(petition, f"{number}@example.org") for number in range(ROUNDS * 2)]
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=Actor.system())
    results = at_once(lambda: make_pack(delivery.pk), lambda: [confirm(signature) for signature in waiting])
    assert results == [True, [True] * len(waiting)]

    first = hand_over(reread(delivery)).signatures
    second = pack(plan(petition)).signatures
    assert first + second == len(waiting)
    assert Signature.objects.filter(delivery__isnull=True).count() == 0


def sifted(petition, number):
    """A counted rule that hits so many, and who asked."""
    staff = Actor.staff(get_user_model().objects.create_user("sifter"))
    for place in range(number):
        confirm(sign(petition, f"bot{place}@bots.example"))
    run = services.write_rule(petition=petition, conditions=Conditions(domain="bots.example"), actor=staff)
    work_on(run.pk)
    return FraudRun.objects.select_related("rule", "petition").get(pk=run.pk), staff


def test_two_workers_and_two_rules_at_once_put_each_signature_aside_once():
    petition = make_petition()
    first, staff = sifted(petition, 12)
    second = services.write_rule(petition=petition, conditions=Conditions(name="ada*"), actor=staff)
    work_on(second.pk)
    second = FraudRun.objects.select_related("rule", "petition").get(pk=second.pk)
    for run in (first, second):
        services.run_rule(run=run, typed=run.hits, actor=staff)
    results = at_once(*[lambda run=run: work_on(run.pk) for run in (first, second) for _twice in range(2)])

    assert results == [False] * 4
    assert sum(FraudRun.objects.values_list("put_aside", flat=True)) == 12
    assert Signature.objects.filter(put_aside=True, run__isnull=False).count() == 12
    assert (total_of(petition), count_differences(petition)) == (0, [])


def test_withdrawing_and_confirming_while_a_rule_runs_leave_right_totals():
    petition = make_petition()
    run, staff = sifted(petition, 12)
    leavers = list(Signature.objects.select_related("petition__campaign", "supporter")[:ROUNDS])
    waiting = [sign(petition, f"late{number}@bots.example") for number in range(ROUNDS)]
    services.run_rule(run=run, typed=run.hits, actor=staff)
    results = at_once(
        lambda: work_on(run.pk),
        lambda: [services.withdraw_signature(signature=one, actor=Actor.the_person()) for one in leavers],
        lambda: [confirm(signature) for signature in waiting],
    )

    assert results == [False, [True] * ROUNDS, [True] * ROUNDS]
    states = sorted(Signature.objects.values_list("state", flat=True))
    assert states == sorted(
        [SignatureState.WITHDRAWN] * ROUNDS
        + [SignatureState.QUARANTINED] * (12 - ROUNDS)
        + [SignatureState.CONFIRMED] * ROUNDS
    )
    assert count_differences(petition) == []


@pytest.mark.parametrize("round_", range(2))
def test_a_pack_made_while_signatures_are_put_aside_tells_of_each_once(round_):
    """Whoever is put back after the hand-over was told of by this pack, or is by the next."""
    petition = make_petition()
    rows = [sign_and_confirm(petition, f"{number}@example.org") for number in range(ROUNDS * 2)]
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=STAFF)

    def put_aside_some():
        return [
            services.put_aside_chosen(
                petition=petition, signatures=[row], reason="by_hand", actor=STAFF
            ).put_aside
            for row in rows[:ROUNDS]
        ]

    assert at_once(lambda: make_pack(delivery.pk), put_aside_some)[1] == [1] * ROUNDS
    make_waiting_packs()
    given = hand_over(reread(delivery)).signatures
    for run in FraudRun.objects.all():
        services.undo_run(run=run, actor=STAFF)
        work_on(run.pk)
    assert given + pack(plan(petition)).signatures == len(rows)


def test_of_two_plans_at_once_one_stands():
    petition = make_petition()
    results = at_once(*[lambda: plan(petition)] * 3)

    assert sorted(type(one).__name__ for one in results) == [
        "Delivery",
        "DeliveryPlanned",
        "DeliveryPlanned",
    ]


def test_what_is_told_by_two_at_once_is_told_once():
    petition = make_petition()
    words = {"title": LocalizedText(en="Handed over"), "text": LocalizedText(en="We did.")}
    told = services.Told(**words, on_page=True, by_mail=True)
    for _round in range(ROUNDS):
        delivery = hand_over(pack(plan(petition)))
        tell = partial(services.tell_of_delivery, delivery=delivery, told=told, actor=Actor.system())
        assert at_once(*[tell] * 3) == [None] * 3

    assert (Update.objects.count(), SignerNews.objects.count()) == (ROUNDS, ROUNDS)


def test_of_two_messages_of_a_campus_approved_at_once_one_goes():
    petition = make_petition()
    bay = open_place(petition)
    for number in range(10):
        said = {**at_place(bay), "news": NewsChoice.CAMPAIGN.value}
        confirm(sign(petition, f"{number}@example.org", said=said))
    words = {"subject": LocalizedText(en="Friday"), "text": LocalizedText(en="Come.")}
    about = {"petition": petition, "place": bay, "audience": NewsAudience.OF_CAMPAIGN, "is_local": True}
    both = [SignerNews.objects.create(**about, **words) for _ in range(2)]
    mailer = Actor.staff(get_user_model().objects.create_user("mailer"))
    results = at_once(*[lambda one=one: services.approve_news(news=one, actor=mailer) for one in both])

    assert {type(result) for result in results} == {type(None), TooSoon}
    assert SignerNews.objects.filter(state=NewsState.APPROVED).count() == 1
