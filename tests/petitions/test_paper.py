"""Signing on paper: a slip counts once and at once, and is joined to nobody before a press in a mail."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connections

from campaigns.enums import NewsChoice
from campaigns.models import Action, Institution, Target
from outbox.models import Letter
from petitions import services
from petitions.enums import SignatureMethod, SignatureState
from petitions.exceptions import (
    BatchGone,
    NeverMailed,
    PetitionClosed,
    SlipEnteredBefore,
    TooManySlips,
)
from petitions.jobs.paper import LETTER
from petitions.jobs.waiting import expire_waiting
from petitions.marks import marks_of, recompute_marks, slip_marks_of
from petitions.models import PaperBatch, Place, Signature, TypedSignature
from petitions.selectors import count_differences, how_we_count, tally_at, total_of
from petitions.services import Slip
from petitions.services.paper import SLIPS_PER_HOUR
from petitions.slip_names import canonical_slip
from petitions.wordings import NEWS, UPDATES
from privacy import indexes
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_subjects
from privacy.keystore import erased_among
from privacy.masking import mask_address
from supporters.models import Consent, Subscription, Supporter
from supporters.services import erase_supporter, publish_wording
from tests.at_once import at_once
from tests.petitions.deliveries import hand_over, pack, plan, reread
from tests.petitions.factories import confirm, make_petition, open_place, sign, sign_and_confirm
from tests.petitions.paper import NO, STAFF, begin, enter
from tests.petitions.test_retention import due, enforce

pytestmark = pytest.mark.django_db
YES, ONLY_THIS = NewsChoice.CAMPAIGN.value, NewsChoice.ONLY_THIS.value


@pytest.fixture
def batch(petition):
    return begin(petition)


# --- counting --------------------------------------------------------------------------------------


def test_a_slip_counts_at_once_as_paper_and_is_joined_to_nobody(petition):
    signature = enter(begin(petition, days_ago=3))

    assert (signature.state, signature.method) == (SignatureState.CONFIRMED, SignatureMethod.PAPER)
    assert (signature.created, signature.region) == (utc_today() - timedelta(days=3), "CA")
    assert (signature.supporter, signature.action, signature.source) == (None, None, "")
    assert signature.unseal().email == "ada@example.org"
    assert (total_of(petition), how_we_count(petition).on_paper) == (1, 1)
    assert (Supporter.objects.count(), Action.objects.count(), Letter.objects.count()) == (0, 0, 0)
    assert count_differences(petition) == []


def test_a_slip_counts_at_the_place_of_its_batch_while_that_is_open(petition, bay):
    enter(begin(petition, place=bay))
    Place.objects.update(state="hidden")
    enter(begin(petition, place=bay), "bo@example.org")
    Place.objects.update(state="open")

    assert (total_of(petition), tally_at(petition, bay.slug).total) == (2, 1)
    assert count_differences(petition) == []


def test_the_same_slip_twice_in_a_batch_is_refused_kindly_and_counts_once(batch, petition):
    enter(batch)
    for email in ("ada@example.org", "ADA@Example.org"):
        with pytest.raises(SlipEnteredBefore):
            enter(batch, email, given_name="Augusta")

    batch.refresh_from_db()
    assert (total_of(petition), batch.entered, Signature.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("has_signed", [False, True])
@pytest.mark.parametrize("news", [NO, YES])
def test_a_slip_sent_twice_is_one_slip_whatever_becomes_of_it(batch, petition, has_signed, news):
    if has_signed:
        sign_and_confirm(petition, "ada@example.org")
    public_id = uuid4()
    for _ in range(2):
        enter(batch, public_id=public_id, news=news)

    batch.refresh_from_db()
    assert (total_of(petition), batch.entered) == (1, 1)


def test_a_batch_sent_twice_is_one_batch_and_of_no_other_petition(petition):
    public_id = uuid4()
    first, second = begin(petition, public_id=public_id), begin(petition, public_id=public_id)
    with pytest.raises(BatchGone):
        begin(make_petition(), public_id=public_id)

    assert first == second
    assert PaperBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("again", "counted"),
    [
        ({"given_name": "JOSÉ", "family_name": "nunez  ", "postal_code": "94110-1234"}, 1),
        ({"given_name": "Jose", "family_name": "Núñez", "postal_code": "94111"}, 2),
        ({"given_name": "Josefa", "family_name": "Núñez", "postal_code": "94110"}, 2),
    ],
)
def test_a_slip_without_an_address_is_known_by_name_and_postal_code(petition, again, counted):
    enter(begin(petition), "", given_name="José", family_name="Núñez", postal_code="94110")
    # In another batch, so that it is taken without a word.
    enter(begin(petition), "", **again)

    assert total_of(petition) == counted
    assert count_differences(petition) == []


def test_the_mark_of_a_name_is_of_a_domain_of_its_own(petition):
    typed = TypedSignature(given_name="a", family_name="b", postal_code="1")
    canonical = canonical_slip(given_name="a", family_name="b", postal_code="1")
    [named] = slip_marks_of(petition=petition, typed=typed).all
    scope_of_address = marks_of(petition=petition, address="a@example.org").all

    assert canonical == "a b\n1"
    assert named not in scope_of_address
    assert named != indexes.blind_index(indexes.Domain.SUPPORTER, indexes.IndexKind.EMAIL, canonical)


def test_marks_of_slips_are_made_anew_while_what_was_typed_is_there(batch):
    rows = [enter(batch), enter(batch, "", given_name="Bo")]

    assert recompute_marks(rows, 1) == [bytes(row.mark) for row in rows]


def test_whoever_signed_before_is_not_counted_again_and_nobody_who_enters_learns_it(petition, batch):
    sign_and_confirm(petition, "ada@example.org")
    Letter.objects.all().delete()
    without_news = enter(batch)
    waiting = enter(begin(petition), news=YES)

    batch.refresh_from_db()
    assert (without_news, batch.entered, total_of(petition)) == (None, 1, 1)
    assert (waiting.state, waiting.mark, waiting.place) == (SignatureState.PENDING, None, None)
    assert [letter.kind for letter in Letter.objects.all()] == [LETTER]
    confirm(waiting)
    # The one that counts has heard the yes.
    assert [row.news for row in Signature.objects.counted()] == [YES]
    assert Subscription.objects.get().state == "subscribed"
    assert count_differences(petition) == []


def test_one_who_signs_online_later_has_one_signature_and_it_is_theirs(petition, bay):
    slip = enter(begin(petition, place=bay), news=YES)
    assert confirm(sign(petition, "Ada@example.org", source="friend", said={"news": ONLY_THIS})) is False

    slip.refresh_from_db()
    assert (total_of(petition), how_we_count(petition).on_paper) == (1, 1)
    assert (slip.supporter, slip.news, slip.source) == (Supporter.objects.get(), ONLY_THIS, "friend")
    assert (slip.batch, slip.sealed, slip.place) == (None, None, bay)
    assert Action.objects.get() == slip.action
    # The slip's own letter has nothing left to say, and its answers were not asked again.
    assert Subscription.objects.count() == 0
    assert not slip.awaits_button
    assert count_differences(petition) == []


# --- news ------------------------------------------------------------------------------------------


def test_a_yes_to_news_is_asked_for_by_one_letter_without_anything_from_the_slip(batch, letters):
    enter(batch, news=YES, given_name="Buy-pills", family_name="Now", language="es")

    [(kind, recipient, content)] = letters()
    assert (kind, recipient.address, recipient.language) == (LETTER, "ada@example.org", "es")
    whole = content.subject + content.text + content.html
    assert ("Buy-pills" in whole, "94110" in whole) == (False, False)
    assert "Cancelen el contrato" in content.subject
    for part in ("/confirm/", "/not-me/", "/withdraw/"):
        assert content.text.count(part) == 1


def test_before_the_button_nobody_is_subscribed_and_after_seven_days_only_the_count_is_left(batch, petition):
    signature = enter(batch, news=YES)
    subject = signature.subject_id
    assert (Supporter.objects.count(), Subscription.objects.count(), Consent.objects.count()) == (0, 0, 0)
    with time_machine.travel(signature.expires_at + timedelta(minutes=1)):
        expire_waiting()

    signature.refresh_from_db()
    assert (signature.state, signature.sealed, signature.subject_id) == ("confirmed", None, None)
    assert (subject is not None, signature.news, total_of(petition)) == (True, "", 1)


def test_pressing_the_button_joins_them_with_the_words_that_stood_on_the_slip(petition):
    batch = begin(petition)
    publish_wording(key=NEWS, texts={"en": "Other words", "es": "Otras"}, actor=STAFF)
    signature = enter(batch, news=YES, language="es")
    assert confirm(signature) is True

    signature.refresh_from_db()
    consent = Consent.objects.get()
    assert (consent.wording.key, consent.wording.version, consent.wording.language) == (NEWS, 1, "es")
    assert (consent.answer, consent.how, consent.day) == (True, "paper", utc_today())
    assert Subscription.objects.get().list == petition.campaign.news_list
    assert (signature.supporter, signature.batch) == (Supporter.objects.get(), None)
    assert signature.action.created == utc_today()
    assert (total_of(petition), how_we_count(petition).on_paper) == (1, 1)


def test_only_what_becomes_of_it_is_two_answers_and_no_list(batch):
    confirm(enter(batch, news=ONLY_THIS))

    said = {consent.wording.key: consent.answer for consent in Consent.objects.all()}
    assert said == {NEWS: False, UPDATES: True}
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize("news", [NO, ""])
def test_no_mail_goes_where_none_was_asked_for(batch, news):
    enter(batch, news=news)

    assert Letter.objects.count() == 0


def test_slips_that_ask_no_news_bring_none(petition):
    enter(begin(petition, news_version=0), news=YES)

    assert Letter.objects.count() == 0


def test_a_school_s_address_counts_and_is_never_mailed(batch):
    Institution.objects.create(name="Bay College", country="US", mail_domains=["bay.example"])
    signature = enter(batch, "ada@bay.example", news=YES)

    assert (signature.state, signature.on_campus_mail) == (SignatureState.CONFIRMED, True)
    assert Letter.objects.count() == 0


def test_a_target_s_own_address_is_not_taken(batch):
    Target.objects.update(mail_domains=["vendor.example"])
    with pytest.raises(NeverMailed):
        enter(batch, "spy@vendor.example")

    assert Signature.objects.count() == 0


def test_not_me_removes_a_slip_that_somebody_else_wrote(batch, petition, after_commit):
    signature = enter(batch, news=YES)
    with after_commit():
        services.disown_signature(signature=signature, actor=Actor.the_person())

    assert (Signature.objects.count(), total_of(petition)) == (0, 0)
    assert erased_among([signature.subject_id]) == {signature.subject_id}
    assert count_differences(petition) == []


# --- undoing ---------------------------------------------------------------------------------------


def test_a_batch_is_undone_whole_but_for_those_who_pressed_since(petition, batch, after_commit):
    gone = enter(batch)
    confirm(enter(batch, "bo@example.org", news=YES))
    enter(begin(petition), "cy@example.org")
    with after_commit():
        assert services.undo_batch(batch=batch, actor=STAFF) == 1

    assert (total_of(petition), how_we_count(petition).on_paper) == (2, 2)
    assert erased_among([gone.subject_id]) == {gone.subject_id}
    assert count_differences(petition) == []
    with pytest.raises(BatchGone):
        services.undo_batch(batch=batch, actor=STAFF)
    with pytest.raises(BatchGone):
        enter(batch, "dee@example.org")


def test_what_a_delivery_holds_is_taken_back_and_keeps_its_row(petition, batch):
    signature = enter(batch)
    delivery = hand_over(pack(plan(petition)))
    services.undo_batch(batch=batch, actor=STAFF)

    signature.refresh_from_db()
    assert reread(delivery).signatures == 1
    assert (signature.state, signature.delivery) == (SignatureState.INVALIDATED, delivery)
    assert total_of(petition) == 0
    # Nobody said that it was not genuine.
    assert how_we_count(petition).not_genuine == 0


def test_after_seven_days_a_batch_is_closed_and_forgotten_and_its_slips_count_on(petition, batch):
    signature = enter(batch)
    assert due("petitions.batches") == 0
    with time_machine.travel(utc_today() + timedelta(days=8)):
        with pytest.raises(BatchGone):
            services.undo_batch(batch=batch, actor=STAFF)
        with pytest.raises(BatchGone):
            enter(batch, "bo@example.org")
        assert due("petitions.batches") == 1
        assert enforce("petitions.batches") == 1

    signature.refresh_from_db()
    assert (PaperBatch.objects.count(), signature.batch, total_of(petition)) == (0, None, 1)


def test_a_closed_petition_takes_no_slip_and_no_batch(petition, batch):
    services.close_petition(petition=petition, actor=STAFF)
    batch.petition.refresh_from_db()
    for deed in (lambda: enter(batch), lambda: begin(petition)):
        with pytest.raises(PetitionClosed):
            deed()


def test_a_member_of_staff_enters_no_more_slips_than_hands_can(batch, mailer, monkeypatch):
    monkeypatch.setattr("petitions.services.paper.SLIPS_PER_HOUR", 2)
    assert SLIPS_PER_HOUR == 600
    for number in range(2):
        slip = Slip(given_name="Ada", email=f"{number}@example.org", news=NO)
        services.enter_slip(batch=batch, public_id=uuid4(), slip=slip, actor=mailer)
    with pytest.raises(TooManySlips):
        services.enter_slip(batch=batch, public_id=uuid4(), slip=slip, actor=mailer)


# --- erasing ---------------------------------------------------------------------------------------


def test_an_erased_paper_signer_counts_on_and_cannot_sign_twice(petition, batch):
    signature = enter(batch, news=YES)
    confirm(signature)
    subject = Supporter.objects.get().subject_id
    erase_supporter(supporter=Supporter.objects.get(), keep_fingerprint=False, actor=STAFF)
    enter(begin(petition))

    signature.refresh_from_db()
    assert erased_among([subject]) == {subject}
    assert (signature.supporter, signature.action, signature.batch) == (None, None, None)
    assert (signature.method, total_of(petition)) == (SignatureMethod.PAPER, 1)
    assert count_differences(petition) == []


def test_a_slip_whose_key_was_destroyed_counts_on_and_tells_nothing(batch, petition):
    signature = enter(batch, news=YES)
    destroy_subjects([signature.subject_id])
    row = Signature.objects.get()

    assert row.sealed is None or not _readable(row)
    assert total_of(petition) == 1
    assert mask_address("ada@example.org") not in str(row)


def _readable(row):
    try:
        row.unseal()
    except Exception:  # noqa: BLE001 (whatever it says, it is not readable)
        return False
    return True


# --- two at once -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
def test_two_who_enter_one_person_s_slips_at_once_count_one():
    petition = make_petition()
    open_place(petition)
    batches = [begin(petition) for _ in range(4)]
    for round_ in range(3):
        email = f"{round_}@example.org"
        results = at_once(
            *[
                lambda one=one, email=email, n=n: enter(one, email, given_name=f"A{n}")
                for n, one in enumerate(batches)
            ]
        )
        assert [str(result) for result in results if isinstance(result, Exception)] == []
    connections.close_all()

    assert total_of(petition) == 3
    assert count_differences(petition) == []
