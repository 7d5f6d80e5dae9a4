"""Reads that matter: how much was given, and by whom as far as that is known."""
