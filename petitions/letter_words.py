"""The words of the letter that lies on top of what is handed over, where staff wrote none."""

from django.utils.translation import gettext, ngettext, override

from petitions.models import Petition
from petitions.words import shown


def letter_words(petition: Petition, *, signatures: int, before: int, language: str, campus: str = "") -> str:
    """A short letter in ``language``: how many signed (at ``campus``, where it is of one), what is asked.

    ``before``: how many earlier deliveries held; then it speaks of what came since.
    """
    with override(language):
        return "\n\n".join(
            [_how_many(petition, signatures, before, language, campus), _what_we_ask(petition)]
        )


def _how_many(petition: Petition, signatures: int, before: int, language: str, campus: str) -> str:
    if campus and petition.is_pledge:
        # Of one campus at least ten are handed over.
        text = gettext("%(number)s people at %(where)s have taken this pledge: “%(title)s”.")
    elif campus:
        text = gettext(
            "%(number)s people at %(where)s have signed “%(title)s”. We hand it over to you on their behalf."
        )
    elif petition.is_pledge:
        text = ngettext(
            "%(number)s person has taken this pledge: “%(title)s”.",
            "%(number)s people have taken this pledge: “%(title)s”.",
            signatures,
        )
    else:
        text = ngettext(
            "%(number)s person has signed “%(title)s”. We hand it over to you on their behalf.",
            "%(number)s people have signed “%(title)s”. We hand it over to you on their behalf.",
            signatures,
        )
    said = text % {"number": shown(signatures), "title": petition.title_in(language), "where": campus}
    if not before:
        return said
    since = gettext("They are those who came since we last wrote to you. With those before, it is %(all)s.")
    return f"{said} {since % {'all': shown(signatures + before)}}"


def _what_we_ask(petition: Petition) -> str:
    if petition.is_pledge:
        return gettext("They keep their word. What you decide now is what they will look at.")
    return gettext(
        "We ask you to do what they ask of you, and to answer in writing. We will tell everybody who signed "
        "what you answer, and what you do not."
    )
