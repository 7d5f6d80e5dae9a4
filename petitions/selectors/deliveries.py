"""What a delivery holds: numbers that name no small group, names by consent alone, approved comments."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum

from campaigns.places import region_name
from petitions.enums import CommentState, DeliveryState, SignatureState
from petitions.models import Comment, Delivery, Petition, Place, Signature
from petitions.selectors.places import is_withheld, not_of_small_places
from petitions.selectors.signers import visible_to
from petitions.selectors.totals import total_of
from petitions.small_groups import SMALLEST_GROUP, without_small_rest
from privacy.scopes import AnyUser
from privacy.sealing import unseal_many
from supporters.countries import NAMES
from supporters.selectors import details_of

READ = 1_000
# What a delivery's ``campus`` reads.
CAMPUS = ("place__institution", "place__jurisdiction")


# --- which signatures ----------------------------------------------------------------------------


def not_given_yet(petition_id: int) -> QuerySet[Signature]:
    """Signatures that count and that no delivery of the whole petition holds."""
    return Signature.objects.counted().filter(petition=petition_id, delivery__isnull=True)


def not_given_at(place: Place) -> QuerySet[Signature]:
    """Signatures that count at a campus and that no delivery of that campus holds."""
    # Its petition is asked for as well, for a campus alone has no index.
    here = Signature.objects.counted().filter(petition=place.petition_id, place=place)
    return here.filter(place_delivery__isnull=True)


def new_to(delivery: Delivery) -> QuerySet[Signature]:
    """What the making of its pack gathers, beside what it holds."""
    return not_given_yet(delivery.petition_id) if delivery.place is None else not_given_at(delivery.place)


def held_by(delivery: Delivery) -> QuerySet[Signature]:
    """Signatures of this delivery that still count: not those that were taken back since."""
    return Signature.objects.counted().filter(**{delivery.held_as: delivery})


def at_least_new(petition: Petition) -> int:
    """How many no delivery of the whole petition holds, at least: those who left since were in one as well.

    Two queries, and read from totals: as fast for a million signatures as for ten.
    """
    given = petition.deliveries.filter(place__isnull=True).aggregate(sum=Sum("signatures"))["sum"] or 0
    return max(0, total_of(petition) - given)


def is_too_small(delivery: Delivery, signatures: int) -> bool:
    """Whether so few are not handed over by themselves: fewer than ten of one campus (PRIVACY §4.3).

    Also of what came since: the next pack would tell that so few signed, and what these wrote. And while
    the public is not told the campus's total, for that would tell that fewer than ten signed elsewhere.
    """
    if delivery.place is None:
        return False
    return signatures < SMALLEST_GROUP or is_withheld(delivery.place)


def letter_is_told(delivery: Delivery) -> bool:
    """Whether its letter and numbers can be had by themselves: its pack was made, and not of too few now."""
    return delivery.signatures is not None and not is_too_small(delivery, held_by(delivery).count())


def names_waiting(delivery: Delivery) -> int:
    """How many ask that their name be handed over, in what is not handed over yet. One query.

    None of one campus: nobody was told that a name goes to that campus's own target.
    """
    if delivery.place_id is not None:
        return 0
    rows = Signature.objects.counted().filter(
        petition=delivery.petition_id, name_to_target=True, supporter__isnull=False
    )
    return rows.filter(Q(delivery__isnull=True) | Q(delivery__state=DeliveryState.PLANNED)).count()


# --- what is told --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Signers of one country, or of one region of it: ten at least. ``region`` "": the whole country."""

    country: str
    region: str
    signatures: int

    @property
    def label(self) -> str:
        """A country in the language that is active, a region as it is called there."""
        if self.region:
            return region_name(self.region, self.country)
        return str(NAMES.get(self.country, self.country))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one delivery. Every group has ten signers at least; the rest is one number.

    They are of this delivery alone, never added to those of an earlier one: the difference of two sums
    could be a group of one. At one campus the rest is nobody or ten at least, too: people there know each
    other, and "all but one of you" would be somebody.
    """

    signatures: int
    countries: tuple[Group, ...]
    regions: tuple[Group, ...]
    # Signers of no country that is told, and of no region that is.
    outside_countries: int
    outside_regions: int

    def packed(self) -> dict[str, list[list[str | int]]]:
        """The groups as JSON, to be kept beside the number of signatures."""
        return {
            "countries": [[one.country, one.signatures] for one in self.countries],
            "regions": [[one.country, one.region, one.signatures] for one in self.regions],
        }


def numbers_told(delivery: Delivery) -> Numbers:
    """What was told when it was handed over; before, counted anew from the rows. One query at most."""
    if delivery.is_planned or delivery.signatures is None or delivery.groups is None:
        return numbers_of(delivery)
    groups = delivery.groups
    return _numbers(
        delivery.signatures,
        [Group(country, "", n) for country, n in groups["countries"]],
        [Group(country, region, n) for country, region, n in groups["regions"]],
    )


def _numbers(total: int, countries: Sequence[Group], regions: Sequence[Group]) -> Numbers:
    return Numbers(
        total,
        tuple(countries),
        tuple(regions),
        outside_countries=total - sum(one.signatures for one in countries),
        outside_regions=total - sum(one.signatures for one in regions),
    )


def numbers_of(delivery: Delivery) -> Numbers:
    """Counted anew from the rows. One query."""
    grouped = held_by(delivery).order_by().values_list("country", "region").annotate(n=Count("pk"))
    by_country: dict[str, int] = {}
    by_region: dict[tuple[str, str], int] = {}
    total = 0
    for country, region, amount in grouped:
        total += amount
        if country:
            by_country[country] = by_country.get(country, 0) + amount
        if region:
            by_region[country, region] = amount
    told, told_regions = _largest(by_country), _largest(by_region)
    if delivery.place_id is not None:
        told = without_small_rest(told, of=total)
        told_regions = _regions_at_a_campus(told, told_regions)
    return _numbers(
        total,
        [Group(country, "", n) for country, n in told],
        [Group(country, region, n) for (country, region), n in told_regions],
    )


def _largest[Key: (str, tuple[str, str])](amounts: dict[Key, int]) -> list[tuple[Key, int]]:
    told = [(key, amount) for key, amount in amounts.items() if amount >= SMALLEST_GROUP]
    return sorted(told, key=lambda one: (-one[1], one[0]))


def _regions_at_a_campus(
    countries: list[tuple[str, int]], regions: list[tuple[tuple[str, str], int]]
) -> list[tuple[tuple[str, str], int]]:
    """Regions of countries that are told, with no small rest in any of these."""
    kept = []
    for country, amount in countries:
        kept += without_small_rest([one for one in regions if one[0][0] == country], of=amount)
    return sorted(kept, key=lambda one: (-one[1], one[0]))


def given_before(delivery: Delivery) -> int:
    """How many earlier deliveries of the petition, or of this campus, held when handed over. One query."""
    earlier = delivery.petition.deliveries.filter(place=delivery.place_id, state=DeliveryState.HANDED_OVER)
    earlier = earlier.exclude(pk=delivery.pk)
    given: int = earlier.aggregate(sum=Sum("signatures"))["sum"] or 0
    return given


# --- people --------------------------------------------------------------------------------------


def names_in(delivery: Delivery) -> Iterator[list[str]]:
    """The names of those who ticked it, up to 1,000 at a time, in an order that tells nothing.

    Whoever was erased, took the name off again or wrote none is not among them. Holds no cursor and no
    transaction open: one query of each database a portion.
    """
    wanted = held_by(delivery).filter(name_to_target=True, supporter__isnull=False)
    wanted = wanted.select_related("supporter").only(
        "public_id", "supporter", "supporter__public_id", "supporter__subject_id", "supporter__sealed"
    )
    for rows in _portions(wanted):
        known = details_of([row.supporter for row in rows if row.supporter is not None])
        names = (" ".join(f"{one.given_name} {one.family_name}".split()) for one in known if one is not None)
        yield [name for name in names if name]


@dataclass(frozen=True, slots=True)
class ToldComment:
    text: str
    language: str


def comments_in(delivery: Delivery) -> Iterator[list[ToldComment]]:
    """Approved comments, up to 1,000 at a time, without whose they are and in an order of their own.

    Those that a page may show: none where comments are off, and none from a campus with fewer than ten.
    """
    if not delivery.petition.takes_comments:
        return
    wanted = Comment.objects.filter(
        state=CommentState.APPROVED,
        **{f"signature__{delivery.held_as}": delivery},
        signature__state=SignatureState.CONFIRMED,
        signature__is_test=False,
    ).select_related("signature")
    for portion in _portions(wanted):
        rows = not_of_small_places(portion)
        told = zip(rows, unseal_many(rows, skip_unreadable=True), strict=True)
        yield [ToldComment(one.text, row.language) for row, one in told if one is not None and one.text]


def _portions[Row: (Signature, Comment)](wanted: QuerySet[Row]) -> Iterator[list[Row]]:
    """The rows, up to 1,000 at a time, in the order of their random ids; no cursor stays open."""
    last: UUID | None = None
    while True:
        after = wanted if last is None else wanted.filter(public_id__gt=last)
        rows = list(after.order_by("public_id")[:READ])
        if not rows:
            return
        last = rows[-1].public_id
        yield rows


# --- for staff -----------------------------------------------------------------------------------


def deliveries_visible_to(user: AnyUser) -> QuerySet[Delivery]:
    """Deliveries of the petitions this user may see, the newest first."""
    rows = Delivery.objects.filter(petition__in=visible_to(user))
    return rows.select_related("petition__campaign", "pack_file", *CAMPUS).order_by("-day", "-pk")


def planned_among(petitions: QuerySet[Petition], *, at_most: int) -> list[Delivery]:
    """The deliveries that are planned for one of these petitions, the next first. One query."""
    planned = Delivery.objects.filter(petition__in=petitions, state=DeliveryState.PLANNED)
    return list(planned.select_related("petition", *CAMPUS).order_by("day", "pk")[:at_most])


def taken_back_since(delivery: Delivery) -> int:
    """How many were taken back since the pack was made: it still counts them. One query."""
    if delivery.signatures is None:
        return 0
    return max(0, delivery.signatures - held_by(delivery).count())


def scheduled_petitions() -> QuerySet[Petition]:
    """Petitions that are handed over again and again, were so once, and have no delivery planned."""
    whole = Delivery.objects.filter(petition=OuterRef("pk"), place__isnull=True)
    every = Petition.objects.filter(redeliver_every__isnull=False, is_delivered=True)
    return every.filter(
        Exists(whole.filter(state=DeliveryState.HANDED_OVER)),
        ~Exists(whole.filter(state=DeliveryState.PLANNED)),
    ).order_by("pk")


def places_handed_over(petition: Petition) -> dict[int, date]:
    """The last day of those campuses that were handed over by themselves, and have no delivery planned.

    One query.
    """
    planned = Delivery.objects.filter(place=OuterRef("place"), state=DeliveryState.PLANNED)
    done = Delivery.objects.filter(~Exists(planned), petition=petition, place__isnull=False)
    done = done.filter(state=DeliveryState.HANDED_OVER)
    return dict(done.order_by().values_list("place").annotate(last=Max("day")))


def petitions_handed_over_at_campuses() -> QuerySet[Petition]:
    """Petitions that are handed over again and again, and were so at a campus."""
    done = Delivery.objects.filter(petition=OuterRef("pk"), place__isnull=False)
    every = Petition.objects.filter(redeliver_every__isnull=False, is_delivered=True)
    return every.filter(Exists(done.filter(state=DeliveryState.HANDED_OVER))).order_by("pk")


def places_with_enough_new(petition: Petition, place_ids: Collection[int]) -> list[int]:
    """Those of these campuses at which ten or more signed whom no delivery of theirs holds.

    One query, which reads all signatures of the petition once, however many campuses.
    """
    rows = Signature.objects.counted().filter(petition=petition, place_delivery__isnull=True)
    grouped = rows.filter(place__in=place_ids).order_by().values("place").annotate(new=Count("pk"))
    return sorted(grouped.filter(new__gte=SMALLEST_GROUP).values_list("place", flat=True))


def told_by_name_or_comment(rows: QuerySet[Signature]) -> dict[int, list[int | None]]:
    """Those of these signatures whose name or comment may be in a pack, with their deliveries. One query."""
    telling = rows.filter(Q(name_to_target=True) | Q(comment__isnull=False))
    rows_told = telling.order_by().values_list("pk", "delivery", "place_delivery")
    return {pk: [whole, at_campus] for pk, whole, at_campus in rows_told}


def packs_with(told: Mapping[int, list[int | None]]) -> list[int]:
    """The files of the deliveries that hold these signatures now, or held them before. One query."""
    signatures = Signature.objects.filter(pk__in=list(told))
    now = Q(pk__in=signatures.values("delivery")) | Q(pk__in=signatures.values("place_delivery"))
    before = Q(pk__in=[pk for given in told.values() for pk in given if pk is not None])
    rows = Delivery.objects.filter(now | before, pack_file__isnull=False).order_by()
    return list(rows.values_list(F("pack_file"), flat=True))
