"""What a supporter's timeline tells of mailings: which they got, for 30 days."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mailings.models import Recipient
from outbox.enums import SendState
from supporters.models import Supporter
from supporters.registries import TimelineEntry


def mails_of(supporter: Supporter) -> Iterable[TimelineEntry]:
    """One entry for each mailing that was sent to them. One query."""
    rows = Recipient.objects.filter(supporter=supporter, state=SendState.SENT).select_related("mailing")
    for row in rows:
        label = _("Got the mailing “%(name)s”") % {"name": row.mailing.name}
        yield TimelineEntry(day=row.changed, kind="mailing", label=label)
