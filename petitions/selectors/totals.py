"""How many signed, told from totals and proved from the rows."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Expression, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from petitions.enums import SignatureState
from petitions.models import Petition, Total, TotalDelta
from privacy.conf import current

FIRST_GOAL = 100


def _summed(
    model: type[Total] | type[TotalDelta], condition: Q, amount: object, petition: str = "pk"
) -> Coalesce:
    rows = (
        model._default_manager.filter(condition, petition=OuterRef(petition))
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


def amounts_of(petition: Petition, *states: SignatureState) -> dict[str, int]:
    """How many signatures of one petition are in each of these states. One query."""
    columns = {}
    for state in states:
        columns[f"folded_{state}"] = _summed(Total, Q(state=state), Sum("amount"))
        columns[f"entered_{state}"] = _summed(TotalDelta, Q(entered=state), Count("pk"))
        columns[f"left_{state}"] = _summed(TotalDelta, Q(left=state), Count("pk"))
    row = Petition.objects.filter(pk=petition.pk).annotate(**columns).order_by().values(*columns).get()
    return {
        state.value: max(0, row[f"folded_{state}"] + row[f"entered_{state}"] - row[f"left_{state}"])
        for state in states
    }


def totals_of(petitions: Collection[Petition]) -> dict[int, int]:
    """Counted signatures of each petition, by primary key. One query."""
    return _in_state(petitions, SignatureState.CONFIRMED)


def counted_total(petition: str) -> Expression:
    """Counted signatures of the petition at the end of this path, as a column of another query."""
    state = SignatureState.CONFIRMED
    folded = _summed(Total, Q(state=state), Sum("amount"), petition)
    entered = _summed(TotalDelta, Q(entered=state), Count("pk"), petition)
    left = _summed(TotalDelta, Q(left=state), Count("pk"), petition)
    return Greatest(folded + entered - left, Value(0))


def total_of(petition: Petition) -> int:
    """Counted signatures of one petition. One query, whose cost does not grow with the signatures."""
    return totals_of([petition]).get(petition.pk, 0)


def waitings_of(petitions: Collection[Petition]) -> dict[int, int]:
    """Signatures of each petition that wait for the button in the mail: never part of a total. One query."""
    return _in_state(petitions, SignatureState.PENDING)


def waiting_of(petition: Petition) -> int:
    """Signatures of one petition that wait for the button. One query."""
    return waitings_of([petition]).get(petition.pk, 0)


def goal_for(total: int, first: int = FIRST_GOAL) -> int:
    """The goal to show at ``total``: the first of 100, 250, 500, 1,000 … of which less than 80 % is reached.

    ``first`` is the goal that stands now; it never moves back.
    """
    goal = first
    while total * 5 >= goal * 4:
        goal = _next_goal(goal)
    return goal


def steps_up_to(total: int) -> list[int]:
    """The goal steps that ``total`` has reached: 100, 250, 500, 1,000 …, ascending."""
    steps = []
    step = FIRST_GOAL
    while step <= total:
        steps.append(step)
        step = _next_goal(step)
    return steps


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
