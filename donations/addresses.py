"""Addresses under a fundraiser's page. A leaf."""

THANKS = "thanks"
