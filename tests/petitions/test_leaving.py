"""Taking a name off, "it wasn't me", and what staff may do."""

import pytest

from campaigns.domains import forget_domains
from campaigns.enums import DomainStanding, NewsChoice, Suspicion
from campaigns.models import Action, Target
from outbox.models import Letter
from petitions import services
from petitions.enums import SignatureState
from petitions.exceptions import AlreadyOver, NeverMailed, NotQuarantined, PetitionClosed, SignatureGone
from petitions.models import Comment, Petition, Signature
from petitions.selectors import count_differences, total_of, waiting_of
from privacy.actors import Actor
from privacy.keystore import salts
from supporters.models import Supporter
from supporters.services import ConsentAnswer, record_consents, subscribe
from tests.petitions.factories import confirm, make_petition, sign, sign_and_confirm
from tests.supporters.factories import ListFactory, wording

pytestmark = pytest.mark.django_db
PERSON = Actor.the_person()
STAFF = Actor.system()


def test_withdrawing_takes_action_mark_and_comment_and_keeps_the_row(petition, after_commit):
    signature = sign_and_confirm(petition, said={"comment": "Because"})
    subject = Comment.objects.get().subject_id

    with after_commit():
        assert services.withdraw_signature(signature=signature, actor=PERSON) is True
    signature.refresh_from_db()
    assert signature.state == SignatureState.WITHDRAWN
    assert (signature.supporter, signature.action, signature.mark, signature.source) == (None, None, None, "")
    assert signature.region == "CA"
    assert (Action.objects.count(), Comment.objects.count(), salts([subject])) == (0, 0, {})
    assert total_of(petition) == 0
    assert count_differences(petition) == []


def test_withdrawing_twice_is_once(petition):
    signature = sign_and_confirm(petition)
    stale = Signature.objects.get(pk=signature.pk)
    services.withdraw_signature(signature=signature, actor=PERSON)

    assert services.withdraw_signature(signature=stale, actor=PERSON) is False
    assert count_differences(petition) == []


def test_whoever_withdrew_can_sign_again(petition):
    services.withdraw_signature(signature=sign_and_confirm(petition), actor=PERSON)
    again = sign_and_confirm(petition, said={"given_name": "Augusta"})

    assert again.state == SignatureState.CONFIRMED
    assert total_of(petition) == 1


def test_withdrawing_works_after_the_close(petition):
    signature = sign_and_confirm(petition)
    services.close_petition(petition=petition, actor=STAFF)
    signature.refresh_from_db()

    assert services.withdraw_signature(signature=signature, actor=PERSON) is True
    assert total_of(petition) == 0


def test_it_wasnt_me_removes_a_pending_row_and_its_key(petition, after_commit):
    signature = sign(petition)
    subject = signature.subject_id

    with after_commit():
        assert services.disown_signature(signature=signature, actor=PERSON) is True
    assert Signature.objects.count() == 0
    assert salts([subject]) == {}
    assert waiting_of(petition) == 0
    assert count_differences(petition) == []
    assert services.disown_signature(signature=signature, actor=PERSON) is False


def test_it_wasnt_me_removes_a_confirmed_row_and_a_supporter_known_by_it_alone(petition, after_commit):
    signature = sign_and_confirm(petition, said={"news": NewsChoice.CAMPAIGN.value, "comment": "Because"})
    subject = signature.supporter.subject_id

    with after_commit():
        services.disown_signature(signature=signature, actor=PERSON)
    assert (Signature.objects.count(), Action.objects.count(), Supporter.objects.count()) == (0, 0, 0)
    assert salts([subject]) == {}
    assert count_differences(petition) == []


def test_it_wasnt_me_leaves_a_supporter_who_joined_a_list_by_another_form(petition, after_commit):
    signature = sign_and_confirm(petition, said={"news": NewsChoice.CAMPAIGN.value})
    supporter, mail_list = Supporter.objects.get(), ListFactory()
    said = ConsentAnswer(wording("supporters.list").pk, answer=True, list_id=mail_list.public_id)
    record_consents(supporter=supporter, answers=[said], actor=PERSON)
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)
    with after_commit():
        services.disown_signature(signature=signature, actor=PERSON)

    assert Supporter.objects.get() == supporter


def test_it_wasnt_me_removes_a_supporter_whose_only_list_came_of_that_form(petition, after_commit):
    signature = sign_and_confirm(petition, said={"news": NewsChoice.CAMPAIGN.value})
    with after_commit():
        services.disown_signature(signature=signature, actor=PERSON)

    assert Supporter.objects.count() == 0


def test_it_wasnt_me_leaves_a_supporter_who_did_something_else(petition, after_commit):
    sign_and_confirm(make_petition())
    signature = sign_and_confirm(petition)

    with after_commit():
        services.disown_signature(signature=signature, actor=PERSON)
    assert Supporter.objects.count() == 1
    assert Action.objects.count() == 1


def test_releasing_lets_a_quarantined_signature_go_its_way(petition):
    signature = sign(petition, suspicion=Suspicion.TOO_FAST)
    services.release_signature(signature=signature, actor=STAFF)

    assert (signature.state, signature.quarantine_reason) == (SignatureState.PENDING, "")
    assert signature.expires_at is not None
    assert [letter.kind for letter in Letter.objects.all()] == ["petitions.confirm"]
    assert confirm(signature) is True
    assert count_differences(petition) == []


def test_releasing_where_nothing_is_confirmed_counts_at_once():
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    signature = sign(petition, suspicion=Suspicion.HONEYPOT)
    services.release_signature(signature=signature, actor=STAFF)

    assert signature.state == SignatureState.CONFIRMED
    assert total_of(petition) == 1
    assert count_differences(petition) == []


def test_releasing_twice_mails_once(petition):
    signature = sign(petition, suspicion=Suspicion.TOO_FAST)
    stale = Signature.objects.select_related("petition").get(pk=signature.pk)
    services.release_signature(signature=signature, actor=STAFF)

    with pytest.raises(NotQuarantined):
        services.release_signature(signature=stale, actor=STAFF)
    assert Letter.objects.count() == 1


def test_an_address_of_the_targets_own_is_never_released(petition):
    signature = sign(petition, standing=DomainStanding.TARGET)

    with pytest.raises(NeverMailed):
        services.release_signature(signature=signature, actor=STAFF)
    assert Letter.objects.count() == 0


def test_nothing_is_released_into_a_closed_petition(petition):
    signature = sign(petition, suspicion=Suspicion.TOO_FAST)
    Petition.objects.filter(pk=petition.pk).update(state="closed", closed_on="2026-01-01")
    signature = Signature.objects.select_related("petition").get()

    with pytest.raises(PetitionClosed):
        services.release_signature(signature=signature, actor=STAFF)


@pytest.mark.parametrize("confirmed", [True, False])
def test_invalidating_takes_a_signature_out_of_the_count(petition, after_commit, confirmed):
    signature = sign_and_confirm(petition) if confirmed else sign(petition)
    subject = Signature.objects.get().subject_id

    with after_commit():
        services.invalidate_signature(signature=signature, actor=STAFF)
    signature.refresh_from_db()
    assert (signature.state, signature.sealed, signature.subject_id) == (
        SignatureState.INVALIDATED,
        None,
        None,
    )
    assert (total_of(petition), waiting_of(petition), Action.objects.count()) == (0, 0, 0)
    assert salts([subject]) == {}
    assert count_differences(petition) == []
    with pytest.raises(AlreadyOver):
        services.invalidate_signature(signature=signature, actor=STAFF)


def test_not_me_pressed_a_moment_before_the_button_leaves_nothing(petition):
    signature = sign(petition)
    seen_before = Signature.objects.select_related("petition__campaign").get(pk=signature.pk)
    services.disown_signature(signature=signature, actor=PERSON)

    with pytest.raises(SignatureGone):
        services.confirm_signature(signature=seen_before, actor=PERSON)
    assert (Signature.objects.count(), Supporter.objects.count(), Action.objects.count()) == (0, 0, 0)


def test_a_domain_named_as_the_targets_own_meanwhile_is_never_mailed(petition):
    signature = sign(petition, "a.clerk@vendor.example", suspicion=Suspicion.TOO_FAST)
    Target.objects.update(mail_domains=["vendor.example"])
    forget_domains()

    with pytest.raises(NeverMailed):
        services.release_signature(signature=signature, actor=STAFF)
    assert Letter.objects.count() == 0
