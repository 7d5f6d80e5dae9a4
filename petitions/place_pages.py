"""The addresses under a petition's page: its campuses, each one's own page, and the door to start one."""

from typing import Any

from petitions import selectors
from petitions.addresses import AT, PROVE, RECRUITER, REPORT, START, THANKS
from petitions.models import Petition

PLACES = "places"
STARTED = "started"
TOLD = "told"
SENT = "sent"
REPORTED = "reported"

# What stands under ``…/at/`` beside the campuses themselves.
FIXED = {(): PLACES, (START,): START, (START, THANKS): STARTED}
# What stands under the address of each campus beside its page.
OF_PLACE = {
    (): "",
    (THANKS,): THANKS,
    (RECRUITER,): RECRUITER,
    (RECRUITER, THANKS): TOLD,
    (PROVE,): PROVE,
    (PROVE, THANKS): SENT,
    (REPORT,): REPORT,
    (REPORT, THANKS): REPORTED,
}
# What stands under the petition's own address.
OF_PAGE = {(THANKS,): THANKS, (REPORT,): REPORT, (REPORT, THANKS): REPORTED}
# Doors that are shut once the petition is over.
WHILE_OPEN = (START, RECRUITER, PROVE)
TEMPLATES = {
    THANKS: "petitions/page_thanks.html",
    PLACES: "petitions/places.html",
    START: "petitions/place_start.html",
    STARTED: "petitions/place_started.html",
    RECRUITER: "petitions/recruiter.html",
    TOLD: "petitions/recruiter_thanks.html",
    PROVE: "petitions/prove.html",
    SENT: "petitions/prove_sent.html",
    REPORT: "petitions/report.html",
    REPORTED: "petitions/report_thanks.html",
}


def find_view(petition: Petition, components: list[str]) -> dict[str, str] | None:
    """What stands at this address under the petition's page, as arguments of its ``serve()``.

    ``view`` names one of ``TEMPLATES``; ``at`` is the address of a campus that is open now. None for
    an address that is not ours, or whose campus is hidden or was never opened.
    """
    if view := OF_PAGE.get(tuple(components)):
        return {"view": view}
    return _find_place(petition, components[1:]) if components[:1] == [AT] else None


def _find_place(petition: Petition, components: list[str]) -> dict[str, str] | None:
    rules = selectors.sign_rules(petition.public_id)
    if not rules.places:
        return None
    view = FIXED.get(tuple(components), "")
    if view:
        is_there = view == PLACES or rules.has_campuses
        return {"view": view} if is_there and (view not in WHILE_OPEN or petition.is_open) else None
    slug, *last = components
    of_place, place = OF_PLACE.get(tuple(last)), rules.place_at(slug)
    if of_place is None or place is None or not _has_door(of_place, petition, place):
        return None
    return {"view": of_place, "at": slug} if of_place else {"at": slug}


def _has_door(view: str, petition: Petition, place: selectors.OfferedPlace) -> bool:
    """Whether this place has this view under its address now."""
    if view in WHILE_OPEN and not petition.is_open:
        return False
    if view in (PROVE, SENT):
        return selectors.offers_proof(petition, place)
    return place.is_campus or view not in (RECRUITER, TOLD)


def subpath(view: str, at: str) -> str:
    """The address of a view under its page: the same under the page in every other language."""
    last = {
        THANKS: f"{THANKS}/",
        PLACES: f"{AT}/",
        START: f"{AT}/{START}/",
        RECRUITER: f"{RECRUITER}/",
        TOLD: f"{RECRUITER}/{THANKS}/",
        PROVE: f"{PROVE}/",
        SENT: f"{PROVE}/{THANKS}/",
        REPORT: f"{REPORT}/",
        REPORTED: f"{REPORT}/{THANKS}/",
    }.get(view, "")
    if view == STARTED:
        return f"{AT}/{START}/{THANKS}/"
    return f"{AT}/{at}/{last}" if at else last


def places_shown(petition: Petition) -> dict[str, Any]:
    """The list of campuses, for ``petitions/places.html``. One query."""
    rules = selectors.sign_rules(petition.public_id)
    return {"tallies": selectors.tallies_of(petition), "has_campuses": rules.has_campuses}
