"""The public views of this app."""

from campaigns.views.acting import act
from campaigns.views.pages import challenge, house_rules
from campaigns.views.reporting import ask_report, report_thanks, send_report

__all__ = ["act", "ask_report", "challenge", "house_rules", "report_thanks", "send_report"]
