"""Absolute addresses of this app's pages, for mails."""

from uuid import UUID

from django.urls import reverse

from outbox.links import absolute_url
from privacy.links import Purpose, make_link_token
from supporters.models import List, ListSignUp, Supporter


def unsubscribe_url(
    supporter: Supporter, mail_list: List | None = None, *, known_as: UUID | None = None, source: str = ""
) -> str:
    """Where this person leaves ``mail_list``, or all mail: for every letter of news. Never runs out.

    ``known_as``: an earlier id of theirs, where the letter goes to the one who had it. ``source``: a code
    of which mail it was in, by which those who leave are counted in total.
    """
    extra = mail_list.public_id if mail_list else None
    token = make_link_token(Purpose.UNSUBSCRIBE, known_as or supporter.public_id, extra=extra)
    query = {"source": source} if source else {}
    return absolute_url(reverse("countersign_supporters:unsubscribe", args=[token], query=query))


def door_url(supporter: Supporter) -> str:
    """Where this person finds what we hold and decides on it: good for one hour and one use."""
    token = make_link_token(Purpose.OWN_DOOR, supporter.public_id)
    return absolute_url(reverse("countersign_supporters:open_door", args=[token]))


def ask_door_url() -> str:
    """Where anybody asks for their own door."""
    return absolute_url(reverse("countersign_supporters:ask_door"))


def keep_me_url(supporter: Supporter) -> str:
    """Where this person says that they want to stay: good for 90 days."""
    token = make_link_token(Purpose.KEEP_ME, supporter.public_id)
    return absolute_url(reverse("countersign_supporters:keep_me", args=[token]))


def join_urls(sign_up: ListSignUp) -> dict[str, str]:
    """Where this sign-up is confirmed, and where it is disowned: good for 7 days."""
    names = {Purpose.CONFIRM: "confirm_join", Purpose.NOT_ME: "not_me_join"}
    return {
        f"{purpose.name.lower()}_url": absolute_url(
            reverse(f"countersign_supporters:{name}", args=[make_link_token(purpose, sign_up.public_id)])
        )
        for purpose, name in names.items()
    }
