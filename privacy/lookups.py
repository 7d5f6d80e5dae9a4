"""One condition: whether a column holds one of many values, told to PostgreSQL as a single array.

With ``__in`` each value is a parameter of its own, and writing hundreds of them into the statement costs more
than the database takes for its answer.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.lookups import In


class Among(In):
    """As ``__in``; elsewhere than on PostgreSQL it is that."""

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


def among(name: str, values: Iterable[Any]) -> Among:
    """For ``filter()``: whether the field ``name`` holds one of ``values``, none of them None."""
    return Among(F(name), list(values))
