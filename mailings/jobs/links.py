"""The short codes of a mailing's links: one for each wording, language and address."""

from mailings.models import Mailing, MailLink
from mailings.rendering import render
from mailings.selectors.words import words_of

LONGEST_URL = 500


def make_links(mailing: Mailing) -> int:
    """Give each address of ours that its words link a code; returns how many are new.

    Before the first mail leaves. Twice is once: an address keeps its code.
    """
    wanted = [
        MailLink(
            mailing=mailing, variant=content.variant, language=content.language, url=url, label=label[:200]
        )
        for content in words_of(mailing).values()
        for url, label in render(content, codes={}).links.items()
        # One that no row can hold is not counted, and leads there all the same.
        if len(url) <= LONGEST_URL
    ]
    before = MailLink.objects.filter(mailing=mailing).count()
    MailLink.objects.bulk_create(wanted, ignore_conflicts=True)
    return MailLink.objects.filter(mailing=mailing).count() - before
