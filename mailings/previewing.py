"""A mail as staff see it before anybody gets it: by day and in the dark, as text, in each language."""

from html import escape
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.places import region_example
from mailings.mail_frame import DARK_QUERY
from mailings.rendering import Merged, MergePerson, merge, render
from privacy.conf import current
from privacy.localized import language_name
from supporters.addresses import ask_door_url
from supporters.default_country import default_country

DARK, TEXT = "dark", "text"
# The mail in another language, as the code of it.
IN_LANGUAGE = "in-"
# Stands for everybody: it is nobody's.
SAMPLE_NAME = "Sam"


def preview_modes(language: str) -> list[tuple[str, Any]]:
    """The ways to look at words in ``language``: name, label."""
    others = [(f"{IN_LANGUAGE}{code}", name) for code, name in settings.LANGUAGES if code != language]
    return [("", _("By day")), (DARK, _("In the dark")), (TEXT, _("Plain text")), *others]


def sample_person(list_name: str = "") -> MergePerson:
    """Whom a preview is written to: nobody, so its links act for nobody."""
    country = default_country()
    return MergePerson(
        None,
        given_name=SAMPLE_NAME,
        region=region_example(country),
        country=country,
        list_name=list_name,
        unsubscribe_url=ask_door_url(),
    )


def merged_sample(content: Any) -> Merged:
    """The mail as the sample person reads it."""
    first = content.mailing.lists.first()
    name = first.name.best(content.language)[0] if first is not None else ""
    return merge(render(content), sample_person(name))


def preview_html(content: Any, mode: str) -> str:
    """A page that shows ``content`` (saved or not) in one of ``preview_modes()``, for a sandboxed frame."""
    if mode.startswith(IN_LANGUAGE):
        code = mode.removeprefix(IN_LANGUAGE)
        other = content.mailing.contents.filter(language=code, variant=content.variant).first()
        if other is None:
            said = gettext("It is not written in this language yet: %(language)s")
            return _page(said % {"language": language_name(code)}, content.language)
        content, mode = other, ""
    merged = merged_sample(content)
    if mode == TEXT:
        return _page(f"{merged.subject}\n\n{merged.text}", content.language)
    # A frame can't say which colours it prefers: the question is answered for it.
    html = merged.html.replace(DARK_QUERY, "@media all" if mode == DARK else "@media not all")
    # Whatever address the site is looked at by, its pictures come from there.
    return html.replace(f'src="{escape(current().base_url.rstrip("/"))}/', 'src="/')


def _page(text: str, language: str) -> str:
    style = "margin:24px;font:16px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;"
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(text[:60])}"
        f'</title></head><body><pre style="{style}">{escape(text)}</pre></body></html>'
    )
