"""Who signed: as the public may see it, and as staff may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from petitions.enums import SignatureState
from petitions.models import Petition, Signature, TypedSignature
from privacy.days import utc_today
from privacy.exceptions import VaultLocked
from privacy.masking import is_plain_name, mask_address, mask_name
from privacy.scopes import AnyUser, visible_ids
from privacy.sealing import unseal_many
from supporters.models import SupporterDetails
from supporters.selectors import details_of, survivor_of

LATEST_NAMES = 20


# --- for the public ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownName:
    given_name: str
    region: str


def names_shown(petition: Petition) -> list[ShownName]:
    """First name and region of the latest 20 who ticked it; none for pledges and after the close.

    Two queries and one of the keystore. Regions with fewer than 10 signers stay empty (PRIVACY §4.3). None
    while the vault is locked: the page stays up.
    """
    if not petition.shows_its_names:
        return []
    rows = list(
        petition.signatures.counted()
        .filter(show_name=True, supporter__isnull=False)
        .select_related("supporter")
        .order_by("-pk")[:LATEST_NAMES]
    )
    try:
        details = details_of([row.supporter for row in rows if row.supporter is not None])
    except VaultLocked:
        return []
    big = regions_with_ten(petition)
    return [
        ShownName(detail.given_name, row.region if row.region in big else "")
        for row, detail in zip(rows, details, strict=True)
        if detail is not None and is_plain_name(detail.given_name)
    ]


def regions_with_ten(petition: Petition) -> set[str]:
    """Regions with at least 10 counted signers: no other may be told to anybody (PRIVACY §4.3)."""
    counted = petition.signatures.counted().exclude(region="")
    return set(
        counted.order_by()
        .values("region")
        .annotate(n=Count("pk"))
        .filter(n__gte=10)
        .values_list("region", flat=True)
    )


# --- for staff -----------------------------------------------------------------------------------


def visible_to(user: AnyUser) -> QuerySet[Petition]:
    """The petitions of the campaigns this user may see. Every staff read begins here."""
    campaign_ids = visible_ids("campaigns", user)
    petitions = Petition.objects.select_related("campaign")
    return petitions if campaign_ids is None else petitions.filter(campaign__in=campaign_ids)


def signatures_visible_to(user: AnyUser) -> QuerySet[Signature]:
    """The signatures under those petitions, newest first, without test rows."""
    return Signature.objects.real().filter(petition__in=visible_to(user)).order_by("-pk")


@dataclass(frozen=True, slots=True)
class SignedDay:
    day: date
    counted: int
    waiting: int


def signatures_per_day(petition: Petition, *, days: int = 30) -> list[SignedDay]:
    """Signatures by their day, oldest first, one entry for each of the last ``days``. One query.

    As of the last folding, a second ago while a worker runs.
    """
    first = utc_today() - timedelta(days=days - 1)
    rows = petition.totals.filter(day__gte=first).values_list("day", "state", "amount")
    amounts = {(day, state): amount for day, state, amount in rows}
    wanted = [first + timedelta(days=offset) for offset in range(days)]
    return [
        SignedDay(
            day,
            max(0, amounts.get((day, SignatureState.CONFIRMED), 0)),
            max(0, amounts.get((day, SignatureState.PENDING), 0)),
        )
        for day in wanted
    ]


@dataclass(frozen=True, slots=True)
class SignerDetails:
    """Who signed, as staff see it: masked. Empty strings where nothing is (or may be) known any more."""

    name: str = ""
    email: str = ""


def masked_signers(signatures: Sequence[Signature]) -> list[SignerDetails]:
    """The masked name and address of each, in order. Two keystore queries whatever the number.

    Rows should come with ``select_related("supporter")``.
    """
    return [
        SignerDetails()
        if detail is None
        else SignerDetails(mask_name(detail.given_name, detail.family_name), mask_address(detail.email))
        for detail in details_behind(signatures)
    ]


def details_behind(signatures: Sequence[Signature]) -> list[SupporterDetails | TypedSignature | None]:
    """What is known of each signer, in clear: for no page. None where nothing can be read.

    One keystore query per 500 rows, and one more where some still hold what was typed. Rows should come
    with ``select_related("supporter")``.
    """
    typed = unseal_many(signatures, skip_unreadable=True)
    supporters = [row.supporter for row in signatures if row.supporter is not None]
    known = dict(zip((row.pk for row in supporters), details_of(supporters), strict=True))
    return [
        own if row.supporter_id is None else known.get(row.supporter_id)
        for row, own in zip(signatures, typed, strict=True)
    ]


def standing_for(signature: Signature) -> Signature:
    """What stands for a signature that gave way when two records of a person became one; else itself."""
    if signature.state != SignatureState.INVALIDATED:
        return signature
    if (survivor := survivor_of(signature.public_id)) is None:
        return signature
    rows = Signature.objects.counted_or_aside().select_related("petition__campaign", "supporter")
    return rows.filter(petition=signature.petition_id, supporter=survivor).first() or signature
