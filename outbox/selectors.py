"""Reads that matter."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Q, QuerySet

from outbox.enums import SendState
from outbox.models import Letter, Refusal, SendRow
from outbox.models.rows import ASTRAY
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.exceptions import BadAddress
from privacy.indexes import Domain, IndexKind, index_versions


def fingerprints(address: str) -> dict[int, bytes]:
    """The suppression fingerprint under every live key, newest first. Raises BadAddress."""
    return index_versions(Domain.SUPPRESSION, IndexKind.EMAIL, canonical_address(address))


def is_refused(address: str, list_id: UUID | None = None) -> bool:
    """Whether this address refuses all news, or that of one list. Raises BadAddress."""
    return any_refused(fingerprints(address), list_id)


def any_refused(prints: dict[int, bytes], list_id: UUID | None) -> bool:
    """The same by fingerprints that the caller has already."""
    of_this = Q(list_id__isnull=True)
    if list_id is not None:
        of_this |= Q(list_id=list_id)
    return Refusal.objects.standing().filter(of_this, fingerprint__in=list(prints.values())).exists()


def paused_until(address: str) -> date | None:
    """The day until which this address wants no news, if it paused them. Raises BadAddress."""
    pauses = Refusal.objects.standing().pauses().filter(fingerprint__in=list(fingerprints(address).values()))
    return pauses.values_list("until", flat=True).first()


def refusals_of(address: str) -> list[Refusal]:
    """Every no of this address that stands, the oldest first. What is no address has none."""
    try:
        prints = fingerprints(address)
    except BadAddress:
        return []
    return list(Refusal.objects.standing().filter(fingerprint__in=list(prints.values())).order_by("pk"))


def refused_among(addresses: Collection[str], list_id: UUID | None = None) -> set[str]:
    """Those of these addresses that refuse all news, or that of one list; what is no address refuses.

    One query for up to 1,000.
    """
    refused: set[str] = set()
    # Two ways of writing one address have one fingerprint.
    prints: dict[bytes, set[str]] = {}
    for address in addresses:
        try:
            for fingerprint in fingerprints(address).values():
                prints.setdefault(fingerprint, set()).add(address)
        except BadAddress:
            refused.add(address)
    of_this = Q(list_id__isnull=True) if list_id is None else Q(list_id__isnull=True) | Q(list_id=list_id)
    known = Refusal.objects.standing().filter(of_this, fingerprint__in=list(prints))
    return refused.union(*(prints[bytes(found)] for found in known.values_list("fingerprint", flat=True)))


def refusing_all() -> int:
    """How many addresses refuse all news, be it for good or until a day."""
    of_all = Refusal.objects.standing().filter(list_id__isnull=True).order_by()
    number: int = of_all.aggregate(number=Count("fingerprint", distinct=True))["number"]
    return number


def letters_by_state() -> dict[str, Counter[str]]:
    """kind → state → number of letters."""
    found: dict[str, Counter[str]] = {}
    for kind, state, number in (
        Letter.objects.values_list("kind", "state").annotate(n=Count("pk")).order_by("kind")
    ):
        found.setdefault(kind, Counter())[state] = number
    return found


def ledgers() -> list[type[SendRow]]:
    """Every table of the send ledger, other apps' too; letters first."""
    others = (model for model in apps.get_models() if issubclass(model, SendRow) and model is not Letter)
    return [Letter, *others]


def unknown_rows() -> list[tuple[SendRow, str]]:
    """Rows of the other tables that may or may not have been sent, and what each is."""
    return [
        (row, model._meta.label_lower)
        for model in ledgers()[1:]
        for row in model.objects.filter(state=SendState.UNKNOWN).order_by("pk")
    ]


def unknown_letters() -> QuerySet[Letter]:
    """Letters that may or may not have been sent, oldest first."""
    return Letter.objects.filter(state=SendState.UNKNOWN).order_by("pk")


@dataclass(frozen=True)
class MailHealth:
    """How mail goes: what waits, and what of the last days did not arrive, by why. Numbers only."""

    waiting: int
    failed: Counter[str]
    unknown: int


def mail_health(*, days: int) -> MailHealth:
    """Two queries for each table of the ledger, over indexes of rows that wait or did not arrive."""
    since = utc_today() - timedelta(days=days)
    waiting, unknown, failed = 0, 0, Counter[str]()
    for model in ledgers():
        waiting += model.objects.filter(state=SendState.QUEUED).count()
        astray = model.objects.filter(state__in=ASTRAY, changed__gte=since).order_by()
        for state, why, number in astray.values_list("state", "why").annotate(number=Count("pk")):
            if state == SendState.UNKNOWN:
                unknown += number
            else:
                failed[why] += number
    return MailHealth(waiting, failed, unknown)
