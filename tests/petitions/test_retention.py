"""Data that go by themselves, and people who are erased."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns import jobs
from campaigns.enums import NewsChoice, Suspicion
from campaigns.models import Action
from petitions.enums import CommentState, SignatureState
from petitions.models import Comment, HourlyCount, Petition, Signature
from petitions.selectors import count_differences, total_of
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_subjects, sweep
from privacy.keystore import erased_among, salts
from privacy.retention import cutoff_of, find_rule
from supporters import registries
from supporters.models import Supporter
from supporters.registries import Eraser
from supporters.services import erase_supporter
from tests.petitions.factories import confirm, make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


def days_ago(days):
    return utc_today() - timedelta(days=days)


def backdate(signature, days):
    Signature.objects.filter(pk=signature.pk).update(created=days_ago(days))


def due(key):
    rule = find_rule(key)
    return rule.overdue(cutoff_of(rule))


def enforce(key):
    rule = find_rule(key)
    return rule.enforce(cutoff_of(rule))


def test_unconfirmed_signatures_are_due_when_their_end_is_past(petition, after_commit):
    signature = sign(petition)
    assert due("petitions.waiting") == 0
    Signature.objects.filter(pk=signature.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert due("petitions.waiting") == 1

    with after_commit():
        assert enforce("petitions.waiting") == 1
    assert (Signature.objects.count(), due("petitions.waiting")) == (0, 0)


@pytest.mark.parametrize(
    ("days", "left"), [(30, SignatureState.QUARANTINED), (31, SignatureState.INVALIDATED)]
)
def test_a_quarantined_row_is_emptied_after_thirty_days(petition, after_commit, days, left):
    signature = sign(petition, suspicion=Suspicion.HONEYPOT)
    subject = signature.subject_id
    backdate(signature, days)
    with after_commit():
        enforce("petitions.quarantined")

    signature.refresh_from_db()
    assert signature.state == left
    assert bool(salts([subject])) is (left == SignatureState.QUARANTINED)
    assert due("petitions.quarantined") == 0


def test_test_rows_are_gone_the_next_day(petition, after_commit):
    kept, gone = sign(petition, is_test=True), sign(petition, "b@example.org", is_test=True)
    real = sign(petition, "c@example.org")
    for signature in (gone, real):
        backdate(signature, 1)
    assert due("petitions.tests") == 1
    with after_commit():
        assert enforce("petitions.tests") == 1

    assert set(Signature.objects.values_list("pk", flat=True)) == {kept.pk, real.pk}
    assert salts([gone.subject_id]) == {}


@pytest.mark.parametrize(("state", "kept"), [(CommentState.HELD, 0), (CommentState.APPROVED, 1)])
def test_comments_nobody_approved_go_after_fourteen_days(petition, after_commit, state, kept):
    sign_and_confirm(petition, said={"comment": "Because"})
    Comment.objects.update(created=days_ago(15), state=state)
    with after_commit():
        enforce("petitions.comments")

    assert Comment.objects.count() == kept


def test_comments_go_a_batch_at_a_time(petition, monkeypatch, after_commit):
    monkeypatch.setattr(jobs, "SEALED_AT_ONCE", 2)
    for number in range(5):
        sign_and_confirm(petition, f"ada{number}@example.org", said={"comment": "Because"})
    Comment.objects.update(created=days_ago(15))
    with CaptureQueriesContext(connection) as queries, after_commit():
        assert enforce("petitions.comments") == 5

    deletes = [
        query for query in queries if query["sql"].startswith(f'DELETE FROM "{Comment._meta.db_table}"')
    ]
    assert (len(deletes), Comment.objects.count()) == (3, 0)


def test_hourly_counts_go_after_seven_days(petition):
    now = timezone.now()
    for days in (0, 9):
        HourlyCount.objects.create(petition=petition, hour=now - timedelta(days=days), amount=1)

    assert (due("petitions.hours"), enforce("petitions.hours"), HourlyCount.objects.count()) == (1, 1, 1)


# --- signers ---


def over(petition, *, closed=31, delivered=31):
    petition.refresh_from_db()
    Petition.objects.filter(pk=petition.pk).update(
        state="closed", closed_on=days_ago(closed), delivered_on=delivered and days_ago(delivered)
    )


@pytest.mark.parametrize(
    ("closed", "delivered", "expected"), [(31, 31, 1), (30, 31, 0), (31, 30, 0), (31, None, 0)]
)
def test_signers_without_news_are_due_thirty_days_after_delivery_and_close(
    petition, closed, delivered, expected
):
    sign_and_confirm(petition)
    over(petition, closed=closed, delivered=delivered)

    assert due("petitions.signers") == expected


def test_a_petition_that_is_not_handed_over_needs_no_delivery():
    petition = make_petition(is_delivered=False)
    sign_and_confirm(petition)
    over(petition, delivered=None)

    assert due("petitions.signers") == 1


@pytest.mark.parametrize(("days", "expected"), [(365, 1), (364, 0)])
def test_signers_without_news_are_due_a_year_after_signing_in_any_case(petition, days, expected):
    backdate(sign_and_confirm(petition), days)

    assert due("petitions.signers") == expected


def test_signers_who_take_news_stay(petition):
    sign_and_confirm(petition, said={"news": NewsChoice.CAMPAIGN.value})
    over(petition)

    assert due("petitions.signers") == 0


def test_whoever_asked_only_for_this_petitions_news_goes_like_the_rest(petition):
    sign_and_confirm(petition, said={"news": NewsChoice.ONLY_THIS.value})
    over(petition)

    assert due("petitions.signers") == 1


def test_the_signers_rule_erases_the_person_and_keeps_the_signature_counting(petition, after_commit):
    signature = sign_and_confirm(petition, source="flyer", said={"comment": "Because"})
    subjects = [signature.supporter.subject_id, Comment.objects.get().subject_id]
    over(petition)
    with after_commit():
        assert enforce("petitions.signers") == 1

    signature.refresh_from_db()
    assert (signature.supporter, signature.action, signature.source, signature.news) == (None, None, "", "")
    assert (signature.state, signature.region, signature.created) == (
        SignatureState.CONFIRMED,
        "CA",
        utc_today(),
    )
    assert (Supporter.objects.count(), Comment.objects.count()) == (0, 0)
    assert erased_among(subjects) == set(subjects)
    assert total_of(petition) == 1


def test_the_signers_rule_leaves_a_person_whom_another_petition_needs(petition, after_commit):
    signature = sign_and_confirm(petition, source="flyer")
    sign_and_confirm(make_petition(), source="poster")
    over(petition)
    with after_commit():
        enforce("petitions.signers")

    signature.refresh_from_db()
    assert signature.supporter is None
    supporter = Supporter.objects.get()
    # Nor does the Action tell, by campaign and day, whose the untied signature was.
    assert list(Action.objects.order_by("pk").values_list("supporter", "source")) == [
        (None, ""),
        (supporter.pk, "poster"),
    ]


# --- erasing ---


def test_an_erased_supporters_signature_goes_on_counting_and_keeps_its_mark(petition, after_commit):
    signature = sign_and_confirm(petition, source="flyer", said={"comment": "Because"})
    mark, subject = bytes(signature.mark), signature.subject_id
    comment = Comment.objects.get().subject_id
    with after_commit():
        erase_supporter(supporter=signature.supporter, keep_fingerprint=True, actor=STAFF)

    signature.refresh_from_db()
    assert (signature.supporter, signature.action, signature.source) == (None, None, "")
    assert bytes(signature.mark) == mark
    assert erased_among([subject, comment]) == {subject, comment}
    assert (total_of(petition), count_differences(petition)) == (1, [])
    assert Action.objects.get().supporter is None


def test_signing_again_after_being_erased_is_still_one_signature(petition, after_commit):
    signature = sign_and_confirm(petition)
    with after_commit():
        erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=STAFF)
    again = sign(petition, said={"given_name": "Augusta"})

    assert confirm(again) is False
    assert total_of(petition) == 1


def test_the_sweep_finishes_a_half_erased_pending_row(petition):
    signature = sign(petition)
    destroy_subjects([signature.subject_id])
    sweep()

    assert Signature.objects.count() == 0
    assert count_differences(petition) == []


def test_the_sweep_finishes_a_half_erased_comment(petition):
    sign_and_confirm(petition, said={"comment": "Because"})
    destroy_subjects([Comment.objects.get().subject_id])
    sweep()

    assert Comment.objects.count() == 0
    assert total_of(petition) == 1


def test_a_signer_who_comes_back_while_others_are_forgotten_stays(monkeypatch, after_commit):
    old, new = make_petition(), make_petition()
    addresses = ["ada@example.org", "bea@example.org"]
    for address in addresses:
        backdate(sign_and_confirm(old, address), 400)
    monkeypatch.setattr(registries, "erasers", {**registries.erasers})

    def come_back(erased):
        """What the other one does in that very moment."""
        [other] = set(addresses) - {erased.unseal().email}
        sign_and_confirm(new, other)
        return ()

    registries.register_eraser(Eraser("tests.back", subjects=come_back, forget=lambda erased: None))
    with after_commit():
        enforce("petitions.signers")

    assert Supporter.objects.count() == 1
    assert Signature.objects.get(petition=new).supporter == Supporter.objects.get()
