"""Deeds and their one Action: written when they count, deleted when they are withdrawn."""

from datetime import date

import pytest
from time_machine import travel

from campaigns.enums import TeamRole
from campaigns.exceptions import UnknownKind
from campaigns.models import Action, SpentProof
from campaigns.services import attach_deed, record_action, spend_proof, withdraw_action
from petitions.models import Signature
from petitions.names import SIGNED
from privacy.actors import Actor
from supporters.registries import erasers
from supporters.selectors import timeline_of
from tests.campaigns.factories import make_campaign, make_target
from tests.petitions.factories import make_petition, sign_and_confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature():
    """A counted one that has lost its action."""
    signature = sign_and_confirm(make_petition())
    withdraw_action(signature.action)
    signature.refresh_from_db()
    return signature


def test_a_new_campaign_has_its_list_of_news_and_its_maker_leads(django_user_model):
    user = django_user_model.objects.create_user("ana")
    campaign = make_campaign(title="No contract", actor=Actor.staff(user))
    assert campaign.news_list.name == {"en": "No contract"}
    assert [(member.user, member.role) for member in campaign.team.all()] == [(user, TeamRole.LEAD)]


def test_the_system_starts_a_campaign_without_a_team():
    assert make_campaign().team.count() == 0


def test_a_deed_gets_one_action_however_often_it_is_attached(signature):
    campaign = signature.petition.campaign
    stale = Signature.objects.get(pk=signature.pk)
    first = attach_deed(deed=signature, supporter=None, campaign=campaign, kind=SIGNED, source="flyer")
    second = attach_deed(deed=stale, supporter=None, campaign=campaign, kind=SIGNED)
    assert first == second == stale.action
    assert list(Action.objects.values_list("kind", "source")) == [(SIGNED, "flyer")]


def test_an_action_of_an_unknown_kind_is_refused():
    with pytest.raises(UnknownKind):
        record_action(supporter=None, campaign=make_campaign(), kind="nothing")
    assert Action.objects.count() == 0


def test_withdrawing_deletes_the_action_and_leaves_the_deed(signature):
    action = attach_deed(deed=signature, supporter=None, campaign=signature.petition.campaign, kind=SIGNED)
    withdraw_action(action)
    withdraw_action(action)
    withdraw_action(None)
    assert Action.objects.count() == 0
    assert Signature.objects.get().action is None


def test_an_erased_supporters_action_stays_counted_and_is_nobodys():
    signature = sign_and_confirm(make_petition(), source="flyer")
    supporter = signature.supporter
    eraser = erasers["campaigns.actions"]
    assert list(eraser.subjects(supporter)) == []
    eraser.forget(supporter)
    eraser.forget(supporter)
    assert list(Action.objects.values_list("supporter", "source")) == [(None, "")]


def test_the_timeline_tells_day_kind_and_campaign(django_assert_num_queries):
    signature = sign_and_confirm(make_petition())
    entries = [entry for entry in timeline_of(signature.supporter) if entry.kind == SIGNED]
    assert [(entry.day, entry.label) for entry in entries][:1] == [
        (signature.action.created, "Petition: Drop the contract")
    ]


def test_no_proof_spends_nothing():
    spend_proof(proof=None)
    assert SpentProof.objects.count() == 0


def test_saving_again_notes_the_day_and_saving_first_keeps_what_is_said():
    with travel("2026-05-01", tick=False):
        target = make_target()
    assert target.changed == date(2026, 5, 1)
    with travel("2026-05-02T23:30-07:00", tick=False):
        target.save()
    assert (target.changed, target.created) == (date(2026, 5, 3), date(2026, 5, 1))
