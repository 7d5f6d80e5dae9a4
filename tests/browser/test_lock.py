"""One locks everything, two open it again, in real browsers."""

import pytest

from privacy import lock
from tests.browser.axe import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _look_anew():
    yield
    lock.look_again()


def test_one_locks_and_two_unlock(staff, member, site):
    first, second = (
        member("Data stewards", name="first"),
        member("Administrators", name="second", language="es"),
    )
    one, other = staff(first), staff(second, viewport={"width": 360, "height": 740}, color_scheme="dark")

    one.goto(f"{site}/admin/lock/")
    one.get_by_role("button", name="Lock everything now").click()
    assert one.get_by_role("heading", level=1).inner_text() == "The data are locked"
    assert faults_of(one) == []
    one.get_by_role("button", name="Ask to unlock").click()
    one.get_by_text("You asked to unlock it.").wait_for()

    other.goto(f"{site}/admin/pages/")
    assert other.get_by_role("heading", level=1).inner_text() == "Los datos están bloqueados"
    assert faults_of(other) == []
    other.get_by_role("button", name="Aceptar y desbloquear").click()
    other.get_by_text("first lo pidió, second aceptó").wait_for()
    assert faults_of(other) == []
    assert not lock.is_locked()
    one.get_by_role("link", name="Look again").click()
    one.get_by_role("button", name="Lock everything now").wait_for()
