"""How the total came about, as the public is told: from folded numbers, never from a count of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from petitions.enums import CountedKind, SignatureMethod, SignatureState, TotalPart
from petitions.models import TABLE_SOURCE, KindTotal, PartTotal, Petition, Total, TotalDelta
from petitions.small_groups import SMALLEST_GROUP, in_tens

# No group of fewer is told to anybody (PRIVACY §4.3).
COUNTED, OVER = SignatureState.CONFIRMED, SignatureState.INVALIDATED


@dataclass(frozen=True, slots=True)
class CountedBy:
    """How many came to count in one way; ``label`` says which, in the active language."""

    method: SignatureMethod
    number: int

    @property
    def label(self) -> str:
        return str(self.method.label)


@dataclass(frozen=True, slots=True)
class HowCounted:
    """Where a petition's total comes from.

    ``not_genuine`` had counted first; the number is exact, and for staff alone. ``recounted_on``: the day on
    which rows and totals last told the same; None: not yet.
    """

    total: int
    at_once: int
    on_paper: int
    not_genuine: int
    recounted_on: date | None
    at_tables: int = 0

    @property
    def by_mail(self) -> int:
        return max(0, self.total - self.at_once - self.on_paper)

    @property
    def ways(self) -> Sequence[CountedBy]:
        """The ways in which anybody came to count; by mail in any case."""
        numbers = {
            SignatureMethod.MAIL: self.by_mail,
            SignatureMethod.PAPER: self.on_paper,
            SignatureMethod.ONCE: self.at_once,
        }
        return [
            CountedBy(method, number)
            for method, number in numbers.items()
            if number or method == SignatureMethod.MAIL
        ]

    @property
    def is_told_apart(self) -> bool:
        """Whether each way may have its number: not where the public total would tell fewer than ten."""
        return all(one.number >= SMALLEST_GROUP or not one.number for one in self.ways)

    @property
    def tables_told(self) -> int:
        """How many of them signed at a table, in full tens: at least so many. 0 where that is not told.

        Who is forgotten goes on counting, and the table's code does not. Not told where it would tell fewer
        than ten others.
        """
        told = in_tens(self.at_tables)
        return told if self.total - self.at_tables >= SMALLEST_GROUP else 0

    @property
    def told_from(self) -> int:
        return SMALLEST_GROUP

    @property
    def removed_in_tens(self) -> int | None:
        """As the public is told of those removed, None below ten: whoever sent some could see them go."""
        return in_tens(self.not_genuine) or None


def how_we_count(petition: Petition) -> HowCounted:
    """How a petition's total came about. One query, whose cost does not grow with the signatures."""
    entered, left = Q(entered=COUNTED), Q(left=COUNTED)
    once, paper = Q(method=SignatureMethod.ONCE), Q(method=SignatureMethod.PAPER)
    removed = Q(not_genuine=True)
    row = (
        Petition.objects.filter(pk=petition.pk)
        .annotate(
            counted=_number(Total.objects.filter(state=COUNTED), entered, left),
            once=_number(KindTotal.objects.filter(kind=CountedKind.ONCE), entered & once, left & once),
            paper=_number(KindTotal.objects.filter(kind=CountedKind.PAPER), entered & paper, left & paper),
            removed=_number(
                KindTotal.objects.filter(kind=CountedKind.NOT_GENUINE),
                Q(entered=OVER) & removed,
                Q(left=OVER) & removed,
            ),
            tables=_summed(
                PartTotal.objects.filter(part=TotalPart.SOURCE, value__startswith=TABLE_SOURCE), Sum("amount")
            ),
        )
        .values_list("counted", "once", "paper", "removed", "tables", "recounted_on")
        .first()
    )
    if row is None:
        return HowCounted(0, 0, 0, 0, None)
    total, at_once, on_paper, not_genuine, at_tables = (max(0, number) for number in row[:5])
    return HowCounted(total, at_once, on_paper, not_genuine, recounted_on=row[5], at_tables=at_tables)


def _number(folded: QuerySet[Total] | QuerySet[KindTotal], entered: Q, left: Q) -> CombinedExpression:
    """What is folded, plus what is not folded yet. One statement: no folding comes between."""
    deltas = TotalDelta.objects.all()
    return (
        _summed(folded, Sum("amount"))
        + _summed(deltas.filter(entered), Count("pk"))
        - _summed(deltas.filter(left), Count("pk"))
    )


def _summed(
    rows: QuerySet[Total] | QuerySet[KindTotal] | QuerySet[TotalDelta] | QuerySet[PartTotal],
    amount: Sum | Count,
) -> Coalesce:
    of_petition = rows.filter(petition=OuterRef("pk")).order_by().values("petition")
    summed = of_petition.annotate(sum=amount).values("sum")
    return Coalesce(Subquery(summed, output_field=IntegerField()), Value(0))
