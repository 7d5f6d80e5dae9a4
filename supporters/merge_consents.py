"""What becomes of two people's answers in the consent ledger when they turn out to be one, and when not."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from privacy.days import utc_today
from privacy.ledger import blank_rows, blank_these
from supporters.enums import ConsentHow
from supporters.models import Consent, Subscription, Supporter
from supporters.selectors import newest_answers


def move_consents(survivor: Supporter, loser: Supporter) -> dict[str, Any]:
    """Write the loser's answers down again under the survivor, with their days; their own rows go blank.

    A row of the ledger names its person, by whose key it is sealed: it can't be given to another. Where one
    of the two said no last, a no is written that is the last word now.
    """
    words = [newest_answers(one) for one in (survivor, loser)]
    theirs = list(Consent.objects.filter(subject_id=loser.subject_id).order_by("day", "pk"))
    written = _write(survivor, theirs)
    now = newest_answers(survivor)
    noes = {question: one for said in words for question, one in said.items() if not one.answer}
    last = [
        Consent(wording_id=one.wording_id, list_id=one.list_id, answer=False, how=ConsentHow.STAFF)
        for question, one in noes.items()
        if now[question].answer
    ]
    for row in last:
        row.day = utc_today()
    written += _write(survivor, last)
    if loser.subject_id is not None:
        blank_rows(Consent, [loser.subject_id])
    return {
        "theirs": [_as_data(row) for row in theirs],
        "written": [row.pk for row in written],
        "known": list(Consent.objects.filter(subject_id=survivor.subject_id).values_list("pk", flat=True)),
    }


def part_consents(survivor: Supporter, loser: Supporter, kept: Mapping[str, Any]) -> None:
    """Blank what was written for the survivor, and write the loser's own again.

    A no since is both's, but for that of a link to a list on which one of them stands again
    (``merge_standings``): it was the other's. A yes since is blanked: nobody knows whose of the two it was.
    """
    mine = Consent.objects.filter(subject_id=survivor.subject_id)
    # By what was there, not by the highest key: one written at that moment may be committed later.
    new = mine.exclude(pk__in=kept["known"])
    since = list(new.filter(answer=False).order_by("pk"))
    spoilt = [*kept["written"], *new.filter(answer=True).values_list("pk", flat=True)]
    spoilt += [one.pk for one in _of_the_other(since, survivor)]
    again = _of_the_other(since, loser)
    _write(
        loser,
        [
            *(Consent(**_from_data(row)) for row in kept["theirs"]),
            *(one for one in since if one not in again),
        ],
    )
    blank_these(Consent, mine.filter(pk__in=spoilt))


def _of_the_other(noes: Iterable[Consent], supporter: Supporter) -> list[Consent]:
    """Those by a link, to lists that ``supporter`` is on all the same."""
    on = set(
        Subscription.objects.subscribed()
        .filter(supporter=supporter)
        .values_list("list__public_id", flat=True)
    )
    return [one for one in noes if one.how == ConsentHow.MAIL_LINK and one.list_id in on]


def _write(supporter: Supporter, rows: Iterable[Consent]) -> list[Consent]:
    fields = ("wording_id", "list_id", "answer", "how", "day")
    return Consent.objects.bulk_create(
        Consent(subject_id=supporter.subject_id, **{name: getattr(row, name) for name in fields})
        for row in rows
    )


def _as_data(row: Consent) -> dict[str, Any]:
    return {
        "wording_id": row.wording_id,
        "list_id": str(row.list_id) if row.list_id else None,
        "answer": row.answer,
        "how": row.how,
        "day": row.day.isoformat() if row.day else None,
    }


def _from_data(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **said,
        "list_id": UUID(said["list_id"]) if said["list_id"] else None,
        "day": date.fromisoformat(said["day"]) if said["day"] else None,
    }
