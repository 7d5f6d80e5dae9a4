"""Words of the outbox that are stored. Never change a value."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SendState(TextChoices):
    """Where one message stands: queued → claimed → sending → one of the last four."""

    QUEUED = "queued", _("queued")
    CLAIMED = "claimed", _("claimed")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    # Handed to the mail server, or not: the worker died in between. Never sent again by itself.
    UNKNOWN = "unknown", _("unknown")
    SKIPPED = "skipped", _("skipped")


class WhyNot(TextChoices):
    """Why a message was not sent, or may not have been. The first five are anymail's words."""

    BOUNCED = "bounced", _("no such mailbox")
    REJECTED = "rejected", _("the mail server rejected it")
    DEFERRED = "deferred", _("put off by the mail server too often")
    INVALID = "invalid", _("the address cannot be written to")
    UNKNOWN = "unknown", _("the connection broke, or the worker died, while it was sent")
    BROKEN = "broken", _("it could not be written: see the log")
    LOST_KEY = "lost_key", _("its key is lost: see manage.py doctor")
    NO_MAILER = "no_mailer", _("there is no mail server for it")
    REFUSED = "refused", _("the address refuses news")
    TOO_MANY = "too_many", _("this address had its mails for the day")
    RESTORED = "restored", _("it was waiting when a backup was put back")


class RefusalReason(TextChoices):
    """What made an address refuse mail."""

    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    COMPLAINED = "complained", _("reported our mail as spam")
    BOUNCED = "bounced", _("no such mailbox")
    ERASED = "erased", _("was erased and wants no mail")
    NEVER = "never", _("asked never to be contacted")
    PAUSED = "paused", _("paused mail until a day")
    MERGED = "merged", _("said no at another address of theirs")
