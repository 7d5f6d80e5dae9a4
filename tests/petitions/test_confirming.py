"""The button moves what was typed to the supporter, once."""

import pytest

from campaigns.enums import DomainStanding, NewsChoice
from campaigns.models import Action
from outbox.models import Letter
from petitions import services
from petitions.enums import CommentState, SignatureState
from petitions.exceptions import PetitionClosed, SignatureGone, SignatureWithdrawn
from petitions.jobs.waiting import drop_spent_subjects
from petitions.models import Comment, Petition, Signature
from petitions.selectors import total_of, waiting_of
from petitions.wordings import NEWS, UPDATES
from privacy.actors import Actor
from privacy.keystore import erased_among, salts
from supporters.models import Consent, ConsentWording, Subscription, Supporter
from supporters.services import publish_wording
from tests.petitions.factories import confirm, make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db
PERSON = Actor.the_person()


@pytest.fixture
def wordings(db):
    return {key: ConsentWording.objects.get(key=key, language="en", version=1) for key in (NEWS, UPDATES)}


def test_confirming_counts_and_makes_supporter_and_action(petition):
    signature = sign(petition, source="flyer")

    assert confirm(signature) is True
    signature.refresh_from_db()
    supporter = Supporter.objects.get()
    action = Action.objects.get()
    assert signature.state == SignatureState.CONFIRMED
    assert (signature.supporter, signature.action) == (supporter, action)
    assert (action.kind, action.source, action.campaign, action.supporter) == (
        "petition",
        "flyer",
        petition.campaign,
        supporter,
    )
    assert (signature.country, signature.region, signature.remind_at, signature.expires_at) == (
        "US",
        "CA",
        None,
        None,
    )
    assert supporter.unseal().email == "ada@example.org"
    assert (total_of(petition), waiting_of(petition)) == (1, 0)


def test_confirming_empties_the_blob_and_a_job_destroys_its_key(petition, after_commit):
    signature = sign(petition)
    subject = Signature.objects.get().subject_id
    confirm(signature)
    assert Signature.objects.get().sealed is None

    with after_commit():
        assert drop_spent_subjects() == 1
    assert Signature.objects.get().subject_id is None
    assert (salts([subject]), erased_among([subject])) == ({}, {subject})


def test_a_second_press_counts_nothing_and_writes_nothing(petition):
    signature = sign_and_confirm(petition)
    before = (Letter.objects.count(), Action.objects.count(), Consent.objects.count())

    assert confirm(signature) is False
    assert (Letter.objects.count(), Action.objects.count(), Consent.objects.count()) == before
    assert total_of(petition) == 1


def test_a_second_signing_is_one_signature_and_its_answers_are_taken(petition, after_commit):
    sign_and_confirm(petition)
    second = sign(petition, "ADA@example.org", said={"news": NewsChoice.CAMPAIGN.value})
    subject = second.subject_id

    with after_commit():
        assert confirm(second) is False
    second.refresh_from_db()
    assert (second.state, second.supporter, second.sealed, second.subject_id) == (
        SignatureState.INVALIDATED,
        None,
        None,
        None,
    )
    assert salts([subject]) == {}
    assert total_of(petition) == 1
    assert Supporter.objects.count() == 1
    assert Subscription.objects.get().list == petition.campaign.news_list


def test_a_second_signing_under_another_spelling_of_the_address_is_known_by_its_mark(petition):
    sign_and_confirm(petition, "ada.lovelace@gmail.com")
    second = sign(petition, "adalovelace+petitions@gmail.com")

    assert confirm(second) is False
    assert petition.signatures.counted().count() == 1


def test_one_person_signs_two_petitions(petition):
    other = make_petition(campaign=petition.campaign)
    first, second = sign_and_confirm(petition), sign_and_confirm(other)

    assert first.supporter == second.supporter
    assert bytes(first.mark) != bytes(second.mark)
    assert (total_of(petition), total_of(other)) == (1, 1)


def test_yes_to_news_joins_the_campaigns_list(petition):
    sign_and_confirm(petition, said={"news": NewsChoice.CAMPAIGN.value})

    standing = Subscription.objects.get()
    assert (standing.list, standing.state) == (petition.campaign.news_list, "subscribed")


@pytest.mark.parametrize("news", [NewsChoice.ONLY_THIS, NewsChoice.NO])
def test_any_other_answer_joins_nothing(petition, news):
    signature = sign_and_confirm(petition, said={"news": news.value})

    assert Subscription.objects.count() == 0
    assert signature.news == news


def test_answers_go_into_the_ledger_with_the_wording_that_was_shown(petition, wordings):
    news, updates = wordings[NEWS], wordings[UPDATES]
    list_id = petition.campaign.news_list.public_id
    said = [[str(news.public_id), False, str(list_id)], [str(updates.public_id), True, ""]]
    publish_wording(key=NEWS, texts={"en": "Other words?"}, actor=Actor.system())

    signature = sign_and_confirm(petition, said={"consents": said, "news": NewsChoice.ONLY_THIS.value})

    rows = Consent.objects.order_by("pk").values_list("subject_id", "wording", "answer", "list_id")
    assert list(rows) == [
        (signature.supporter.subject_id, news.pk, False, list_id),
        (signature.supporter.subject_id, updates.pk, True, None),
    ]


def test_a_comment_is_held_under_a_key_of_its_own(petition):
    signature = sign_and_confirm(petition, said={"comment": "Nobody should be hunted."})

    comment = Comment.objects.get()
    assert comment.state == CommentState.HELD
    assert comment.unseal().text == "Nobody should be hunted."
    assert comment.subject_id not in (None, signature.subject_id, signature.supporter.subject_id)


def test_the_mail_after_confirming_is_posted_once(petition):
    sign_and_confirm(petition)

    assert [letter.kind for letter in Letter.objects.order_by("pk")] == [
        "petitions.confirm",
        "petitions.after",
    ]


def test_a_campus_address_gets_no_mail_after_confirming_and_no_news(petition):
    signature = sign(petition, standing=DomainStanding.CAMPUS, said={"news": NewsChoice.CAMPAIGN.value})
    confirm(signature)

    assert [letter.kind for letter in Letter.objects.all()] == ["petitions.confirm_neutral"]
    assert Subscription.objects.count() == 0
    assert total_of(petition) == 1


def test_a_petition_that_closed_before_the_press_does_not_count_it(petition):
    signature = sign(petition)
    Petition.objects.filter(pk=petition.pk).update(state="closed", closed_on="2026-01-01")

    with pytest.raises(PetitionClosed):
        confirm(signature)
    assert (Supporter.objects.count(), total_of(petition)) == (0, 0)


def test_a_quarantined_or_invalidated_row_cannot_be_confirmed(petition):
    for state in (SignatureState.INVALIDATED, SignatureState.QUARANTINED):
        signature = sign(petition, f"{state}@example.org")
        Signature.objects.filter(pk=signature.pk).update(state=state, quarantine_reason="honeypot")
        with pytest.raises(SignatureGone):
            confirm(signature)


def test_a_withdrawn_signature_is_not_brought_back_by_its_old_link(petition):
    signature = sign_and_confirm(petition)
    services.withdraw_signature(signature=signature, actor=PERSON)

    with pytest.raises(SignatureWithdrawn):
        confirm(signature)


@pytest.fixture
def unconfirmed(db):
    return make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)


def test_completing_takes_the_answers_and_does_not_count_again(unconfirmed):
    signature = sign(unconfirmed, said={"comment": "Because"})
    assert total_of(unconfirmed) == 1

    assert confirm(signature) is True
    signature.refresh_from_db()
    assert signature.supporter == Supporter.objects.get()
    assert signature.action == Action.objects.get()
    assert (signature.sealed, signature.expires_at) == (None, None)
    assert Comment.objects.count() == 1
    assert total_of(unconfirmed) == 1
    assert confirm(signature) is False


def test_completing_a_second_row_of_one_supporter_invalidates_it(unconfirmed):
    first = sign(unconfirmed)
    confirm(first)
    # Its mark is of an older index key: only the supporter tells that it is the same person.
    Signature.objects.filter(pk=first.pk).update(mark=b"older")
    second = sign(unconfirmed, said={"given_name": "Augusta"})
    assert total_of(unconfirmed) == 2

    assert confirm(second) is False
    second.refresh_from_db()
    assert second.state == SignatureState.INVALIDATED
    assert total_of(unconfirmed) == 1


def test_news_goes_to_the_campaign_they_said_yes_to_also_when_the_petition_has_moved(petition, wordings):
    agreed, other = petition.campaign.news_list, make_petition().campaign
    yes = [[str(wordings[NEWS].public_id), True, str(agreed.public_id)]]
    signature = sign(petition, said={"news": NewsChoice.CAMPAIGN.value, "consents": yes})
    Petition.objects.filter(pk=petition.pk).update(campaign=other)
    confirm(signature)

    assert [row.list for row in Subscription.objects.all()] == [agreed]
    assert Consent.objects.get().list_id == agreed.public_id
