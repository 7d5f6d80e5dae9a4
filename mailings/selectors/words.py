"""Which words of a mailing somebody gets, and by which short links they lead on."""

from collections.abc import Mapping

from django.conf import settings

from mailings.enums import Variant
from mailings.models import MailContent, Mailing, MailLink
from mailings.rendering import Rendered, render

type Words = Mapping[tuple[str, str], MailContent]


def words_of(mailing: Mailing) -> dict[tuple[str, str], MailContent]:
    """Every content of a mailing by variant and language, with what is needed to render it."""
    rows = MailContent.objects.filter(mailing=mailing).order_by("variant", "pk")
    found = {}
    for row in rows:
        row.mailing = mailing
        found[row.variant, row.language] = row
    return found


def best_words(words: Words, *, variant: str, language: str) -> MailContent | None:
    """What somebody who reads ``language`` gets: else the site's first language, else any; None: nothing.

    The second wording of a language in which there is only one is the first.
    """
    languages = dict.fromkeys([language, language.partition("-")[0], settings.LANGUAGE_CODE])
    languages |= dict.fromkeys(written for _variant, written in words)
    for candidate in languages:
        for wording in (variant, Variant.A):
            if (content := words.get((wording, candidate))) is not None:
                return content
    return None


def codes_of(content: MailContent) -> dict[str, str]:
    """The short code of each address that this content links."""
    mine = MailLink.objects.filter(
        mailing_id=content.mailing_id, variant=content.variant, language=content.language
    )
    return dict(mine.values_list("url", "code"))


def render_for_people(content: MailContent) -> Rendered:
    """A content as it leaves: its links by their short codes, which ``jobs.links.make_links()`` made."""
    return render(content, codes=codes_of(content))
