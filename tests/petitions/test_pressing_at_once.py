"""One press from our own mail, twice at once, beside the button of a form, and beside an erasure."""

from functools import partial

import pytest

from campaigns.models import Action
from outbox.models import Letter
from petitions import services
from petitions.enums import SignatureState
from petitions.exceptions import SignatureGone
from petitions.jobs.totals import fold_totals
from petitions.jobs.waiting import AFTER
from petitions.models import Signature
from petitions.selectors import count_differences, total_of
from privacy.actors import Actor
from supporters.models import Supporter
from supporters.services import erase_supporter
from tests.at_once import at_once
from tests.petitions.factories import confirm, make_petition, sign, typed
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
ROUNDS = 4


def press(petition, supporter, email):
    return services.press_signature(
        petition=petition,
        supporter=supporter,
        typed=typed(email),
        language="en",
        source="m-ab12cd",
        actor=Actor.the_person(),
    ).pk


def test_presses_at_once_make_one_signature():
    petition = make_petition()
    for number in range(ROUNDS):
        email = f"{number}@example.org"
        results = at_once(*[partial(press, petition, admit(email), email)] * 4)
        assert len(set(results)) == 1

    assert list(Signature.objects.values_list("state", flat=True)) == [SignatureState.CONFIRMED] * ROUNDS
    assert (Action.objects.count(), total_of(petition)) == (ROUNDS, ROUNDS)
    assert Letter.objects.filter(kind=AFTER).count() == ROUNDS


def test_a_press_beside_the_button_of_a_form_counts_once():
    petition = make_petition()
    for number in range(ROUNDS):
        email = f"{number}@example.org"
        row, supporter = sign(petition, email), admit(email)
        at_once(partial(press, petition, supporter, email), partial(confirm, row))

    counted = Signature.objects.filter(state=SignatureState.CONFIRMED)
    assert (counted.count(), Action.objects.count(), total_of(petition)) == (ROUNDS, ROUNDS, ROUNDS)
    fold_totals(petition.pk)
    assert count_differences(petition) == []


def test_a_press_beside_an_erasure_makes_nobody_anew():
    petition = make_petition()
    for number in range(ROUNDS):
        email = f"{number}@example.org"
        supporter = admit(email)
        erase = partial(erase_supporter, supporter=supporter, keep_fingerprint=True, actor=Actor.the_person())
        results = at_once(partial(press, petition, supporter, email), erase)
        assert isinstance(results[0], int | SignatureGone)

    # Signed first and then erased, or erased first: in no order is anybody left.
    assert Supporter.objects.count() == 0
    assert Signature.objects.exclude(supporter=None).count() == 0
