"""Addresses under the pages of events. A leaf."""

# The thank-you, under an event's page.
THANKS = "thanks"
