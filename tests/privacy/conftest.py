import pytest
from django.contrib.auth.models import Group, User

from privacy.keyring import forget_keyring


@pytest.fixture(autouse=True)
def _keys_are_verified_anew():
    """Each test begins as a process does: the last one's rollback took its key checks away."""
    forget_keyring()
    yield
    forget_keyring()


@pytest.fixture
def staff(client):
    """Log somebody of these groups in."""

    def log_in(*groups, name="staff"):
        user = User.objects.create_user(name)
        user.groups.set(Group.objects.filter(name__in=groups))
        client.force_login(user)
        return client

    return log_in
