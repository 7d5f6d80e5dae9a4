"""What a comment must not hold, and what a moderator should look at twice. Pure functions of the text.

English and Spanish are looked for in every comment, as people mix them. A comment that says something of
a person's immigration status, or holds a street address, phone number, e-mail or handle, is refused before
anything is stored; one that got in another way cannot be approved. What the movement is about always
passes: a word of a status counts only where the sentence says whose it is.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.comment_contacts import addresses, emails, handles, phones
from petitions.comment_status import statuses
from petitions.comment_words import KIN, PARIENTES
from petitions.enums import CommentMark, CommentProblem
from petitions.unseen import as_read

LONGEST_SHOWN = 40
FINDERS = {
    CommentProblem.STATUS: statuses,
    CommentProblem.ADDRESS: addresses,
    CommentProblem.PHONE: phones,
    CommentProblem.EMAIL: emails,
    CommentProblem.HANDLE: handles,
}
# What its writer is told.
LEAVE_OUT: dict[CommentProblem, str | Promise] = {
    CommentProblem.STATUS: _(
        "Leave out who has which immigration status (“%(words)s”), yours too: what is shown here can get "
        "people detained. Say why it matters to you in another way."
    ),
    CommentProblem.ADDRESS: _("Leave out the address (“%(words)s”): nobody should be found by a comment."),
    CommentProblem.PHONE: _("Leave out the phone number (“%(words)s”)."),
    CommentProblem.EMAIL: _("Leave out the e-mail address (“%(words)s”)."),
    CommentProblem.HANDLE: _("Leave out the account (“%(words)s”)."),
}
# Weaker than what refuses: a moderator reads the sentence.
HOME = re.compile(
    r"\b\d{1,5}\s+(?:[\w'’.-]+\s+){1,3}(?:st|street|ave|avenue|rd|road|blvd|lane|ln|drive|dr|court|ct|way|place)\b"
    r"|\b(?:calle|avenida|colonia|barrio|fraccionamiento)\s+\w+"
    r"|\b(?:my|our|his|her|their|mi|su|nuestra)\s+(?:\w+\s+)?(?:house|home|apartment|building|street|block|door|casa"
    r"|departamento|apartamento|edificio|calle|cuadra|puerta)\b"
    r"|\b(?:lives?|living|vive|viven|vivo)\s+(?:at|on|near|next|behind|across|cerca|junto|frente|atr[aá]s)\b",
    re.IGNORECASE,
)
LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]{2,63}\.(?:com|org|net|edu|gov|info|io|co|us|mx|me|app|dev|news|site|xyz|ly|gg|tv|link"
    r"|example)\b",
    re.IGNORECASE,
)
NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñü'’-]+"
PERSON = re.compile(
    rf"(?<![.!?]\s)(?<!^)\b{NAME}\s+(?:(?:de|del|la|van|von|bin|al)\s+)?{NAME}\b"
    rf"|\b(?i:mr|mrs|ms|dr|prof|professor|officer|sheriff|sr|sra|se[nñ]ora?|do[nñ]a?|profesora?|oficial)\.?\s+{NAME}"
    rf"|\b(?i:my|our|mi|mis|nuestr[oa]s?)\s+(?i:{KIN}|{PARIENTES})\s+{NAME}"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What has to be left out, and the part of the text that shows it."""

    problem: CommentProblem
    words: str


def problems_in(text: str) -> list[Finding]:
    """What has to be left out before this comment can be taken: each problem once, in a fixed order."""
    if not text:
        # Most sign without one, and each finder would look for all its words.
        return []
    text = as_read(text)
    found = []
    for problem, find in FINDERS.items():
        if words := next(find(text), ""):
            found.append(Finding(problem, _short(words)))
    return found


def marks_of(text: str) -> set[CommentMark]:
    """What a moderator is told of a comment that may be approved. Often wrong, and meant to be."""
    text = as_read(text)
    marks = set()
    if HOME.search(text):
        marks.add(CommentMark.HOME)
    if LINK.search(text):
        marks.add(CommentMark.LINK)
    if PERSON.search(text):
        marks.add(CommentMark.PERSON)
    return marks


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
