"""What a delivery holds: numbers that name no small group, names by consent alone, approved comments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from campaigns.countries import NAMES
from campaigns.places import region_name
from petitions.enums import CommentState, DeliveryState, SignatureState
from petitions.models import Comment, Delivery, Petition, Signature
from petitions.selectors.places import not_of_small_places
from petitions.selectors.signers import visible_to
from privacy.scopes import AnyUser
from privacy.sealing import unseal_many
from supporters.selectors import details_of

# No group of fewer is told to anybody (PRIVACY §4.3).
SMALLEST_GROUP = 10
READ = 1_000


# --- which signatures ----------------------------------------------------------------------------


def not_given_yet(petition_id: int) -> QuerySet[Signature]:
    """Signatures that count and that no delivery holds."""
    return Signature.objects.counted().filter(petition=petition_id, delivery__isnull=True)


def held_by(delivery: Delivery) -> QuerySet[Signature]:
    """Signatures of this delivery that still count: not those that were taken back since."""
    return Signature.objects.counted().filter(delivery=delivery)


def names_waiting(petition: Petition) -> int:
    """How many ask that their name be handed over, in what is not handed over yet. One query."""
    rows = Signature.objects.counted().filter(petition=petition, name_to_target=True)
    planned = Q(delivery__state=DeliveryState.PLANNED)
    return rows.filter(Q(delivery__isnull=True) | planned, supporter__isnull=False).count()


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
    could be a group of one.
    """

    signatures: int
    countries: tuple[Group, ...]
    regions: tuple[Group, ...]
    # Signers of no country that is told, and of no region that is.
    outside_countries: int
    outside_regions: int


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
    countries = tuple(Group(country, "", n) for country, n in _largest(by_country))
    regions = tuple(Group(country, region, n) for (country, region), n in _largest(by_region))
    return Numbers(
        total,
        countries,
        regions,
        outside_countries=total - sum(one.signatures for one in countries),
        outside_regions=total - sum(one.signatures for one in regions),
    )


def _largest[Key: (str, tuple[str, str])](amounts: dict[Key, int]) -> list[tuple[Key, int]]:
    told = [(key, amount) for key, amount in amounts.items() if amount >= SMALLEST_GROUP]
    return sorted(told, key=lambda one: (-one[1], one[0]))


def given_before(delivery: Delivery) -> int:
    """How many signatures earlier deliveries of the petition held when they were handed over. One query."""
    earlier = delivery.petition.deliveries.filter(state=DeliveryState.HANDED_OVER).exclude(pk=delivery.pk)
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
        signature__delivery=delivery,
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
    return rows.select_related("petition__campaign", "pack_file").order_by("-day", "-pk")


def planned_among(petitions: QuerySet[Petition], *, at_most: int) -> list[Delivery]:
    """The deliveries that are planned for one of these petitions, the next first. One query."""
    planned = Delivery.objects.filter(petition__in=petitions, state=DeliveryState.PLANNED)
    return list(planned.select_related("petition").order_by("day", "pk")[:at_most])


def taken_back_since(delivery: Delivery) -> int:
    """How many were taken back since the pack was made: it still counts them. One query."""
    if delivery.signatures is None:
        return 0
    return max(0, delivery.signatures - held_by(delivery).count())


def scheduled_petitions() -> QuerySet[Petition]:
    """Petitions that are handed over again and again, were so once, and have no delivery planned."""
    done = Delivery.objects.filter(petition=OuterRef("pk"), state=DeliveryState.HANDED_OVER)
    planned = Delivery.objects.filter(petition=OuterRef("pk"), state=DeliveryState.PLANNED)
    every = Petition.objects.filter(redeliver_every__isnull=False, is_delivered=True)
    return every.filter(Exists(done), ~Exists(planned)).order_by("pk")


def told_by_name_or_comment(rows: QuerySet[Signature]) -> dict[int, int | None]:
    """Those of these signatures whose name or comment may be in a pack, with their deliveries. One query."""
    telling = rows.filter(Q(name_to_target=True) | Q(comment__isnull=False))
    return dict(telling.order_by().values_list("pk", "delivery"))


def packs_with(told: Mapping[int, int | None]) -> list[int]:
    """The files of the deliveries that hold these signatures now, or held them before. One query."""
    now = Q(pk__in=Signature.objects.filter(pk__in=list(told)).values("delivery"))
    before = Q(pk__in=[pk for pk in told.values() if pk is not None])
    rows = Delivery.objects.filter(now | before, pack_file__isnull=False).order_by()
    return list(rows.values_list(F("pack_file"), flat=True))
