"""Campuses of a petition, and how many signed at each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from campaigns.models import Institution, Jurisdiction, Target
from campaigns.places import region_name
from petitions.enums import DeliveryState, PlaceState, SignatureState
from petitions.models import Affiliation, Comment, Petition, Place, PlaceTotal, TotalDelta, TypedSignature
from petitions.selectors.totals import total_of
from petitions.small_groups import without_small_rest
from privacy.conf import current
from privacy.words import fold
from supporters.countries import NAMES

# What a place may be.
WHERE = ("institution", "jurisdiction")
COUNTED = SignatureState.CONFIRMED
# The rows of PlaceTotal that hold all who counted, whatever affiliation they gave.
EVERYONE = Q(affiliation__isnull=True)


# --- how many ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """One campus and how many signed there. Below ten the public is not told (PRIVACY §4.3).

    ``is_withheld``: ten or more, and not told either, or what is left of the petition's total would be a
    group below ten. ``says_first`` is False for all campuses beside such a one: it looks like the small ones.
    """

    place: Place
    total: int
    is_withheld: bool = False
    says_first: bool = True

    @property
    def is_shown(self) -> bool:
        return self.total >= current().place_total_shown_from and not self.is_withheld

    @property
    def heading(self) -> str:
        """Under which it is listed."""
        return heading_of(self.place.where)

    @property
    def shown_from(self) -> int:
        return current().place_total_shown_from

    @property
    def proved(self) -> int:
        """How many have shown to be there, as far as the public is told; 0 below ten."""
        proved = min(self.place.proved, self.total)
        return proved if proved >= self.shown_from else 0


@dataclass(frozen=True, slots=True)
class AffiliationTally:
    """How many at one campus gave one affiliation; told to the public from ten on, like the campus's."""

    affiliation: Affiliation
    total: int

    @property
    def is_shown(self) -> bool:
        return self.total >= current().place_total_shown_from


def tallies_of(petition: Petition, *, is_open: bool = True) -> list[PlaceTally]:
    """The open campuses of a petition by region and name, with their totals, as the public is told.

    All with ``is_open=False``, for staff: nothing is withheld. Three queries, however many; one without any.
    """
    if not is_open:
        return [PlaceTally(place, total_at(place)) for place in places_with_totals(petition)]
    found = _by_heading(open_places_of(petition).select_related("target"))
    if not found:
        return []
    numbers = _totals_of_all(petition)
    at = {place.pk: max(0, numbers[place.pk]) for place in found}
    # Also while the total is not told yet: whoever noted a campus before could subtract it from that later.
    hidden = withheld_among(at, of=total_of(petition))
    return [PlaceTally(place, at[place.pk], place.pk in hidden, not hidden) for place in found]


def _totals_of_all(petition: Petition) -> Counter[int]:
    """How many signed at each campus of a petition, by primary key.

    In one pass over each table: hundreds of campuses of hundreds of days are tens of thousands of rows, and
    asked campus by campus they took the database five times as long. One statement: no folding comes between.
    """
    folded = PlaceTotal.objects.filter(EVERYONE, place__petition=petition).order_by()
    deltas = TotalDelta.objects.filter(petition=petition, place__isnull=False).order_by()
    parts = [
        folded.values_list("place").annotate(number=Sum("amount")),
        deltas.filter(entered=COUNTED).values_list("place").annotate(number=Count("pk")),
        deltas.filter(left=COUNTED).values_list("place").annotate(number=-1 * Count("pk")),
    ]
    numbers = Counter[int]()
    for place, number in parts[0].union(*parts[1:], all=True):
        numbers[place] += number
    return numbers


def withheld_among(numbers: Mapping[int, int], *, of: int) -> set[int]:
    """Which of these, from ten on, are not told: the smallest, until what is left of all is nobody or ten.

    What is left holds those below ten, those of hidden campuses, and those who gave none.
    """
    least = current().place_total_shown_from
    told = sorted(
        ((key, number) for key, number in numbers.items() if number >= least),
        key=lambda one: (-one[1], one[0]),
    )
    kept = without_small_rest(told, of=of, least=least)
    return {key for key, _number in told[len(kept) :]}


def open_places_of(petition: Petition) -> QuerySet[Place]:
    """The open campuses of a petition by region and name, with their institutions."""
    return _in_order(petition.places.filter(state=PlaceState.OPEN).select_related(*WHERE))


def tally_at(petition: Petition, slug: str) -> PlaceTally | None:
    """One open campus by its address, as the public is told; None where there is none. Three queries."""
    return next((one for one in tallies_of(petition) if one.place.slug == slug), None)


def is_withheld(place: Place) -> bool:
    """Whether the public is not told this campus's total, for the others' sake. Three queries."""
    tally = tally_at(place.petition, place.slug)
    return tally is not None and tally.is_withheld


def targets_of_campuses(petition: Petition) -> QuerySet[Target]:
    """Who gets, or got, what one campus of the petition signed: never the whole as well."""
    handed_to = petition.deliveries.filter(place__isnull=False).values("targets").distinct()
    targets: QuerySet[Target] = Target.objects.filter(pk__in=handed_to)
    return targets


def places_with_totals(petition: Petition) -> QuerySet[Place]:
    """All campuses of a petition, hidden ones too; ``total_at()`` reads each one's total."""
    places = petition.places.select_related(*WHERE, "target")
    return _in_order(places).annotate(counted=_counted(Q(place=OuterRef("pk")), EVERYONE))


def total_at(place: Place) -> int:
    """How many signed at a campus of ``places_with_totals()``."""
    counted: int = place.counted  # type: ignore[attr-defined]
    return max(0, counted)


def totals_at(place_ids: Collection[int]) -> dict[int, int]:
    """How many signed at each of these campuses, by primary key. One query."""
    counted = _counted(Q(place=OuterRef("pk")), EVERYONE)
    rows = Place.objects.filter(pk__in=place_ids).annotate(counted=counted)
    return {pk: max(0, number) for pk, number in rows.values_list("pk", "counted")}


def affiliation_tallies(place: Place) -> list[AffiliationTally]:
    """How many at a campus gave each affiliation, in the editor's order: never crossed. One query."""
    given = Q(place=place.pk, affiliation=OuterRef("pk"))
    rows = Affiliation.objects.filter(petition=place.petition_id).annotate(counted=_counted(given))
    return [AffiliationTally(row, max(0, row.counted)) for row in rows.order_by("sort_order", "pk")]


def _in_order(places: QuerySet[Place]) -> QuerySet[Place]:
    # A campus and a city stand in one list.
    of = [Coalesce(f"institution__{name}", f"jurisdiction__{name}") for name in ("country", "region", "name")]
    return places.order_by(*of, "pk")


def _by_heading(places: QuerySet[Place]) -> list[Place]:
    """By what a region is called, which is not always in the order of its code."""
    return sorted(places, key=lambda place: (place.where.country, fold(heading_of(place.where))))


def _counted(rows: Q, folded: Q | None = None) -> CombinedExpression:
    """What is folded for ``rows``, plus what is not folded yet. One statement: no folding comes between."""
    totals = PlaceTotal.objects.filter(rows, folded or Q()).order_by()
    deltas = TotalDelta.objects.filter(rows).order_by()
    return (
        _summed(totals, Sum("amount"))
        + _summed(deltas.filter(entered=COUNTED), Count("pk"))
        - _summed(deltas.filter(left=COUNTED), Count("pk"))
    )


def _summed(rows: QuerySet[PlaceTotal] | QuerySet[TotalDelta], amount: Sum | Count) -> Coalesce:
    summed = rows.values("place").annotate(sum=amount).values("sum")
    return Coalesce(Subquery(summed, output_field=IntegerField()), Value(0))


def campus_shown(petition: Petition, slug: str) -> dict[str, Any]:
    """What the public sees of one open campus: ``campus``, a PlaceTally, and its ``affiliations``.

    Each number only from ten on, and none that leaves fewer than ten. Four queries; {} where there is no
    such campus (any more).
    """
    campus = tally_at(petition, slug)
    if campus is None:
        return {}
    given = affiliation_tallies(campus.place) if campus.is_shown else []
    hidden = withheld_among({one.affiliation.pk: one.total for one in given}, of=campus.total)
    told = [one for one in given if one.is_shown and one.affiliation.pk not in hidden]
    return {"campus": campus, "affiliations": told}


def own_target_of(place: Place) -> Target | None:
    """Who decides at an open campus, if that is nobody who gets the whole, or got it. Two queries at most.

    Whoever has both packs could subtract one from the other.
    """
    target, petition = place.target, place.petition
    if target is None or not place.is_open:
        return None
    got_all = petition.deliveries.filter(place__isnull=True, targets=target)
    return None if petition.targets.filter(pk=target.pk).exists() or got_all.exists() else target


def places_to_hand_over(petition: Petition) -> set[int]:
    """The campuses that can be handed over by themselves now, by primary key. Five queries, however many."""
    if not petition.is_delivered:
        return set()
    got_all = petition.deliveries.filter(place__isnull=True).order_by().values_list("targets", flat=True)
    targets = petition.targets.order_by().values_list("pk", flat=True)
    others = {*targets, *got_all}
    planned = petition.deliveries.filter(place__isnull=False, state=DeliveryState.PLANNED)
    under_way = set(planned.order_by().values_list("place", flat=True))
    least = current().place_total_shown_from
    return {
        one.place.pk
        for one in tallies_of(petition)
        if one.total >= least
        and not one.is_withheld
        and one.place.target_id is not None
        and one.place.target_id not in others
        and one.place.pk not in under_way
    }


# --- what a form offers --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """One open campus as a form offers it; ``key`` is its public id as 32 hexadecimal digits."""

    key: str
    slug: str
    where: Institution | Jurisdiction

    @property
    def label(self) -> str:
        """The campus's name, with its city where the name does not say it."""
        name, locality = self.where.name, self.where.locality
        return name if not locality or locality in name else f"{name}, {locality}"

    @property
    def heading(self) -> str:
        """Under which it is listed."""
        return heading_of(self.where)

    @property
    def is_campus(self) -> bool:
        """Whether it is an institution, and not a city."""
        return isinstance(self.where, Institution)


def proof_domains(place: OfferedPlace) -> list[str]:
    """Where an address that shows one to be there may be: a target's own domain is never mailed."""
    return [one for one in place.where.mail_domains if standing_of(f"x@{one}") != DomainStanding.TARGET]


def offers_proof(petition: Petition, place: OfferedPlace) -> bool:
    """Whether a visitor can show to be at this campus, by mail to one of its addresses."""
    return petition.ask_campus_proof and bool(proof_domains(place))


def takes_proofs(place: Place) -> bool:
    """Whether a press in such a mail still counts: the campus is shown, its petition not over, and asking."""
    petition = place.petition
    return (
        petition.takes_confirmations
        and petition.ask_campus_proof
        and open_places_of(petition).filter(pk=place.pk).exists()
    )


@dataclass(frozen=True, slots=True)
class OfferedAffiliation:
    key: str
    affiliation: Affiliation

    @property
    def label(self) -> str:
        """In the active language, else in the first it has."""
        return str(self.affiliation)


def offered_places(petition: Petition) -> tuple[OfferedPlace, ...]:
    """The open campuses by region and name. One query."""
    rows = _by_heading(open_places_of(petition))
    return tuple(OfferedPlace(row.public_id.hex, row.slug, row.where) for row in rows)


def offered_affiliations(petition: Petition) -> tuple[OfferedAffiliation, ...]:
    """The petition's affiliations in the editor's order. One query."""
    rows = Affiliation.objects.filter(petition=petition).order_by("sort_order", "pk")
    return tuple(OfferedAffiliation(row.public_id.hex, row) for row in rows)


def heading_of(where: Institution | Jurisdiction) -> str:
    """Under which heading a campus is listed: its state or region, else its country; "" for neither."""
    if where.region:
        return region_name(where.region, where.country)
    return str(NAMES.get(where.country, where.country))


# --- what was typed ------------------------------------------------------------------------------


def typed_place(petition: Petition, typed: TypedSignature) -> dict[str, Any]:
    """The columns of a signature that counts from now on, by what was typed.

    Only a campus that is open now, and an affiliation that the petition still has; else empty.
    No query where none was chosen, two at most.
    """
    place = (
        petition.places.filter(public_id=UUID(typed.place), state=PlaceState.OPEN) if typed.place else None
    )
    place_id = place.values_list("pk", flat=True).first() if place is not None else None
    affiliation_id = None
    if place_id is not None and typed.affiliation:
        known = Affiliation.objects.filter(petition=petition.pk, public_id=UUID(typed.affiliation))
        affiliation_id = known.values_list("pk", flat=True).first()
    return {"place_id": place_id, "affiliation_id": affiliation_id}


def not_of_small_places(rows: Sequence[Comment]) -> list[Comment]:
    """Without those from a campus with fewer than ten: what is written there may tell where, and so who.

    Their signatures are read along. One query.
    """
    places = {row.signature.place_id for row in rows if row.signature.place_id is not None}
    totals = totals_at(places) if places else {}
    least = current().place_total_shown_from
    return [
        row
        for row in rows
        if row.signature.place_id is None or totals.get(row.signature.place_id, 0) >= least
    ]
