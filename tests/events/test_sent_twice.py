"""A form that is sent twice tells nobody who comes, and keeps nobody out."""

import pytest
import time_machine

from campaigns.enums import Suspicion
from campaigns.exceptions import ProofSpent
from events.exceptions import InviteNeeded, ShiftGone
from events.models import Shift
from events.services.inviting import make_invite
from outbox.models import Letter
from tests.events.factories import (
    PERSON,
    make_event,
    make_occurrence,
    make_shift,
    register,
    register_and_confirm,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
SPENT, FRESH = b"s" * 32, b"f" * 32


@pytest.mark.parametrize("later", ["12:08:59", "12:09:01"])
def test_a_proof_is_used_up_by_a_repeat_too_or_it_would_tell_who_comes(occurrence, later):
    with time_machine.travel("2026-05-01 12:08:50+00:00", tick=False):
        register(occurrence, "somebody@example.org", proof=SPENT)
        register(occurrence)
    with time_machine.travel(f"2026-05-01 {later}+00:00", tick=False):
        with pytest.raises(ProofSpent):
            register(occurrence, proof=SPENT)
        assert register(occurrence, proof=FRESH) is None
        with pytest.raises(ProofSpent):
            register(occurrence, "another@example.org", proof=FRESH)


@pytest.mark.parametrize("later", ["12:08:59", "12:09:01"])
def test_whoever_has_no_invitation_learns_of_nobody_who_has_one(later):
    with time_machine.travel("2026-05-01 12:08:50+00:00", tick=False):
        event = make_event(is_guarded=True, needs_invite=True)
        date = make_occurrence(event)
        _invite, code = make_invite(event=event, label="north", most=2, actor=PERSON)
        register(date, invite=code)
    with time_machine.travel(f"2026-05-01 {later}+00:00", tick=False):
        for address in ("ada@example.org", "nobody@example.org"):
            with pytest.raises(InviteNeeded):
                register(date, address, invite="")
        assert register(date, invite=code) is None
        # A repeat uses no invitation up.
        assert register(date, "berta@example.org", invite=code) is not None


@pytest.mark.parametrize("later", ["12:08:59", "12:09:01"])
def test_what_a_bot_sends_in_somebodys_name_keeps_their_own_form_from_nothing(occurrence, later):
    with time_machine.travel("2026-05-01 12:08:50+00:00", tick=False):
        register(occurrence, suspicion=Suspicion.HONEYPOT)
    with time_machine.travel(f"2026-05-01 {later}+00:00", tick=False):
        assert register(occurrence) is not None
        assert register(occurrence, suspicion=Suspicion.HONEYPOT) is not None

    assert Letter.objects.count() == 1


@pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
def test_a_shift_that_is_deleted_meanwhile_leads_to_no_stranger():
    """Who gives no address and comes without a script has no key by which a first form could be found."""
    date = make_occurrence(make_event(is_guarded=True))
    register_and_confirm(date, "ada@example.org")
    shift = make_shift(date)
    Shift.objects.filter(pk=shift.pk).delete()

    with pytest.raises(ShiftGone):
        register(date, "", shift=shift)
