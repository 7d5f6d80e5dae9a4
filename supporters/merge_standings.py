"""What becomes of two people's lists, refusals and pauses when they turn out to be one, and when not."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from outbox.joining import (
    JoinedPause,
    JoinedRefusal,
    StandingRefusal,
    join_pauses,
    join_refusals,
    joined_since,
    part_refusals,
    restore_refusals,
    said_nos,
    said_since,
    standing_refusals,
)
from privacy.days import utc_today
from supporters.enums import SubscriptionState
from supporters.models import List, Subscription, Supporter
from supporters.selectors import newest_answers

LEFT = SubscriptionState.UNSUBSCRIBED
# From the strictest on. A standing that one of the two never had says nothing.
STRICTNESS = (LEFT, SubscriptionState.UNCONFIRMED, SubscriptionState.SUBSCRIBED)

type Standing = tuple[str, date]
type Pair = tuple[Standing | None, Standing | None]


def move_standings(survivor: Supporter, loser: Supporter) -> dict[str, Any]:
    """Of two standings with one list the stricter holds; a no at one address holds at all of them."""
    addresses = _addresses_of(survivor, loser)
    standing = standing_refusals(addresses)
    rows: list[list[Any]] = []
    lowered: set[UUID] = set()
    for one, pair, after in _weighed(survivor, loser, addresses):
        if _is_lowered(pair, after):
            lowered.add(one.public_id)
        _stand(survivor, one, after)
        rows.append([str(one.public_id), *(_written(standing) for standing in (*pair, after))])
    refusals = join_refusals(addresses, further=lowered)
    return {
        "rows": rows,
        "standing": [
            [one.address, str(one.list_id) if one.list_id else None, one.reason, one.day.isoformat()]
            for one in standing
        ],
        "refusals": [[one.address, str(one.list_id) if one.list_id else None] for one in refusals],
        "pauses": [
            [one.address, one.until.isoformat(), one.before.isoformat() if one.before else None]
            for one in join_pauses(addresses)
        ],
    }


def says_of_standings(survivor: Supporter, loser: Supporter) -> list[str]:
    """Which lists are left by it."""
    weighed = _weighed(survivor, loser, _addresses_of(survivor, loser))
    left = [str(one) for one, pair, after in weighed if _is_lowered(pair, after)]
    if not left:
        return []
    words = _(
        "One of the two left or refused these lists, so that nothing of them is sent any more: %(lists)s."
    )
    return [words % {"lists": ", ".join(left)}]


def part_standings(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    """Give each its own standing and its own noes again. A yes since is nobody's. A no since is both's, but
    for one that came over from the other's address: whose link was pressed had it (``unsubscribe()``).

    Which of the two said yes in between, nobody knows: it lifts no no of the other's, and is asked anew.
    """
    refusals = [JoinedRefusal(address, UUID(of) if of else None) for address, of in kept["refusals"]]
    pauses = [
        JoinedPause(address, date.fromisoformat(until), date.fromisoformat(before) if before else None)
        for address, until, before in kept["pauses"]
    ]
    since = said_since(refusals)
    known = {
        *((one.address, one.list_id) for one in refusals),
        *((address, UUID(of) if of else None) for address, of, _reason, _day in kept["standing"]),
    }
    others_noes = {one.pk: joined_since(one.unseal().addresses, known) for one in (survivor, loser)}
    lists = {str(one.public_id): one for one in List.objects.all()}
    standings = _standings_of(survivor)
    for public_id, *said in kept["rows"]:
        if (one := lists.get(public_id)) is None:
            continue
        mine, theirs, after = (_read(standing) for standing in said)
        now = standings.get(one.pk)
        is_as_left = now == after and one.public_id not in since
        if now is not None and now[0] == LEFT and not is_as_left:
            for who, before in ((survivor, mine), (loser, theirs)):
                is_anothers = any(no.list_id == one.public_id for no in others_noes[who.pk])
                _stand_again(who, one, before if is_anothers else now)
            continue
        if now is not None:
            _stand_again(survivor, one, mine)
        if theirs is not None:
            _stand(loser, one, theirs)
    _part_new(survivor, loser, kept, standings)
    part_refusals([*refusals, *others_noes[survivor.pk], *others_noes[loser.pk]], pauses)
    restore_refusals(
        StandingRefusal(address, UUID(of) if of else None, reason, date.fromisoformat(day))
        for address, of, reason, day in kept["standing"]
    )


def _part_new(
    survivor: Supporter, loser: Supporter, kept: Mapping[str, Any], standings: Mapping[int, Standing]
) -> None:
    """A list that the one person of that time came to and left since is left by both, and one that they came
    to and are on is nobody's."""
    known = {UUID(public_id) for public_id, *_said in kept["rows"]}
    for one in List.objects.filter(pk__in=standings).exclude(public_id__in=known):
        standing = standings[one.pk]
        if standing[0] == LEFT:
            _stand(loser, one, standing)
        elif standing[0] == SubscriptionState.SUBSCRIBED:
            Subscription.objects.filter(supporter=survivor, list=one).delete()


def _addresses_of(survivor: Supporter, loser: Supporter) -> list[str]:
    return [*survivor.unseal().addresses, *loser.unseal().addresses]


def _weighed(
    survivor: Supporter, loser: Supporter, addresses: Sequence[str]
) -> list[tuple[List, Pair, Standing]]:
    """Each list of either, how each of the two stands with it, and how the one that both are does."""
    mine, theirs = _standings_of(survivor), _standings_of(loser)
    nos = said_nos(addresses) | _answered_no(survivor, mine) | _answered_no(loser, theirs)
    weighed = []
    for one in List.objects.filter(pk__in={*mine, *theirs}).order_by("pk"):
        pair = mine.get(one.pk), theirs.get(one.pk)
        weighed.append((one, pair, _stricter(pair, is_no=bool(nos & {None, one.public_id}))))
    return weighed


def _is_lowered(pair: Pair, after: Standing) -> bool:
    return after[0] == LEFT and any(was is not None and was[0] != LEFT for was in pair)


def _standings_of(supporter: Supporter) -> dict[int, Standing]:
    rows = Subscription.objects.filter(supporter=supporter)
    return {list_id: (state, since) for list_id, state, since in rows.values_list("list", "state", "since")}


def _answered_no(supporter: Supporter, standings: Mapping[int, Standing]) -> set[UUID | None]:
    """Lists to which this one's last word was no, and which they are not on for all that.

    Who says no in a second form stays on a list they joined with the first, as ever.
    """
    noes = {one.list_id for one in newest_answers(supporter).values() if not one.answer and one.list_id}
    taken = [pk for pk, (state, _since) in standings.items() if state == SubscriptionState.SUBSCRIBED]
    return {*noes.difference(List.objects.filter(pk__in=taken).values_list("public_id", flat=True))}


def _stricter(pair: Pair, *, is_no: bool) -> Standing:
    standings = [standing for standing in pair if standing is not None]
    strictest = min(standings, key=lambda one: (STRICTNESS.index(SubscriptionState(one[0])), one[1]))
    return (LEFT.value, utc_today()) if is_no and strictest[0] != LEFT else strictest


def _stand(supporter: Supporter, one: List, standing: Standing) -> None:
    state, since = standing
    Subscription.objects.update_or_create(
        supporter=supporter, list=one, defaults={"state": state, "since": since}
    )


def _stand_again(supporter: Supporter, one: List, standing: Standing | None) -> None:
    """As before; who never stood with the list does not stand with it."""
    if standing is None:
        Subscription.objects.filter(supporter=supporter, list=one).delete()
    else:
        _stand(supporter, one, standing)


def _written(standing: Standing | None) -> list[str] | None:
    return [standing[0], standing[1].isoformat()] if standing is not None else None


def _read(written: list[str] | None) -> Standing | None:
    return (written[0], date.fromisoformat(written[1])) if written is not None else None
