"""What the doctor says with DEBUG on: on one's own machine one line, where others reach it all there is."""

import pytest
from django.contrib.auth.models import Group, User
from django.utils import translation

from campaigns.roles import top_up_groups
from privacy import doctor
from privacy.enums import Note
from privacy.models.keystore import KeystoreNote
from privacy.roles import Role

pytestmark = pytest.mark.django_db

# The checks that know of one's own machine.
THESE = ("backup", "door", "recovery sheet", "settings", "watchers")
HALF_A_SENTENCE = 31


@pytest.fixture
def said(settings):
    """What these checks say of a site at an address: how each sentence begins, and whether it is a fault."""
    top_up_groups()
    # Two who may unlock, by passwords alone and without an address.
    for name in ("ana", "ben"):
        User.objects.create_user(name).groups.add(Group.objects.get(name=Role.ADMINISTRATORS))
    KeystoreNote.objects.filter(name__in=[Note.BACKED_UP, Note.RECOVERY_SHEET]).delete()
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "countersign.example"]

    def at(base_url: str) -> dict[str, list[tuple[str, bool]]]:
        settings.COUNTERSIGN = {**settings.COUNTERSIGN, "BASE_URL": base_url, "ORGANIZATION_ZONE": "UTC"}
        with translation.override("en"):
            found = {name: list(all_) for name, all_ in doctor.complaints(quick=True) if name in THESE}
        return {
            name: [(one.says[:HALF_A_SENTENCE], one.is_fault) for one in all_] for name, all_ in found.items()
        }

    return at


@pytest.mark.parametrize("base_url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_on_ones_own_machine_only_that_it_is_one_is_said(said, base_url):
    assert said(base_url) == {
        "backup": [],
        "door": [],
        "recovery sheet": [],
        "settings": [("A development site, on this mac", False)],
        "watchers": [],
    }


def test_with_debug_on_a_host_that_others_reach_everything_is_said_and_debug_first(said):
    assert said("https://countersign.example") == {
        "backup": [("No backup was made yet. Run man", True)],
        "door": [("Fewer than two Data stewards or", False)],
        "recovery sheet": [("Nobody has said that the recove", True)],
        "settings": [("The site runs as on a developer", True)],
        "watchers": [("Nobody is told of what is unusu", False)],
    }
