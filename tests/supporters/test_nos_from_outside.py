"""A no that did not come through our own pages: by a bounce, by a file; and a merge while one is erased."""

import pytest
from django.core import mail

from outbox.enums import RefusalReason
from outbox.refusing import keep_bounce
from outbox.selectors import is_refused
from outbox.services import refuse
from outbox.tasks import drain_outbox
from privacy.actors import Actor
from privacy.keystore import salts
from privacy.models import SubjectKey
from supporters import jobs as supporter_jobs
from supporters import registries
from supporters.enums import Fingerprint, ImportBasis
from supporters.jobs import people as jobs
from supporters.models import Supporter
from supporters.services import merge_supporters
from tests.supporters.factories import ListFactory, admit
from tests.supporters.importing import imported, table
from tests.supporters.leaving import ALL, QUESTION, Partnership, made, reread, taker
from tests.supporters.segments import saved

INSIDE, OUTSIDE = "inside@example.org", "outside@example.org"


@pytest.fixture
def news(db):
    return ListFactory()


@pytest.fixture
def export(news, steward_user):
    """A table to send news by, with one person in it."""
    taker(news, INSIDE)
    return made(saved(ALL), steward_user)


@pytest.mark.django_db
def test_a_bounce_has_what_was_made_to_send_them_news_destroyed(export, django_capture_on_commit_callbacks):
    for address, is_there in ((OUTSIDE, True), (INSIDE.upper(), False)):
        with django_capture_on_commit_callbacks(execute=True):
            keep_bounce(address)
        assert (is_refused(address), reread(export).is_there) == (True, is_there)


@pytest.mark.django_db(transaction=True)
def test_a_no_in_a_file_has_it_destroyed_too(export, news, steward_user):
    actor = Actor.staff(steward_user)
    said = {"basis": ImportBasis.NONE, "words": "", "said_on": None}
    imported(table((OUTSIDE, "", "unsubscribed")), news, actor, **said)
    assert reread(export).is_there

    imported(table((INSIDE, "", "bounced")), news, actor, **said)
    assert not reread(export).is_there


@pytest.mark.django_db
def test_what_a_partner_has_not_taken_yet_is_made_anew_without_them(
    steward_user, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setitem(registries.handed_columns, QUESTION, ("email",))
    monkeypatch.setitem(registries.question_names, QUESTION, "Mail from a partner")
    partnership = Partnership()
    partnership.willing(INSIDE)
    hand_over = partnership.made(steward_user)
    assert hand_over.is_there
    with django_capture_on_commit_callbacks(execute=True):
        keep_bounce(INSIDE)

    assert not reread(hand_over).is_there


# --- erased while merged ----------------------------------------------------------------------------


@pytest.fixture
def pair(steward_user, transactional_db):
    """Who stands, and a copy of who was merged into them since it was read."""
    survivor, loser = admit("ada@example.org"), admit("byron@example.org")
    merge_supporters(survivor=survivor, loser=loser, actor=Actor.staff(steward_user))
    return survivor, loser


def keys_of(*people):
    return set(salts([one.subject_id for one in people]))


def test_whoever_is_erased_while_they_are_merged_is_erased_whole(pair):
    survivor, loser = pair
    assert jobs.erase(loser, fingerprint=Fingerprint.KEEP)

    assert (Supporter.objects.count(), keys_of(survivor)) == (0, set())
    assert (is_refused("ada@example.org"), is_refused("byron@example.org")) == (True, True)


def test_killed_behind_the_keys_the_sweep_finds_both(pair, monkeypatch):
    survivor, loser = pair

    def killed(_supporter):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "forget", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.erase(loser, fingerprint=Fingerprint.KEEP)
    assert (Supporter.objects.count(), keys_of(survivor)) == (1, set())
    assert (is_refused("ada@example.org"), is_refused("byron@example.org")) == (True, True)

    supporter_jobs.forget_subject(survivor.subject_id)
    assert Supporter.objects.count() == 0


def test_killed_before_the_keys_nothing_is_half_done(pair, monkeypatch):
    survivor, loser = pair

    def killed(_subjects):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "destroy_subjects", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.erase(loser, fingerprint=Fingerprint.KEEP)

    assert keys_of(survivor) == {survivor.subject_id}
    assert SubjectKey.objects.using("keystore").filter(subject_id=survivor.subject_id).exists()


def test_what_retention_finds_is_nobodys_wish(pair):
    survivor, loser = pair
    jobs.erase(loser, fingerprint=Fingerprint.LEAVE)

    assert (list(Supporter.objects.all()), keys_of(survivor)) == ([survivor], {survivor.subject_id})


# --- both are told --------------------------------------------------------------------------------


def merged_letters():
    drain_outbox.call()
    return {letter.to[0]: letter for letter in mail.outbox}


@pytest.mark.django_db(transaction=True)
def test_both_addresses_are_told_of_a_merge_and_neither_of_the_other(pair):
    letters = merged_letters()
    assert sorted(letters) == ["ada@example.org", "byron@example.org"]
    for address, letter in letters.items():
        other = next(one for one in letters if one != address)
        assert other not in f"{letter.subject} {letter.body} {letter.alternatives}".lower()
        assert "/do/" in letter.body


@pytest.mark.django_db(transaction=True)
def test_an_address_that_refuses_mail_is_not_told(steward_user):
    survivor, loser = admit("ada@example.org"), admit("byron@example.org")
    refuse(address="byron@example.org", reason=RefusalReason.UNSUBSCRIBED)
    merge_supporters(survivor=survivor, loser=loser, actor=Actor.staff(steward_user))

    assert "byron@example.org" not in merged_letters()


@pytest.mark.django_db(transaction=True)
def test_an_address_that_nobody_confirmed_is_not_told(steward_user):
    survivor, loser = admit("ada@example.org"), admit("byron@example.org")
    Supporter.objects.filter(pk=loser.pk).update(state="unconfirmed")
    merge_supporters(survivor=survivor, loser=loser, actor=Actor.staff(steward_user))

    assert list(merged_letters()) == ["ada@example.org"]


@pytest.mark.django_db(transaction=True)
def test_whoever_is_erased_before_the_letter_goes_gets_none(pair):
    jobs.erase(pair[0], fingerprint=Fingerprint.FORGET)

    assert merged_letters() == {}
