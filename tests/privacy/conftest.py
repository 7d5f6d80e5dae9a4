import pytest

from privacy.keyring import forget_keyring


@pytest.fixture(autouse=True)
def _keys_are_verified_anew():
    """Each test begins as a process does: the last one's rollback took its key checks away."""
    forget_keyring()
    yield
    forget_keyring()
