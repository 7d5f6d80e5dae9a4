"""A form that is sent twice tells nobody who signed, and keeps nobody out."""

import pytest
import time_machine

from campaigns.enums import Suspicion
from campaigns.exceptions import ProofSpent
from outbox.models import Letter
from tests.petitions.factories import sign

pytestmark = pytest.mark.django_db
SPENT, FRESH = b"s" * 32, b"f" * 32


@pytest.mark.parametrize("later", ["12:08:59", "12:09:01"])
def test_a_proof_is_used_up_by_a_repeat_too_or_it_would_tell_who_signed(petition, later):
    """Handed in a second time it would be taken after a form that was one, and not after another."""
    with time_machine.travel("2026-05-01 12:08:50+00:00", tick=False):
        sign(petition, "somebody@example.org", proof=SPENT)
        sign(petition)
    with time_machine.travel(f"2026-05-01 {later}+00:00", tick=False):
        with pytest.raises(ProofSpent):
            sign(petition, proof=SPENT)
        assert sign(petition, proof=FRESH) is None
        with pytest.raises(ProofSpent):
            sign(petition, "another@example.org", proof=FRESH)


@pytest.mark.parametrize("later", ["12:08:59", "12:09:01"])
def test_what_a_bot_sends_in_somebodys_name_keeps_their_own_form_from_nothing(petition, later):
    with time_machine.travel("2026-05-01 12:08:50+00:00", tick=False):
        sign(petition, suspicion=Suspicion.HONEYPOT)
    with time_machine.travel(f"2026-05-01 {later}+00:00", tick=False):
        assert sign(petition) is not None
        assert sign(petition, suspicion=Suspicion.HONEYPOT) is not None

    assert Letter.objects.count() == 1
