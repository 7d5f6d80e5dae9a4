"""Of when this release is. A leaf; set anew with each release."""

from datetime import date

RELEASED = date(2026, 11, 27)
