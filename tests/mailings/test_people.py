"""What is known of who got a mailing: for 30 days, and only while the person is there."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from mailings.coming import announced, coming_of
from mailings.enums import MailingState, Outcome, SeriesTrigger
from mailings.held import mailed_to
from mailings.jobs.retention import enforce_recipients
from mailings.models import Mailing, MailingTotal, Recipient, Series, SeriesPlace
from mailings.retention import RULES
from mailings.timeline import mails_of
from outbox.enums import SendState
from petitions.names import SIGNED
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.roles import Role, role_permissions
from supporters.models import Segment
from supporters.segment_reads import members
from supporters.services import erase_supporter, merge_supporters, undo_merge
from tests.mailings.factories import make_mailing, make_subscriber, write
from tests.petitions.factories import make_petition
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db
SENT, QUEUED, FAILED = SendState.SENT, SendState.QUEUED, SendState.FAILED


@pytest.fixture
def news(db):
    return ListFactory()


@pytest.fixture
def steward(db):
    user = get_user_model().objects.create_user("steward", "steward@example.org", "x")
    user.groups.add(Group.objects.get_or_create(name=Role.STEWARDS)[0])
    return Actor.staff(user)


def put(mailing, supporter, state=SENT, **more):
    return Recipient.objects.create(
        mailing=mailing, supporter=supporter, state=state, language="en", variant="a", **more
    )


def totals(mailing):
    rows = MailingTotal.objects.filter(mailing=mailing)
    return {(outcome, why): number for outcome, why, number in rows.values_list("outcome", "why", "number")}


def ask(rule, mailing):
    tree = {"all": [{"rule": rule, "mailing": str(mailing.public_id)}]}
    return set(members(Segment(name="x", tree=tree)))


# --- how long ------------------------------------------------------------------------------------


def test_after_thirty_days_a_number_is_left(news):
    mailing = make_mailing(news)
    ada, bea, cleo, new = (make_subscriber(news) for _one in range(4))
    old = utc_today() - timedelta(days=31)
    put(mailing, ada, changed=old)
    put(mailing, bea, changed=old)
    put(mailing, cleo, FAILED, why="bounced", changed=old)
    put(mailing, new)
    rule = next(one for one in RULES if one.key == "mailings.recipients")
    cutoff = utc_today() - timedelta(days=rule.days)

    assert rule.overdue(cutoff) == 3
    assert rule.enforce(cutoff) == 3
    assert (rule.overdue(cutoff), rule.enforce(cutoff)) == (0, 0)
    assert list(Recipient.objects.values_list("supporter", flat=True)) == [new.pk]
    assert totals(mailing) == {(Outcome.SENT, ""): 2, (Outcome.FAILED, "bounced"): 1}


def test_who_still_waits_for_a_mailing_that_is_being_sent_stays(news):
    old = utc_today() - timedelta(days=31)
    sends = make_mailing(news, state=MailingState.SENDING, is_frozen=True)
    rests = make_mailing(news, state=MailingState.PAUSED, is_frozen=True)
    ada = make_subscriber(news)
    put(sends, ada, QUEUED, changed=old)
    put(rests, ada, QUEUED, changed=old)

    assert enforce_recipients(utc_today() - timedelta(days=30)) == 1
    assert list(Recipient.objects.values_list("mailing", flat=True)) == [sends.pk]
    assert MailingTotal.objects.count() == 0


def test_an_erased_person_stays_a_number(news):
    mailing, waiting = make_mailing(news), make_mailing(news)
    ada = make_subscriber(news)
    put(mailing, ada)
    put(waiting, ada, QUEUED)

    erase_supporter(supporter=ada, keep_fingerprint=True, actor=Actor.the_person())

    assert Recipient.objects.count() == 0
    assert (totals(mailing), totals(waiting)) == ({(Outcome.SENT, ""): 1}, {})


# --- two who are one -----------------------------------------------------------------------------


def test_of_two_who_are_one_what_was_sent_is_not_sent_again(news, steward):
    ada, other = make_subscriber(news), make_subscriber(news)
    both, hers, theirs = (make_mailing(news) for _one in range(3))
    put(both, ada, QUEUED)
    sent = put(both, other)
    put(hers, ada, QUEUED)
    put(theirs, other, QUEUED)

    merge = merge_supporters(survivor=ada, loser=other, actor=steward)

    rows = set(Recipient.objects.values_list("mailing", "supporter", "state"))
    assert rows == {(both.pk, ada.pk, SENT), (hers.pk, ada.pk, QUEUED), (theirs.pk, ada.pk, QUEUED)}
    back = undo_merge(merge=merge, actor=steward)
    assert Recipient.objects.get(pk=sent.pk).supporter == back
    assert Recipient.objects.get(mailing=theirs).supporter == back
    assert Recipient.objects.get(mailing=hers).supporter == ada


def test_of_two_places_in_a_series_the_further_one_stays_and_both_come_back(news, steward):
    ada, other = make_subscriber(news), make_subscriber(news)
    series = Series.objects.create(name="Welcome", trigger=SeriesTrigger.JOINED, list=news)
    SeriesPlace.objects.create(series=series, supporter=ada, next_position=1, due=utc_today())
    SeriesPlace.objects.create(series=series, supporter=other)

    merge = merge_supporters(survivor=ada, loser=other, actor=steward)

    assert list(SeriesPlace.objects.values_list("supporter", "next_position")) == [(ada.pk, None)]
    back = undo_merge(merge=merge, actor=steward)
    places = set(SeriesPlace.objects.values_list("supporter", "next_position"))
    assert places == {(ada.pk, 1), (back.pk, None)}


# --- who is told ---------------------------------------------------------------------------------


def test_staff_see_what_was_sent_and_the_person_all_there_is(news, django_assert_num_queries):
    ada = make_subscriber(news)
    sent, waits = make_mailing(news, name="The vote"), make_mailing(news)
    put(sent, ada)
    put(waits, ada, QUEUED)

    assert [entry.label for entry in mails_of(ada)] == ["Got the mailing “The vote”"]
    with django_assert_num_queries(3):
        told = [fact.text for fact in mailed_to(ada)]
    assert told == ["Drop the contract · queued", "Drop the contract · sent"]


def test_a_segment_asks_who_got_it(news):
    ada, bea, cleo = (make_subscriber(news) for _one in range(3))
    mailing = make_mailing(news)
    put(mailing, ada)
    put(mailing, bea, FAILED, why="bounced")

    assert ask("mailings.got", mailing) == {ada}
    assert ask("mailings.not_got", mailing) == {bea, cleo}


def test_what_waits_for_its_hour_is_coming_and_announces_its_action(news, admin_user):
    petition = make_petition()
    make_subscriber(news)
    mailing = make_mailing(news, is_written=False)
    write(mailing, body=[("action", {"action": f"{SIGNED}:{petition.public_id}"})])
    make_mailing(news)

    assert announced([petition.public_id]) == set()
    leaves = timezone.now() + timedelta(minutes=5)
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.SCHEDULED, leaves_at=leaves)

    assert announced([petition.public_id]) == {petition.public_id}
    [expected] = coming_of(admin_user, utc_today() + timedelta(days=1))
    assert (expected.label, expected.about) == (mailing.name, mailing.public_id)


def test_mailers_send_organizers_read_and_editors_have_nothing_to_do_with_it():
    rights = {
        role: {right for right in given if right.startswith("countersign_mailings.")}
        for role, given in role_permissions().items()
    }

    assert "countersign_mailings.send_mailing" in rights[Role.MAILERS]
    assert {right.partition(".")[2] for right in rights[Role.ORGANIZERS]} == {
        "view_mailing",
        "view_mailcontent",
    }
    assert rights[Role.EDITORS] == rights[Role.MODERATORS] == rights[Role.TREASURERS] == set()
