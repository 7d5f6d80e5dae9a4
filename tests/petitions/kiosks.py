"""Links of tables for tests."""

from uuid import uuid4

from petitions.models import Kiosk, Petition
from petitions.services import open_kiosk as make
from privacy.actors import Actor

STAFF = Actor.system()
NO_STORE = "private, no-store"


def open_kiosk(petition: Petition, **said) -> Kiosk:
    """A live link, for a day unless it says otherwise."""
    asked = {"public_id": uuid4(), "place": None, "code": "", "language": "en", "days": 1, **said}
    return make(petition=petition, actor=STAFF, **asked)
