"""Where mail about our mail comes back to: one mailbox of the site's own, if it has one.

``manage.py read_mail`` reads it: bounces, complaints, and those who unsubscribe by mail.
"""

from urllib.parse import quote, urlsplit

from privacy.conf import current

# The first word of the subject of a mail that unsubscribes; the path of the link follows.
UNSUBSCRIBE_WORD = "unsubscribe"


def envelope_sender() -> str:
    """Whom a mail server tells that a mail did not arrive; '': the sender of the mail itself."""
    return current().mailbox


def unsubscribe_mailto(unsubscribe_url: str) -> str:
    """The second way out in List-Unsubscribe, for programs that only mail: ``mailto:…``, or '' without one.

    ``unsubscribe_url`` is an absolute address of ours; its path, with the signed token in it, is the subject.
    """
    if not (mailbox := current().mailbox):
        return ""
    parts = urlsplit(unsubscribe_url)
    subject = f"{UNSUBSCRIBE_WORD} {parts.path}{'?' if parts.query else ''}{parts.query}"
    return f"mailto:{quote(mailbox, safe='@+')}?subject={quote(subject, safe='')}"


_ways_out: set[str] = set()


def register_way_out(*view_names: str) -> None:
    """Say that these addresses end news by one POST (RFC 8058), so that a mail may press them too."""
    _ways_out.update(view_names)


def is_way_out(view_name: str) -> bool:
    """Whether an app registered it."""
    return view_name in _ways_out
