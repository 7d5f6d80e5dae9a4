"""Erase: unreadable first, gone then; the ledger keeps blank rows."""

import pytest

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import is_refused
from outbox.services import refuse
from privacy.actors import Actor
from privacy.erasure import destroy_subjects
from privacy.ledger import seal_ledger, verify_ledger
from privacy.models.keystore import SubjectKey
from supporters import jobs, registries
from supporters.models import Consent, SubjectIndex, Subscription, Supporter
from supporters.registries import Eraser
from supporters.selectors import find_supporter
from supporters.services import ConsentAnswer, erase_supporter, record_consents, subscribe, unsubscribe
from tests.supporters.factories import PERSON, ListFactory, TagFactory, admit, wording

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "maria@example.org"


@pytest.fixture
def maria():
    supporter = admit(ADDRESS, phone="512 555 0142", postal_code="78702")
    mail_list = ListFactory()
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)
    answers = [ConsentAnswer(wording().pk, True, mail_list.public_id)]
    record_consents(supporter=supporter, answers=answers, actor=PERSON)
    supporter.tags.add(TagFactory())
    return supporter


def test_erasing_leaves_no_row_no_key_and_a_blank_consent(maria):
    seal_ledger(Consent)
    erase_supporter(supporter=maria, keep_fingerprint=True, actor=PERSON)

    assert Supporter.objects.count() == 0
    assert SubjectIndex.objects.count() == 0
    assert Subscription.objects.count() == 0
    assert SubjectKey.objects.using("keystore").filter(pk=maria.subject_id).count() == 0
    assert find_supporter(ADDRESS) is None
    assert list(Consent.objects.values_list("subject_id", "wording", "list_id", "answer", "how", "day")) == [
        (None,) * 6
    ]
    assert verify_ledger(Consent).is_whole


def test_a_fingerprint_keeps_everybody_from_adding_them_again(maria):
    erase_supporter(supporter=maria, keep_fingerprint=True, actor=PERSON)

    assert is_refused(ADDRESS)


def test_forget_even_that_leaves_no_refusal(maria):
    unsubscribe(supporter=maria, actor=PERSON)
    erase_supporter(supporter=maria, keep_fingerprint=False, actor=PERSON)

    assert Refusal.objects.count() == 0


def test_forget_even_that_outlives_a_no_that_was_written_at_the_same_moment(maria, monkeypatch):
    """As by a tab that leaves a list: it read the address before, and commits before the row goes."""

    def leave(supporter):
        refuse(address=ADDRESS, reason=RefusalReason.UNSUBSCRIBED)

    late = Eraser(name="late", subjects=lambda supporter: [], forget=leave)
    monkeypatch.setitem(registries.erasers, "late", late)
    erase_supporter(supporter=maria, keep_fingerprint=False, actor=PERSON)

    assert Refusal.objects.count() == 0


def test_erasing_twice_is_harmless(maria):
    erase_supporter(supporter=maria, keep_fingerprint=True, actor=PERSON)
    erase_supporter(supporter=maria, keep_fingerprint=True, actor=Actor.system())

    assert Supporter.objects.count() == 0


def test_upper_floors_are_asked_for_subjects_and_told_to_forget(maria, monkeypatch):
    further = admit("other@example.org")
    seen = []
    eraser = Eraser(
        name="tests",
        subjects=lambda supporter: [further.subject_id],
        forget=lambda supporter: seen.append(supporter.pk),
    )
    monkeypatch.setattr(registries, "erasers", {"tests": eraser})
    pk = maria.pk
    erase_supporter(supporter=maria, keep_fingerprint=True, actor=PERSON)

    assert seen == [pk]
    assert SubjectKey.objects.using("keystore").filter(pk=further.subject_id).count() == 0


def test_the_sweep_finishes_an_erasing_that_died_after_the_keys(maria):
    destroy_subjects([maria.subject_id])
    jobs.forget_subject(maria.subject_id)

    assert Supporter.objects.count() == 0
    assert Consent.objects.get().wording is None
