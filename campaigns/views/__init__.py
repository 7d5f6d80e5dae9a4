"""The public views of this app."""

from campaigns.views.acting import act
from campaigns.views.pages import challenge, house_rules

__all__ = ["act", "challenge", "house_rules"]
