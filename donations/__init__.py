"""Gifts, once and monthly: asked for on a page, taken by a payment provider, kept apart from supporters."""
