"""The words a petition has before its editor writes better ones; in the active language."""

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _

from petitions.models import Petition


def shown(number: int) -> str:
    """A number as the language that is active writes it."""
    return number_format(number, force_grouping=True)


def verb_of(petition: Petition, own: str = "") -> str:
    """What its buttons say: ``own`` (of the page at hand), else the editor's words, else ours."""
    if text := own or petition.verb.get(get_language() or ""):
        return text
    return pgettext("button", "Take the pledge") if petition.is_pledge else pgettext("button", "Sign")


def noun_of(petition: Petition, number: int, own: tuple[str, str] = ("", "")) -> str:
    """What is counted, as it stands behind ``number``: "pledges", or an editor's word; else "".

    ``own`` are the words for one and for many of the page at hand.
    """
    language = get_language() or ""
    one = own[0] or petition.noun_one.get(language, "")
    many = own[1] or petition.noun_many.get(language, "")
    if one or many:
        return (one or many) if number == 1 else (many or one)
    return npgettext("counted", "pledge", "pledges", number) if petition.is_pledge else ""


def counted(petition: Petition, number: int, written: str) -> str:
    """``number`` as a sentence without markup, ``written`` as it is to be read: "1,204 pledges"."""
    if noun := noun_of(petition, number):
        return f"{written} {noun}"
    text = ngettext("%(number)s person has signed", "%(number)s people have signed", number)
    return text % {"number": written}


def default_after_subject(*, title: str, is_pledge: bool) -> str:
    """Subject of the mail after confirming."""
    text = _("Your pledge counts: %(title)s") if is_pledge else _("Your name counts: %(title)s")
    return text % {"title": title}


def default_after_body(*, is_pledge: bool) -> str:
    """Body of the mail after confirming, without greeting and links, which the template adds."""
    if is_pledge:
        return _(
            "Thank you: your pledge counts now.\n\n"
            "A pledge grows by being passed on. Tell one person who should know of it, today."
        )
    return _(
        "Thank you: your name counts now.\n\n"
        "A petition grows by being passed on. Tell one person who should know of it, today."
    )
