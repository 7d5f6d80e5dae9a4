"""Reads that matter: what a form needs, how many signed, and what staff may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from campaigns.pages import pages_of
from petitions.enums import PetitionState, SignatureState
from petitions.exceptions import PetitionMissing
from petitions.models import Petition, Signature, Total, TotalDelta
from petitions.wordings import NEWS, PARTNER, UPDATES
from privacy.conf import current
from privacy.days import utc_today
from privacy.masking import is_plain_name, mask_address, mask_name
from privacy.scopes import AnyUser, visible_ids
from privacy.sealing import unseal_many
from supporters.models import ConsentWording, Partner
from supporters.selectors import current_wording, details_of

# How long a process may go on by rules that were changed meanwhile.
RULES_SECONDS = 3.0
RULES_KEPT = 200
GOALS = (100, 250, 500)
LATEST_NAMES = 20


# --- what a form needs -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignRules:
    """A petition as its form and the POST of it need it, read once in three seconds a process."""

    petition: Petition
    takes_comments: bool
    partners: tuple[Partner, ...]
    news_wordings: Mapping[str, ConsentWording]
    updates_wordings: Mapping[str, ConsentWording]
    partner_wordings: Mapping[str, tuple[ConsentWording, ...]]
    # Paths of its live pages, by language; empty where it stands in other pages only.
    page_paths: Mapping[str, str]
    # Every wording that a cached page may still show, by its public id.
    known_wordings: Mapping[UUID, ConsentWording]


_rules: dict[UUID, tuple[float, SignRules]] = {}


def sign_rules(public_id: UUID) -> SignRules:
    """The rules of one petition, at most three seconds old. Raises PetitionMissing."""
    kept = _rules.get(public_id)
    if kept is not None and monotonic() < kept[0]:
        return kept[1]
    petition = Petition.objects.select_related("campaign__news_list").filter(public_id=public_id).first()
    if petition is None:
        _rules.pop(public_id, None)
        raise PetitionMissing
    if len(_rules) >= RULES_KEPT:
        _rules.clear()
    rules = _read_rules(petition)
    _rules[public_id] = (monotonic() + RULES_SECONDS, rules)
    return rules


def forget_rules(public_id: UUID | None = None) -> None:
    """Read the rules anew at the next form: of one petition, or of all."""
    if public_id is None:
        _rules.clear()
    else:
        _rules.pop(public_id, None)


def _read_rules(petition: Petition) -> SignRules:
    languages = [code for code, _name in settings.LANGUAGES]
    partners = tuple(petition.partners.order_by("name")[:3])
    partner_wordings = {
        language: tuple(current_wording(PARTNER, language, partner) for partner in partners)
        for language in languages
    }
    asked = Q(key=NEWS, partner=None) | Q(key=PARTNER, partner__in=partners)
    return SignRules(
        petition=petition,
        takes_comments=petition.takes_comments,
        partners=partners,
        news_wordings={language: current_wording(NEWS, language) for language in languages},
        updates_wordings={language: current_wording(UPDATES, language) for language in languages},
        partner_wordings=partner_wordings,
        page_paths=_page_paths(petition),
        known_wordings={wording.public_id: wording for wording in ConsentWording.objects.filter(asked)},
    )


def _page_paths(petition: Petition) -> dict[str, str]:
    paths: dict[str, str] = {}
    for page in pages_of(petition):
        if page.live and (url := page.get_url()):
            paths.setdefault(page.locale.language_code, url)
    return paths


def page_path(petition: Petition, language: str) -> str:
    """The address of the petition's page in ``language``, else in any, else "".

    A full address where the page stands on another host of the site.
    """
    paths = sign_rules(petition.public_id).page_paths
    return paths.get(language) or next(iter(paths.values()), "")


def others_to_sign(petition: Petition, *, at_most: int = 3) -> list[Petition]:
    """Open petitions of the same campaign that have a page, newest first: the next step for a signer."""
    others = (
        Petition.objects.open_on(utc_today()).filter(campaign=petition.campaign_id).exclude(pk=petition.pk)
    )
    return [other for other in others.order_by("-pk")[:10] if sign_rules(other.public_id).page_paths][
        :at_most
    ]


# --- how many ----------------------------------------------------------------------------------


def _summed(model: type[Total] | type[TotalDelta], condition: Q, amount: object) -> Coalesce:
    rows = (
        model._default_manager.filter(condition, petition=OuterRef("pk"))
        .order_by()
        .values("petition")
        .annotate(sum=amount)
        .values("sum")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), Value(0))


def _in_state(petitions: Collection[Petition], state: SignatureState) -> dict[int, int]:
    """Signatures of each petition in ``state``: folded totals plus what is not folded yet.

    One statement, so that no folding happens between its parts.
    """
    rows = Petition.objects.filter(pk__in=[petition.pk for petition in petitions]).annotate(
        folded=_summed(Total, Q(state=state), Sum("amount")),
        entered=_summed(TotalDelta, Q(entered=state), Count("pk")),
        left=_summed(TotalDelta, Q(left=state), Count("pk")),
    )
    return {
        pk: max(0, folded + entered - left)
        for pk, folded, entered, left in rows.order_by().values_list("pk", "folded", "entered", "left")
    }


def totals_of(petitions: Collection[Petition]) -> dict[int, int]:
    """Counted signatures of each petition, by primary key. One query."""
    return _in_state(petitions, SignatureState.CONFIRMED)


def total_of(petition: Petition) -> int:
    """Counted signatures of one petition. One query, whose cost does not grow with the signatures."""
    return totals_of([petition]).get(petition.pk, 0)


def waitings_of(petitions: Collection[Petition]) -> dict[int, int]:
    """Signatures of each petition that wait for the button in the mail: never part of a total. One query."""
    return _in_state(petitions, SignatureState.PENDING)


def waiting_of(petition: Petition) -> int:
    """Signatures of one petition that wait for the button. One query."""
    return waitings_of([petition]).get(petition.pk, 0)


def goal_for(total: int, first: int = GOALS[0]) -> int:
    """The goal to show at ``total``: the first of 100, 250, 500, 1,000 … of which less than 80 % is reached.

    ``first`` is the goal that stands now; it never moves back.
    """
    goal = first
    while total * 5 >= goal * 4:
        goal = _next_goal(goal)
    return goal


def _next_goal(goal: int) -> int:
    size = 100
    while True:
        for step in (size, size * 5 // 2, size * 5):
            if step > goal:
                return step
        size *= 10


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page shows of a total. ``is_shown`` is False below 25: a small number discourages."""

    total: int
    goal: int

    @property
    def is_shown(self) -> bool:
        return self.total >= current().total_shown_from


def progress_of(petition: Petition) -> Progress:
    """Total and goal as the public sees them. One query."""
    total = total_of(petition)
    return Progress(total=total, goal=goal_for(total, petition.goal))


@dataclass(frozen=True, slots=True)
class ShownName:
    given_name: str
    region: str


def names_shown(petition: Petition) -> list[ShownName]:
    """First name and region of the latest 20 who ticked it; none for pledges and after the close.

    Two queries and one of the keystore. Regions with fewer than 10 signers stay empty (PRIVACY §4.3).
    """
    if not petition.shows_names or petition.is_pledge or petition.state != PetitionState.OPEN:
        return []
    rows = list(
        petition.signatures.counted()
        .filter(show_name=True, supporter__isnull=False)
        .select_related("supporter")
        .order_by("-pk")[:LATEST_NAMES]
    )
    details = details_of([row.supporter for row in rows if row.supporter is not None])
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


# --- for staff ---------------------------------------------------------------------------------


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
    typed = unseal_many(signatures, skip_lost=True)
    supporters = [row.supporter for row in signatures if row.supporter is not None]
    known = dict(zip((row.pk for row in supporters), details_of(supporters), strict=True))
    masked = []
    for row, own in zip(signatures, typed, strict=True):
        detail = own if row.supporter_id is None else known.get(row.supporter_id)
        if detail is None:
            masked.append(SignerDetails())
        else:
            masked.append(
                SignerDetails(mask_name(detail.given_name, detail.family_name), mask_address(detail.email))
            )
    return masked


# --- what proves the totals --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One (state, day) of which totals and rows tell different numbers."""

    petition_id: int
    state: str
    day: date
    total: int
    rows: int


def count_differences(petition: Petition) -> list[Difference]:
    """Where the totals (with what is not folded yet) differ from the rows; empty when all is well."""
    told: dict[tuple[str, date], int] = {}
    for state, day, amount in petition.totals.values_list("state", "day", "amount"):
        told[state, day] = told.get((state, day), 0) + amount
    for left, entered, day in TotalDelta.objects.filter(petition=petition).values_list(
        "left", "entered", "day"
    ):
        for state, step in ((left, -1), (entered, 1)):
            if state:
                told[state, day] = told.get((state, day), 0) + step
    rows = Signature.objects.real().filter(petition=petition).order_by()
    real = {
        (state, day): number
        for state, day, number in rows.values("state", "created")
        .annotate(n=Count("pk"))
        .values_list("state", "created", "n")
    }
    return [
        Difference(petition.pk, state, day, told.get((state, day), 0), real.get((state, day), 0))
        for state, day in sorted(told.keys() | real.keys())
        if told.get((state, day), 0) != real.get((state, day), 0)
    ]
