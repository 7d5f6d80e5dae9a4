"""The card for one's pocket: a number to call, what everybody may say to the police, and one's code.

No name, title, place or date: who finds it learns that somebody went somewhere. Every language of the site
stands on it, side by side, to be folded between them.
"""

from functools import partial

from django.utils.translation import gettext, gettext_noop

from events.codes import shown_code
from events.panels import Panel, draw_panels

# A number with more beside it is written smaller, or the card would not hold it all.
SHORT = 20
RIGHTS = (
    gettext_noop("Ask: “Am I free to go?” If yes, walk away calmly."),
    gettext_noop("You may stay silent. Say: “I want to remain silent. I want to speak to a lawyer.”"),
    gettext_noop("In some states you must give your name when the police ask for it. More you need not say."),
    gettext_noop("You need not agree to a search. Say: “I do not consent to a search.” Do not resist."),
    gettext_noop("You need not say where you were born, or how you came here."),
    gettext_noop("Sign nothing before you have spoken to a lawyer."),
    gettext_noop("In public you may film and take pictures of what the police do, from a distance."),
)


def draw_pocket_card(*, legal_number: str, code: str = "") -> bytes:
    """One page as PDF; ``code`` as ``draw_code()`` made it, or "" for a pile of cards to hand out."""
    return draw_panels(lambda: gettext("Pocket card"), partial(_draw, legal_number=legal_number, code=code))


def _draw(panel: Panel, *, legal_number: str, code: str) -> None:
    if legal_number:
        panel.text(gettext("Legal help during the action"), size=8)
        panel.text(legal_number, size=15 if len(legal_number) <= SHORT else 9, bold=True)
        panel.text(gettext("Write this number on your arm as well: they may take your phone."))
    panel.text(gettext("If the police stop you"), size=11, bold=True)
    for line in RIGHTS:
        panel.text(f"• {gettext(line)}")
    panel.text(gettext("General information for the United States, no legal advice."), size=6.5)
    if code:
        panel.y = max(panel.y, panel.foot - 15)
        panel.text(gettext("Your code at the door"), size=8)
        panel.text(shown_code(code), size=16, bold=True)
