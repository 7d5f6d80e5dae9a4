"""What stands behind links in mailings: one press, its thanks, and a link that ran out."""

from datetime import timedelta
from uuid import uuid4

import time_machine
from django.urls import reverse
from django.utils import timezone

from campaigns.act_links import act_path, act_token
from events.models import Event
from petitions.models import Petition
from tests.supporters.factories import admit

SOURCE = "m-axe"


def pressing_doors(petition: Petition, language: str) -> list[str]:
    """The page with the button, of everybody who is asked something and of who is asked nothing."""
    known = admit("axe.press@example.org", language=language)
    nameless = admit("axe.nameless@example.org", language=language, given_name="", country="")
    pledge = Petition.objects.filter(is_pledge=True).order_by("pk").first()
    event = Event.objects.live().filter(is_guarded=False).order_by("pk").first()
    with time_machine.travel(timezone.now() - timedelta(days=15)):
        old = link_of(known, petition)
    return [
        link_of(known, petition),
        link_of(nameless, pledge),
        link_of(nameless, event),
        reverse("countersign_event_signed_up", args=[event.public_id]),
        old,
        act_path(act_token(supporter_id=known.public_id, action_id=uuid4())),
        "/do/act/altered/",
        "/do/s/altered/",
    ]


def link_of(supporter, action) -> str:
    return act_path(act_token(supporter_id=supporter.public_id, action_id=action.public_id))
