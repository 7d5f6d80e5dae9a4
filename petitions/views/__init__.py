"""The public side: the form's door, the links in mails, and the pages they lead to."""

from petitions.views.campus import campus, campus_ask, campus_news, campus_update
from petitions.views.embedding import embed, embed_sign, embed_thanks
from petitions.views.links import confirm, no_reminders, no_updates, not_me, withdraw
from petitions.views.open_numbers import totals
from petitions.views.posters import card, flyer, story
from petitions.views.proposing import propose_place
from petitions.views.proving import proof_forget, proof_link, prove
from petitions.views.recruiting import tell_of_recruiter
from petitions.views.reporting import report, report_place
from petitions.views.results import removed, signed, thanks, withdrawn
from petitions.views.signing import sign
from petitions.views.tabling import kiosk, kiosk_sign, kiosk_thanks

__all__ = [
    "campus",
    "campus_ask",
    "campus_news",
    "campus_update",
    "card",
    "confirm",
    "embed",
    "embed_sign",
    "embed_thanks",
    "flyer",
    "kiosk",
    "kiosk_sign",
    "kiosk_thanks",
    "no_reminders",
    "no_updates",
    "not_me",
    "proof_forget",
    "proof_link",
    "propose_place",
    "prove",
    "removed",
    "report",
    "report_place",
    "sign",
    "signed",
    "story",
    "tell_of_recruiter",
    "thanks",
    "totals",
    "withdraw",
    "withdrawn",
]
