"""The end of a petition."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from petitions import services
from petitions.enums import PetitionState, SignatureState
from petitions.exceptions import PetitionClosed, PetitionMoved
from petitions.jobs.closing import close_due
from petitions.models import Petition, Signature
from petitions.models.petitions import SCOPE
from petitions.selectors import count_differences, total_of
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_scope
from privacy.exceptions import Erased
from privacy.keystore import salts, scope_salt
from tests.petitions.factories import make_petition, sign, sign_and_confirm, typed

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


def test_closing_destroys_the_key_and_empties_the_marks(petition, after_commit):
    signature = sign_and_confirm(petition)
    waiting = sign(petition, "grace@example.org").subject_id

    with after_commit():
        services.close_petition(petition=petition, actor=STAFF)
    signature.refresh_from_db()
    assert (petition.state, petition.closed_on) == (PetitionState.CLOSED, utc_today())
    assert (signature.state, signature.mark) == (SignatureState.CONFIRMED, None)
    with pytest.raises(Erased):
        scope_salt(SCOPE, petition.public_id)
    assert (Signature.objects.count(), salts([waiting])) == (1, {})
    assert total_of(petition) == 1
    assert count_differences(petition) == []


def test_closing_twice_is_once(petition):
    services.close_petition(petition=petition, actor=STAFF)

    with pytest.raises(PetitionMoved):
        services.close_petition(petition=petition, won=True, actor=STAFF)
    assert Petition.objects.get(pk=petition.pk).state == PetitionState.CLOSED


def test_names_shown_are_gone_at_close():
    petition = make_petition(shows_names=True)
    signature = sign_and_confirm(petition, said={"show_name": True})
    services.close_petition(petition=petition, actor=STAFF)

    signature.refresh_from_db()
    assert signature.show_name is False


def test_the_day_after_its_last_day_a_petition_closes_by_itself(petition):
    over = make_petition(closes=utc_today() - timedelta(days=1))
    today = make_petition(closes=utc_today())

    assert close_due() == 1
    states = dict(Petition.objects.values_list("pk", "state"))
    assert (states[over.pk], states[today.pk], states[petition.pk]) == ("closed", "open", "open")


def test_what_a_crash_left_of_a_closing_is_finished(petition):
    signature = sign_and_confirm(petition)
    Petition.objects.filter(pk=petition.pk).update(state="closed", closed_on=utc_today())

    assert close_due() == 0
    signature.refresh_from_db()
    assert signature.mark is None


def test_a_closed_petition_can_be_declared_won(petition):
    with pytest.raises(PetitionMoved):
        services.declare_won(petition=petition, actor=STAFF)
    services.close_petition(petition=petition, actor=STAFF)

    services.declare_won(petition=petition, actor=STAFF)
    assert Petition.objects.get(pk=petition.pk).is_won


@pytest.mark.parametrize(
    "rules",
    [
        {"confirm_by_mail": False},
        {"confirm_by_mail": False, "is_delivered": False},
        {"is_pledge": True, "shows_names": True},
        {"opens": utc_today(), "closes": utc_today() - timedelta(days=1)},
        {"state": PetitionState.CLOSED},
        {"goal": 0},
        {"state": "lost"},
    ],
)
def test_the_database_refuses_rules_that_contradict_each_other(rules):
    with pytest.raises(IntegrityError):
        make_petition(**rules)


@pytest.mark.parametrize("rules", [{}, {"confirm_by_mail": False, "is_delivered": False, "ask_news": False}])
def test_whoever_still_holds_the_open_petition_counts_nothing_after_the_close(rules):
    petition = make_petition(**rules)
    scope_salt(SCOPE, petition.public_id, make=True)
    waiting = sign(petition, "grace@example.org") if not rules else None
    held = Petition.objects.get(pk=petition.pk)
    destroy_scope(SCOPE, petition.public_id)

    def late():
        if waiting is None:
            return services.sign_petition(
                petition=held, typed=typed(), language="en", actor=Actor.the_person()
            )
        return services.confirm_signature(signature=waiting, actor=Actor.the_person())

    with pytest.raises(PetitionClosed):
        late()
    assert total_of(petition) == 0
