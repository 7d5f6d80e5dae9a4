"""Reads that matter, by subject."""
