"""What came of a mailing, in numbers: nobody was watched for them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Sum

from campaigns.models import Action
from mailings.enums import Outcome, Variant
from mailings.models import LinkHour, Mailing, MailingTotal, MailLink, Recipient
from mailings.selectors.narrow import is_narrow_mailing
from outbox.enums import SendState
from privacy.tens import in_tens

# How a row of the ledger ended, as it is counted once it is gone.
OUTCOMES = {
    SendState.SENT: Outcome.SENT,
    SendState.FAILED: Outcome.FAILED,
    SendState.UNKNOWN: Outcome.UNKNOWN,
    SendState.SKIPPED: Outcome.SKIPPED,
}


@dataclass(frozen=True, slots=True)
class LinkVisits:
    """One link, in one wording and language, and how often it was followed by anybody."""

    label: str
    url: str
    variant: str
    language: str
    visits: int


@dataclass(frozen=True)
class Results:
    """Numbers of one mailing, of all it came to together or of one wording."""

    # Outcome → how many mails, and outcome → why → how many.
    outcomes: Counter[str]
    reasons: Mapping[str, Counter[str]]
    links: Sequence[LinkVisits]
    # Kind of action → how many carry the mailing's source.
    actions: Counter[str] = field(default_factory=Counter)

    @cached_property
    def visits(self) -> int:
        return sum(link.visits for link in self.links)

    @cached_property
    def acted(self) -> int:
        return self.actions.total()

    def rate(self, number: int) -> float:
        """Per cent of the mails that were sent; 0 while none was."""
        sent = self.outcomes[Outcome.SENT]
        return 100 * number / sent if sent else 0.0


def results_of(mailing: Mailing) -> Results:
    """All that came of it. Seven queries, however many links and people.

    What became of its mails in full tens, where its segments tell where somebody is.
    """
    return _results(mailing, None, is_narrow=is_narrow_mailing(mailing))


def results_by_wording(mailing: Mailing) -> dict[Variant, Results]:
    """The same for each of two wordings that were tried; empty where there was one."""
    if not mailing.is_tested:
        return {}
    is_narrow = is_narrow_mailing(mailing)
    return {one: _results(mailing, one, is_narrow=is_narrow) for one in Variant}


def _tens(numbers: Counter[str]) -> Counter[str]:
    return Counter({word: told for word, number in numbers.items() if (told := in_tens(number))})


def _results(mailing: Mailing, variant: Variant | None, *, is_narrow: bool) -> Results:
    outcomes, reasons = _outcomes(mailing, variant)
    if is_narrow:
        outcomes, reasons = _tens(outcomes), {outcome: _tens(found) for outcome, found in reasons.items()}
    return Results(outcomes, reasons, _links(mailing, variant), _actions(mailing, variant))


def _outcomes(mailing: Mailing, variant: Variant | None) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """From the rows, as long as they are there, and from what was counted."""
    one = {"variant": variant} if variant is not None else {}
    rows = Recipient.objects.filter(mailing=mailing, state__in=list(OUTCOMES), **one).order_by()
    totals = MailingTotal.objects.filter(mailing=mailing, **one).order_by()
    numbers = [
        (OUTCOMES[SendState(state)].value, why, number)
        for state, why, number in rows.values_list("state", "why").annotate(number=Count("pk"))
    ]
    numbers += list(totals.values_list("outcome", "why").annotate(n=Sum("number")))
    outcomes: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {}
    for outcome, why, number in numbers:
        outcomes[outcome] += number
        if why and number:
            reasons.setdefault(outcome, Counter())[why] += number
    return outcomes, reasons


def _links(mailing: Mailing, variant: Variant | None) -> list[LinkVisits]:
    """Every link, the most followed first."""
    links = MailLink.objects.filter(mailing=mailing)
    if variant is not None:
        links = links.filter(variant=variant)
    rows = links.annotate(number=Sum("hours__visits", default=0)).order_by("-number", "pk")
    return [LinkVisits(row.label, row.url, row.variant, row.language, row.number) for row in rows]


def _actions(mailing: Mailing, variant: Variant | None) -> Counter[str]:
    sources = [mailing.source_of(variant)] if variant is not None else mailing.sources
    deeds = Action.objects.filter(source__in=sources).order_by()
    return Counter(dict(deeds.values_list("kind").annotate(number=Count("pk"))))


def visits_by_hour(mailing: Mailing, *, hours: int = 48) -> list[tuple[datetime, int]]:
    """How often its links were followed in each of the first hours with a visit. One query."""
    rows = LinkHour.objects.filter(link__mailing=mailing).order_by("hour")
    return list(rows.values_list("hour").annotate(number=Sum("visits"))[:hours])


def actions_by_day(mailing: Mailing) -> list[tuple[date, int]]:
    """How many actions carry its source, by day. One query."""
    rows = Action.objects.filter(source__in=mailing.sources).order_by("created")
    return list(rows.values_list("created").annotate(number=Count("pk")))
