"""A partner is given who said yes to it, what the words speak of, and who took it back; and nobody else."""

from datetime import timedelta
from uuid import UUID

import pyrage
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pyrage.x25519 import Identity

from outbox.enums import RefusalReason
from outbox.services import refuse
from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.keyring import forget_keyring, keyring
from privacy.models import AccessLog, SealedFile
from privacy.rotation import rotate
from supporters import registries
from supporters.enums import WorkState
from supporters.exceptions import FileGone, KeyNotAgreed, NoRecipient, NotAllowed, OwnRequest
from supporters.hand_over_reads import reference_of
from supporters.held import Held
from supporters.jobs import hand_overs as jobs
from supporters.models import ConsentWording, HandedOver, HandOver, Partner, Supporter
from supporters.retention import RULES
from supporters.services import hand_overs as services
from supporters.services import (
    publish_wording,
)
from supporters.services.partners import agree_to_key, change_partner
from tests.privacy.factories import plus_one, with_keys
from tests.supporters.factories import admit
from tests.supporters.leaving import (
    QUESTION,
    Partnership,
    bytes_of,
    emails,
    erase,
    need_two,
    reread,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("question")]


def shown(person) -> list[tuple[str, str]]:
    person = Supporter.objects.get(pk=person.pk)
    told = Held(person, person.unseal()).as_data()["handed_over"]
    return [(one["partner"], "told to forget" if one["told_to_forget"] else "") for one in told]


# --- whom, and what of them ----------------------------------------------------------------------


def test_a_partner_gets_those_whose_last_answer_is_yes_and_only_what_its_words_speak_of(
    partner, steward_user, monkeypatch
):
    monkeypatch.setitem(
        registries.mailbox_readers, "tests", lambda address: address.endswith("@school.example")
    )
    other = Partnership()
    partner.willing("a@example.org", given_name="Ana", family_name="Fuller", phone="2025550123")
    partner.answer(admit("no@example.org"), yes=False)
    for person in partner.willing("back@example.org", "later@example.org"):
        partner.answer(person, yes=False)
    partner.answer(person)
    other.willing("other@example.org")
    partner.willing("refuses@example.org", "x@school.example")
    refuse(address="refuses@example.org", reason=RefusalReason.NEVER)
    admit("silent@example.org")
    [erased] = partner.willing("erased@example.org")
    erase(erased)
    hand_over = partner.made(steward_user)
    joined, withdrawn = partner.opened(hand_over)

    assert joined[0] == ["reference", "given_name", "email", "said_yes_on", "words"]
    assert sorted(row[1:] for row in joined[1:]) == [
        [name, email, timezone.now().date().isoformat(), "May Partner write to me?"]
        for name, email in (("Ana", "a@example.org"), ("María", "later@example.org"))
    ]
    assert {row[0] for row in joined[1:]} == {str(reference_of(row)) for row in HandedOver.objects.all()}
    assert (withdrawn[1:], hand_over.joined, hand_over.left) == ([], 2, 0)


def test_nobody_but_the_partner_opens_it(partner, steward_user):
    partner.willing("a@example.org")
    data = bytes_of(partner.made(steward_user))
    assert data.startswith(b"age-encryption.org/v1")
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(data, [Identity.generate()])


def test_a_yes_to_older_words_stands_and_is_handed_over_with_them(partner, steward_user):
    partner.willing("a@example.org")
    publish_wording(key=QUESTION, texts={"en": "Newer?"}, partner=partner.partner, actor=Actor.system())
    partner.wording = ConsentWording.objects.get(text="Newer?")
    partner.willing("b@example.org")
    joined, _withdrawn = partner.opened(partner.made(steward_user))
    assert sorted((row[2], row[4]) for row in joined[1:]) == [
        ("a@example.org", "May Partner write to me?"),
        ("b@example.org", "Newer?"),
    ]


def test_a_formula_stays_text(partner, steward_user):
    partner.willing("a@example.org", given_name="=1+1")
    joined, _withdrawn = partner.opened(partner.made(steward_user))
    assert joined[1][1] == "'=1+1"


# --- since the last time -------------------------------------------------------------------------


def test_the_next_holds_who_came_since_and_who_took_it_back_and_then_nobody(partner, steward_user):
    kept, back, gone = partner.willing("a@example.org", "b@example.org", "c@example.org")
    first, _none = partner.opened(partner.taken(steward_user))
    references = {row[2]: row[0] for row in first[1:]}
    take_back(partner, back)
    erase(gone)
    partner.willing("d@example.org")
    second = partner.received(steward_user)
    joined, withdrawn = partner.opened(second)

    assert emails(joined) == ["d@example.org"]
    # Of whom nothing is known any more there is the reference, and no address.
    assert sorted(withdrawn[1:]) == sorted(
        [[references["b@example.org"], "b@example.org"], [references["c@example.org"], ""]]
    )
    assert (second.joined, second.left) == (1, 2)
    joined, withdrawn = partner.opened(partner.taken(steward_user))
    assert (joined[1:], withdrawn[1:]) == ([], [])
    # Nothing is left of who was erased, and of who took it back the history for their own door.
    assert sorted(one.supporter.unseal().email for one in HandedOver.objects.filter(ended_by=None)) == [
        "a@example.org",
        "d@example.org",
    ]
    assert (shown(kept), shown(back)) == (
        [(partner.partner.name, "")],
        [(partner.partner.name, "told to forget")],
    )


def test_a_yes_after_a_no_is_given_anew_under_another_reference(partner, steward_user):
    [person] = partner.willing("a@example.org")
    first, _none = partner.opened(partner.taken(steward_user))
    take_back(partner, person)
    partner.taken(steward_user)
    partner.answer(person)
    third, again = partner.opened(partner.taken(steward_user))
    assert (emails(third), third[1][0] == first[1][0]) == (["a@example.org"], False)
    # Until the partner has it the old one is told again, without the address that is given anew.
    assert again[1:] == [[first[1][0], ""]]


def test_who_took_it_back_is_told_again_until_the_partner_has_it(partner, steward_user):
    back, gone = partner.willing("a@example.org", "b@example.org")
    hand_over = partner.made(steward_user)
    with pytest.raises(FileGone):
        services.note_received(hand_over=hand_over, actor=Actor.staff(steward_user))
    partner.taken(steward_user)
    take_back(partner, back)
    erase(gone)
    told = [sorted(partner.opened(partner.taken(steward_user))[1][1:]) for _time in range(2)]
    assert (len(told[0]), told[0]) == (2, told[1])
    # One that was called back tells nobody.
    services.end_hand_over(hand_over=partner.made(steward_user), actor=Actor.staff(steward_user))
    last = partner.received(steward_user)
    assert sorted(partner.opened(last)[1][1:]) == told[0]
    services.note_received(hand_over=last, actor=Actor.staff(steward_user))
    assert partner.opened(partner.made(steward_user))[1][1:] == []
    # And nothing is left of who was erased.
    assert [row.supporter for row in HandedOver.objects.all()] == [back]


def test_what_nobody_downloaded_counts_as_not_given(partner, steward_user):
    [person] = partner.willing("a@example.org")
    first = partner.made(steward_user)
    assert shown(person) == []
    partner.willing("b@example.org")
    second = partner.made(steward_user)
    assert (second.pk, SealedFile.objects.count()) == (first.pk, 1)
    assert emails(partner.opened(second)[0]) == ["a@example.org", "b@example.org"]
    for _time in range(2):
        services.end_hand_over(hand_over=second, actor=Actor.staff(steward_user))
    assert (HandOver.objects.count(), HandedOver.objects.count(), SealedFile.objects.count()) == (0, 0, 0)

    partner.made(steward_user)
    rule = next(rule for rule in RULES if rule.key == "supporters.hand_overs_left")
    tomorrow = timezone.now().date() + timedelta(days=1)
    assert (rule.overdue(tomorrow), rule.enforce(tomorrow), HandOver.objects.count()) == (1, 1, 0)
    assert emails(partner.opened(partner.made(steward_user))[0]) == ["a@example.org", "b@example.org"]


def test_who_made_it_is_forgotten_once_nobody_is_left_of_it(partner, steward_user):
    [person] = partner.willing("a@example.org")
    first = partner.taken(steward_user)
    rule = next(rule for rule in RULES if rule.key == "supporters.hand_overs")
    later = first.taken + timedelta(days=1)
    assert rule.overdue(later) == 0
    erase(person)
    partner.received(steward_user)
    assert (rule.overdue(later), rule.enforce(later), HandOver.objects.count()) == (2, 2, 0)


def test_the_partners_list_and_our_tables_without_the_key_tell_nobody_who_is_who(partner, steward_user):
    people = partner.willing(*(f"{name}@example.org" for name in "abcdef"))
    joined, _withdrawn = partner.opened(partner.taken(steward_user))
    references = [row[0] for row in joined[1:]]
    stored = str([*HandedOver.objects.values(), *Supporter.objects.values()])
    assert [one for one in references if one in stored or UUID(one).hex in stored] == []
    # Nor does the place of a row in the file.
    assert references == sorted(references)
    # And of who was erased the partner is told by it.
    erase(people[0])
    _joined, withdrawn = partner.opened(partner.taken(steward_user))
    assert [row[0] in references for row in withdrawn[1:]] == [True]


@pytest.fixture
def noted_keys(db):
    """The keys that this test begins with, in the keystore."""
    forget_keyring()
    keyring()
    yield
    forget_keyring()


def test_a_reference_stays_when_the_index_key_is_changed(noted_keys, partner, steward_user, settings):
    partner.willing("a@example.org")
    partner.taken(steward_user)
    [row] = HandedOver.objects.all()
    before = reference_of(row)
    with_keys(settings, idx=plus_one(settings.COUNTERSIGN["KEYS"].idx))
    done = rotate()
    row.refresh_from_db()
    assert (reference_of(row), row.idx_version, done.old_indexes[HandedOver._meta.label]) == (before, 1, 1)


# --- who asks, who takes -------------------------------------------------------------------------


def test_pressed_twice_it_is_one_and_it_is_logged_that_they_said_so(partner, steward_user):
    partner.willing("a@example.org")
    first = partner.ask(steward_user)
    assert partner.ask(steward_user).pk == first.pk
    jobs.work_on(first.pk)
    jobs.work_on(first.pk)
    for _time in range(2):
        services.open_hand_over(hand_over=reread(first), actor=Actor.staff(steward_user))
    said = [
        (row.user_id, row.deed, row.kinds, row.count, row.reason) for row in AccessLog.objects.order_by("pk")
    ]
    deeds = (AccessDeed.EXPORTED, AccessDeed.DOWNLOADED, AccessDeed.DOWNLOADED)
    kinds = ["email", "given_name"]
    assert said == [(steward_user.pk, deed, kinds, 1, AccessReason.ASKED_BY_PERSON) for deed in deeds]
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.bulk_create(
            HandOver(partner=partner.partner, question=QUESTION, bound=b"") for _time in range(2)
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="On SQLite writers queue anyway.")
def test_asking_again_waits_for_a_download_that_is_under_way(partner, steward_user):
    made = partner.made(steward_user)
    with CaptureQueriesContext(connection) as found:
        assert partner.ask(steward_user).pk == made.pk
    held = [one["sql"] for one in found if "FOR UPDATE" in one["sql"]]
    assert sum(f'FROM "{HandOver._meta.db_table}"' in sql for sql in held) == 1


def test_only_whoever_asked_takes_it_along(partner, steward_user, colleague):
    partner.willing("a@example.org")
    hand_over = partner.made(steward_user)
    with pytest.raises(FileGone):
        services.open_hand_over(hand_over=hand_over, actor=Actor.staff(colleague))
    assert reread(hand_over).taken is None


def test_a_partner_without_a_key_and_a_question_about_nothing_are_refused(partner, steward_user):
    partner.partner.recipient = ""
    partner.partner.save()
    with pytest.raises(NoRecipient):
        partner.ask(steward_user)
    with pytest.raises(NotAllowed):
        services.ask_for_hand_over(
            partner=partner.partner, question="tests.news", actor=Actor.staff(steward_user)
        )


@pytest.mark.parametrize("key", ["age1", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_only_a_public_key_of_age_is_taken(key):
    with pytest.raises(ValidationError, match="age1"):
        Partner(name="Neighbors", recipient=key).full_clean()
    Partner(name="Neighbors", recipient=str(Identity.generate().to_public())).full_clean()


def test_the_second_person_agrees_to_this_key_and_no_other(partner, steward_user, colleague):
    need_two()
    partner.willing("a@example.org")
    hand_over = partner.ask(steward_user)
    with pytest.raises(OwnRequest):
        services.allow_hand_over(hand_over=hand_over, bound=hand_over.bound, actor=Actor.staff(steward_user))
    jobs.work_on_waiting()
    assert reread(hand_over).state == WorkState.WAITING
    services.allow_hand_over(hand_over=hand_over, bound=hand_over.bound, actor=Actor.staff(colleague))
    partner.partner.recipient = str(Identity.generate().to_public())
    partner.partner.save()
    jobs.work_on_waiting()
    assert (reread(hand_over).state, HandedOver.objects.count()) == (WorkState.FAILED, 0)
    # Before it is asked for again, the new key needs a second person itself.
    with pytest.raises(KeyNotAgreed):
        partner.ask(steward_user)
    agree_to_key(partner=partner.partner, recipient=partner.partner.recipient, actor=Actor.staff(colleague))
    assert partner.ask(steward_user).waits_for_second


def test_whoever_put_a_key_in_does_not_agree_to_it_and_both_deeds_are_logged(
    partner, steward_user, colleague
):
    need_two()
    own, other = (str(Identity.generate().to_public()) for _time in range(2))
    for _time in range(2):
        partner.partner.recipient = own
        change_partner(partner=partner.partner, actor=Actor.staff(steward_user))
    known = Partner.objects.get()
    assert (known.recipient_by, known.recipient_day) == (steward_user, timezone.now().date())
    for key, user, refusal in ((own, steward_user, OwnRequest), (other, colleague, FileGone)):
        with pytest.raises(refusal):
            agree_to_key(partner=known, recipient=key, actor=Actor.staff(user))
    with pytest.raises(KeyNotAgreed):
        partner.ask(colleague)
    # A form that was open meanwhile takes no agreement back.
    for _time in range(2):
        agree_to_key(partner=known, recipient=own, actor=Actor.staff(colleague))
    change_partner(partner=known, actor=Actor.staff(steward_user))
    assert partner.ask(steward_user).waits_for_second
    said = [(row.user_id, row.deed, row.count) for row in AccessLog.objects.order_by("pk")]
    assert said == [(steward_user.pk, AccessDeed.KEY_CHANGED, 0), (colleague.pk, AccessDeed.KEY_AGREED, 0)]


# --- who leaves ----------------------------------------------------------------------------------


# --- two who are one -----------------------------------------------------------------------------


# --- the question --------------------------------------------------------------------------------
