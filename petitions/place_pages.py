"""The addresses under a petition's page: its campuses, each one's own page, and the door to start one."""

from typing import Any

from petitions import selectors
from petitions.addresses import AT, START, THANKS
from petitions.models import Petition

PLACES = "places"
STARTED = "started"

# What stands under ``…/at/`` beside the campuses themselves.
FIXED = {(): PLACES, (START,): START, (START, THANKS): STARTED}
TEMPLATES = {
    THANKS: "petitions/page_thanks.html",
    PLACES: "petitions/places.html",
    START: "petitions/place_start.html",
    STARTED: "petitions/place_started.html",
}


def find_view(petition: Petition, components: list[str]) -> dict[str, str] | None:
    """What stands at this address under the petition's page, as arguments of its ``serve()``.

    ``view`` names one of ``TEMPLATES``; ``at`` is the address of a campus that is open now. None for
    an address that is not ours, or whose campus is hidden or was never opened.
    """
    if components == [THANKS]:
        return {"view": THANKS}
    return _find_place(petition, components[1:]) if components[:1] == [AT] else None


def _find_place(petition: Petition, components: list[str]) -> dict[str, str] | None:
    rules = selectors.sign_rules(petition.public_id)
    if not rules.places:
        return None
    view = FIXED.get(tuple(components), "")
    if view:
        return {"view": view} if view != START or petition.is_open else None
    slug, *last = components
    if last not in ([], [THANKS]) or rules.place_at(slug) is None:
        return None
    return {"view": THANKS, "at": slug} if last else {"at": slug}


def subpath(view: str, at: str) -> str:
    """The address of a view under its page: the same under the page in every other language."""
    last = {THANKS: f"{THANKS}/", PLACES: f"{AT}/", START: f"{AT}/{START}/"}.get(view, "")
    if view == STARTED:
        return f"{AT}/{START}/{THANKS}/"
    return f"{AT}/{at}/{last}" if at else last


def places_shown(petition: Petition) -> dict[str, Any]:
    """The list of campuses, for ``petitions/places.html``. One query."""
    return {"tallies": selectors.tallies_of(petition)}
