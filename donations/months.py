"""Months as a monthly gift counts them."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int, *, day_of_month: int = 0) -> date:
    """The same day so many months later, or the last of a shorter month.

    ``day_of_month`` is the one it was begun on, where ``day`` may itself be the last of a shorter month.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day_of_month or day.day, monthrange(year, month)[1]))
