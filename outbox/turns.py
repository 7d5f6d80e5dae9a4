"""The turns of one unit: it waits for them if they come soon; what would have to wait longer is put off."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from outbox import pace
from outbox.answers import queued_for
from outbox.courier import Courier, Parcel
from outbox.enums import SendState
from outbox.lines import Lines
from outbox.mailbox_providers import provider_of, rate_of
from outbox.models import SendRow
from privacy.conf import current


@dataclass(frozen=True)
class Way:
    """What has turns to give: how many a second, and how many seconds ahead they may be taken."""

    name: str
    per_second: int
    soon: float


def take_turns[Row: SendRow](
    courier: Courier[Row], claim: UUID, mailer: str, parcels: Sequence[Parcel[Row]], lines: Lines
) -> list[Parcel[Row]]:
    """Wait until these may go, and return those that may; the others are queued for when they may."""
    going = list(parcels)
    if courier.is_bulk and not lines.paces_itself(mailer):
        going = [
            parcel
            for provider, theirs in _by_provider(parcels).items()
            if provider is None
            or _wait(courier, claim, theirs, Way(f"provider {provider}", rate_of(provider), pace.SOON))
            for parcel in theirs
        ]
    way = Way(f"mailer {mailer}", current().drain_rate_per_second, pace.SOON_ENOUGH)
    return going if going and _wait(courier, claim, going, way) else []


def _by_provider[Row: SendRow](parcels: Sequence[Parcel[Row]]) -> dict[str | None, list[Parcel[Row]]]:
    """Those of no big provider, and of one that is given as many as there are, under None."""
    found: dict[str | None, list[Parcel[Row]]] = defaultdict(list)
    for parcel in parcels:
        provider = provider_of(parcel.address)
        found[provider if provider is not None and rate_of(provider) else None].append(parcel)
    return found


def _wait[Row: SendRow](courier: Courier[Row], claim: UUID, parcels: Sequence[Parcel[Row]], way: Way) -> bool:
    """Wait for the turns of these; False if they come too late: then they are queued for when they do."""
    cost = len(parcels) * courier.turns_each
    wait = pace.take_turns(way.name, cost, per_second=way.per_second, soon=way.soon)
    if wait is not None:
        time.sleep(wait)
        return True
    rest = pace.put_off(way.name, cost, per_second=way.per_second)
    claimed = courier.model.objects.filter(claim=claim, state=SendState.CLAIMED)
    claimed.filter(pk__in=[parcel.row.pk for parcel in parcels]).update(**queued_for(rest))
    return False
