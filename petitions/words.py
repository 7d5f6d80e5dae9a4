"""The words a petition has before its editor writes better ones; in the active language."""

from django.utils.translation import gettext as _


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
