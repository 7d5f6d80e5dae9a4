"""The fixed choices of mailings. A leaf; never change a value."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailingState(models.TextChoices):
    """Where a mailing stands."""

    DRAFT = "draft", pgettext_lazy("a mailing", "draft")
    # It waits for its hour, or the time to take it back is not over yet.
    SCHEDULED = "scheduled", pgettext_lazy("a mailing", "scheduled")
    SENDING = "sending", pgettext_lazy("a mailing", "sending")
    PAUSED = "paused", pgettext_lazy("a mailing", "paused")
    SENT = "sent", pgettext_lazy("a mailing", "sent")
    CANCELLED = "cancelled", pgettext_lazy("a mailing", "cancelled")


# Words, recipients and hour can be changed.
EDITABLE = (MailingState.DRAFT,)
# Its recipients are frozen, or about to be.
UNDER_WAY = (MailingState.SENDING, MailingState.PAUSED)
# No way leads back from here.
OVER = (MailingState.SENT, MailingState.CANCELLED)


class Variant(models.TextChoices):
    """Which of two wordings; a recipient without one waits for the winner."""

    A = "a", "A"
    B = "b", "B"


class TestBy(models.TextChoices):
    """What decides between two wordings. There are no opens: nobody is watched."""

    # pytest would collect it for its name.
    __test__ = False

    VISITS = "visits", _("visits of its links")
    UNSUBSCRIBES = "unsubscribes", _("fewest unsubscribed")
    ACTIONS = "actions", _("actions taken")


class PauseReason(models.TextChoices):
    """Why a mailing rests."""

    STAFF = "staff", _("paused by hand")
    COMPLAINTS = "complaints", _("too many reported it as spam")
    BOUNCES = "bounces", _("too many mailboxes that do not exist")
    ERRORS = "errors", _("too many errors")


class Outcome(models.TextChoices):
    """What became of a mail, or was done at it. The words are anymail's where it has one."""

    SENT = "sent", pgettext_lazy("mails", "sent")
    DELIVERED = "delivered", pgettext_lazy("mails", "delivered")
    BOUNCED = "bounced", pgettext_lazy("mails", "bounced")
    # A full mailbox, a server that did not answer: not for good.
    PUT_BACK = "put_back", pgettext_lazy("mails", "bounced for now")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    COMPLAINED = "complained", _("reported as spam")
    SKIPPED = "skipped", pgettext_lazy("mails", "left out")
    FAILED = "failed", pgettext_lazy("mails", "failed")
    UNKNOWN = "unknown", pgettext_lazy("mails", "unknown")


class SeriesTrigger(models.TextChoices):
    """What brings somebody into a series."""

    JOINED = "joined", _("joined the list")
    ACTED = "acted", _("took an action")
    INACTIVE = "inactive", _("has been silent for a long time")


class LeftOut(models.TextChoices):
    """Why somebody who was on the ledger got nothing: known at the moment of sending, kept as a number."""

    REFUSED = "refused", _("left the list, or wants no mail")
    ACTED = "acted", _("acted since")
    ENOUGH = "too_many", _("had their mails of the day or the week")
    READ = "read", _("others can read that mailbox")
    GONE = "gone", _("erased, or cannot be read")
