"""Whether so many had a mailing that a number about them is nobody's: fewer are not counted (PRIVACY §1)."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from mailings.models import Recipient
from outbox.enums import SendState
from privacy.tens import SMALLEST_GROUP

# Who has it in their mailbox, or may.
HAVE_IT = (SendState.SENT, SendState.UNKNOWN)


def many_have_it(mailing_id: int) -> bool:
    """Whether ten people had this mailing, as long as it is known who: 30 days. One query."""
    return _tenth(mailing=mailing_id).exists()


def many_had_its_words() -> Exists:
    """The same as a condition on MailLink: of the words, in one language and wording, in which it stands.

    Whoever alone had a link would be told by its visits, which stand beside the ledger.
    """
    return Exists(
        _tenth(mailing=OuterRef("mailing"), variant=OuterRef("variant"), language=OuterRef("language"))
    )


def _tenth(**of: Any) -> QuerySet[Recipient]:
    """The tenth row, which stops the search: however many there are, ten are looked at."""
    rows: QuerySet[Recipient] = Recipient.objects.filter(state__in=HAVE_IT, **of).order_by()
    return rows[SMALLEST_GROUP - 1 : SMALLEST_GROUP]
