"""What the doctor says of the door."""

import pytest

from privacy.roles import Role
from staff.check_ups import check_door
from tests.passkey import Passkey

pytestmark = pytest.mark.django_db


def test_two_who_may_unlock_need_a_passkey_which_nobody_can_try_up(make_user):
    assert list(check_door()) == []
    steward, administrator = make_user(Role.STEWARDS, Role.ADMINISTRATORS, name="a"), make_user(name="b")
    editor = make_user(Role.EDITORS, name="c")
    for user in (steward, editor):
        Passkey(user)
    [said] = check_door()
    assert ("Fewer than two" in said.says, said.is_fault) == (True, False)

    Passkey(administrator)
    assert list(check_door()) == []
