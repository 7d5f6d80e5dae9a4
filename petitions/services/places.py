"""Distributing a petition: its campuses are opened, hidden, shown and described."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from campaigns.models import Institution, Jurisdiction, Target
from petitions.addresses import START
from petitions.affiliations import DEFAULT_AFFILIATIONS
from petitions.enums import PlaceState
from petitions.jobs.totals import purge_pages
from petitions.models import Affiliation, Petition, Place
from petitions.selectors import forget_rules
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText

LONGEST_SLUG = 80


def open_places(
    *,
    petition: Petition,
    institutions: Iterable[Institution] = (),
    jurisdictions: Iterable[Jurisdiction] = (),
    actor: Actor,
) -> list[Place]:
    """Open a place of ``petition`` for each institution and city; returns those that were not open before.

    One that was hidden is shown again, under its old address and with its old total. The first campuses
    bring the default affiliations, where the petition has none. Each gets an address made of its
    institution's or city's name. The petition's forms and pages show them at once.
    """
    wanted: dict[tuple[int | None, int | None], Institution | Jurisdiction] = {
        **{(one.pk, None): one for one in institutions},
        **{(None, one.pk): one for one in jurisdictions},
    }
    with transaction.atomic():
        # One opening at a time: two cannot give out one address.
        Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
        known = {(place.institution_id, place.jurisdiction_id): place for place in petition.places.all()}
        taken = {START, *(place.slug for place in known.values())}
        opened = [place for key, place in known.items() if key in wanted and not place.is_open]
        Place.objects.filter(pk__in=[place.pk for place in opened]).update(
            state=PlaceState.OPEN, changed=utc_today()
        )
        for (institution_id, jurisdiction_id), where in wanted.items():
            if (institution_id, jurisdiction_id) not in known:
                slug = _free_slug(where.name, taken)
                taken.add(slug)
                ids = {"institution_id": institution_id, "jurisdiction_id": jurisdiction_id}
                opened.append(Place(petition=petition, slug=slug, **ids))
        Place.objects.bulk_create(place for place in opened if place.pk is None)
        campuses = [place for place in opened if place.is_campus]
        if campuses and not Affiliation.objects.filter(petition=petition).exists():
            _add_default_affiliations(petition)
        if opened:
            _show_anew(petition)
    for place in opened:
        place.state = PlaceState.OPEN
    return opened


def hide_place(*, place: Place, actor: Actor) -> bool:
    """Take a campus off the list, its form and its page; False if it was hidden before.

    What was signed there goes on counting for the petition, and there too, unseen.
    """
    return _move(place, left=PlaceState.OPEN, entered=PlaceState.HIDDEN)


def show_place(*, place: Place, actor: Actor) -> bool:
    """Bring a hidden campus back as it was; False if it was open before."""
    return _move(place, left=PlaceState.HIDDEN, entered=PlaceState.OPEN)


def change_place(*, place: Place, ask: LocalizedText, target: Target | None, actor: Actor) -> None:
    """Give a campus its own sentence above the form, and whom its page addresses."""
    place.ask, place.target = ask, target
    with transaction.atomic():
        place.save(update_fields=["ask", "target", "changed"])
        _show_anew(place.petition)


def _move(place: Place, *, left: PlaceState, entered: PlaceState) -> bool:
    with transaction.atomic():
        moved = Place.objects.filter(pk=place.pk, state=left).update(state=entered, changed=utc_today())
        if moved:
            place.state = entered
            _show_anew(place.petition)
    return bool(moved)


def _show_anew(petition: Petition) -> None:
    """Forms and lists of campuses may stand on any page."""
    transaction.on_commit(lambda: forget_rules(petition.public_id))
    purge_pages()


def _free_slug(name: str, taken: set[str]) -> str:
    first = slugify(name)[:LONGEST_SLUG].strip("-") or "campus"
    slug, number = first, 1
    while slug in taken:
        number += 1
        slug = f"{first[: LONGEST_SLUG - len(str(number)) - 1]}-{number}"
    return slug


def _add_default_affiliations(petition: Petition) -> None:
    Affiliation.objects.bulk_create(
        Affiliation(petition=petition, label=LocalizedText(label), sort_order=place)
        for place, label in enumerate(DEFAULT_AFFILIATIONS)
    )
