"""Hand-overs when somebody in one leaves, a worker is killed, or two records are one."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from privacy.actors import Actor
from privacy.models import SealedFile
from supporters import registries
from supporters.exceptions import FileGone
from supporters.hand_over_reads import reference_of
from supporters.jobs import hand_overs as jobs
from supporters.jobs import working
from supporters.models import HandedOver
from supporters.services import hand_overs as services
from supporters.services import (
    merge_supporters,
    undo_merge,
)
from tests.supporters.leaving import emails, erase, reread, take_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("question")]


@pytest.mark.parametrize("leave", ["erased", "took it back"])
def test_who_leaves_takes_the_file_along_and_the_next_making_is_without_them(
    partner, steward_user, leave, django_capture_on_commit_callbacks
):
    person, _other = partner.willing("a@example.org", "b@example.org")
    hand_over = partner.made(steward_user)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person) if leave == "erased" else take_back(partner, person)
    assert (reread(hand_over).file, SealedFile.objects.count()) == (None, 0)
    with pytest.raises(FileGone):
        services.open_hand_over(hand_over=hand_over, actor=Actor.staff(steward_user))
    joined, withdrawn = partner.opened(partner.made(steward_user))
    assert (emails(joined), withdrawn[1:]) == (["b@example.org"], [])


def test_an_erased_person_who_was_given_leaves_a_reference_and_nothing_else(partner, steward_user):
    [person] = partner.willing("a@example.org")
    partner.taken(steward_user)
    erase(person)
    [row] = HandedOver.objects.all()
    assert (row.supporter, row.ended_by) == (None, None)


def test_who_takes_it_back_while_it_is_made_is_not_in_it(partner, steward_user, monkeypatch):
    person, _other = partner.willing("a@example.org", "b@example.org")
    hand_over = partner.ask(steward_user)
    ended_portions = jobs.ended_portions

    def meanwhile(*args):
        if HandedOver.objects.filter(supporter=person).exists():
            partner.answer(person, yes=False)
            jobs._destroy(jobs.files_with(person))
        return [[], *ended_portions(*args)]

    monkeypatch.setattr(jobs, "ended_portions", meanwhile)
    assert jobs.work_on(hand_over.pk) is True
    assert jobs.work_on(hand_over.pk) is False
    assert emails(partner.opened(reread(hand_over))[0]) == ["b@example.org"]
    assert SealedFile.objects.count() == 1


class Killed(BaseException):
    """The worker is gone."""


def test_a_killed_worker_skips_and_repeats_nobody(partner, steward_user, monkeypatch):
    partner.willing("a@example.org", "b@example.org")
    hand_over = partner.ask(steward_user)

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(jobs.pyrage, "encrypt_io", die)
        with pytest.raises(Killed):
            jobs.work_on(hand_over.pk)
    with time_machine.travel(timezone.now() + working.LEASE + timedelta(seconds=1)):
        jobs.work_on_waiting()
        assert emails(partner.opened(reread(hand_over))[0]) == ["a@example.org", "b@example.org"]
    assert (HandedOver.objects.count(), SealedFile.objects.count()) == (2, 1)


def test_the_clear_zip_of_a_killed_worker_goes_with_whoever_leaves(
    partner, steward_user, monkeypatch, django_capture_on_commit_callbacks
):
    person, _other = partner.willing("a@example.org", "b@example.org")
    hand_over = partner.ask(steward_user)

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        # So killed, nothing cleans up behind it.
        patch.setattr(jobs, "destroy_files", lambda pks: None)
        patch.setattr(jobs.pyrage, "encrypt_io", die)
        with pytest.raises(Killed):
            jobs.work_on(hand_over.pk)
    clear = reread(hand_over).clear
    assert (clear.kind, clear in jobs.files_with(person)) == (jobs.CLEAR, True)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person)
    assert SealedFile.objects.filter(kind=jobs.CLEAR).count() == 0


def test_two_records_that_are_merged_stay_given_once_and_take_their_files_along(
    partner, steward_user, django_capture_on_commit_callbacks
):
    one, two = partner.willing("a@example.org", "b@example.org")
    first, _none = partner.opened(partner.taken(steward_user))
    references = {row[2]: row[0] for row in first[1:]}
    with django_capture_on_commit_callbacks(execute=True):
        merge = merge_supporters(survivor=one, loser=two, actor=Actor.staff(steward_user))
    assert SealedFile.objects.filter(kind="countersign_supporters.handover").count() == 0
    assert [str(reference_of(row)) for row in HandedOver.objects.filter(supporter=one)] == [
        references["a@example.org"]
    ]
    back = undo_merge(merge=merge, actor=Actor.staff(steward_user))
    assert [str(reference_of(row)) for row in HandedOver.objects.filter(supporter=back)] == [
        references["b@example.org"]
    ]
    merge_supporters(survivor=one, loser=back, actor=Actor.staff(steward_user))
    joined, withdrawn = partner.opened(partner.taken(steward_user))
    # The partner has them once, and is told to forget the other.
    assert (joined[1:], withdrawn[1:]) == ([], [[references["b@example.org"], ""]])


def test_a_partners_question_hands_over_the_address_and_no_more_unless_it_says_so(monkeypatch):
    for name in ("partner_wordings", "first_wordings", "question_names", "handed_columns"):
        monkeypatch.setattr(registries, name, {})
    registries.register_wording("a", {"en": "May %(partner)s write?"}, name="A", each_partner=True)
    registries.register_wording("b", {"en": "News?"}, name="B")
    assert registries.handed_columns == {"a": ("email",)}
