"""Reads that matter: how much was given, and by whom as far as that is known."""

from donations.selectors.totals import Difference, Drive, count_differences, drive_of, drives_of

__all__ = ["Difference", "Drive", "count_differences", "drive_of", "drives_of"]
