"""Hours as each language says them in the United States."""

from datetime import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["6:30 p.m.", "Dec. 3, 2026, 6:30 p.m.", "12/03/2026 6:30 p.m."]),
        ("es", ["6:30 p.m.", "3 de diciembre de 2026, 6:30 p.m.", "3 dic 2026, 6:30 p.m."]),
    ],
)
def test_evening_hours_are_not_told_in_the_clock_of_24_hours(language, said):
    evening = datetime(2026, 12, 3, 18, 30)  # noqa: DTZ001 (a wall clock)
    names = ("TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")
    with override(language):
        assert [date_format(evening, name) for name in names] == said
