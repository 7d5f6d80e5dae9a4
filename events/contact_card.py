"""The card for whom to call if somebody does not come back: on paper alone, for we never ask for it."""

from django.utils.translation import gettext, gettext_noop

from events.panels import Panel, draw_panels

BLANKS = (
    gettext_noop("What I am called"),
    gettext_noop("Call this person if I am not back: name and number"),
    gettext_noop("By when"),
    gettext_noop("Who looks after my children, family or animals then"),
    gettext_noop("Medicine that I need, and what I must not be given"),
    gettext_noop("My lawyer, or the number for legal support"),
    gettext_noop("Anything else you need to know"),
)


def draw_contact_card() -> bytes:
    """One page as PDF, with blank lines to be filled in by hand: nobody's, and of no event."""
    return draw_panels(lambda: gettext("If I do not come back"), _draw)


def _draw(panel: Panel) -> None:
    panel.text(gettext("If I do not come back"), size=11, bold=True)
    panel.text(
        gettext(
            "Fill this in by hand. Give it to one person you trust who stays away from the action. Do not "
            "photograph it, type it or mail it."
        )
    )
    for label in BLANKS:
        panel.blank(gettext(label))
    panel.y = max(panel.y, panel.foot - 8)
    panel.text(gettext("Back safe? Take it back, and shred or burn it on the same day."), bold=True)
