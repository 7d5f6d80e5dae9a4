"""The public views of this app."""

from campaigns.views.acting import act
from campaigns.views.fights import fight, fights_calendar, find_fights
from campaigns.views.pages import challenge, house_rules, really_us
from campaigns.views.pressing import pressed
from campaigns.views.reporting import ask_report, report_thanks, send_report

__all__ = [
    "act",
    "ask_report",
    "challenge",
    "fight",
    "fights_calendar",
    "find_fights",
    "house_rules",
    "pressed",
    "really_us",
    "report_thanks",
    "send_report",
]
