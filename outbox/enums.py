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


class Outcome(TextChoices):
    """What was heard of a message after a mail server had taken it. Each is heard once of a row."""

    DELIVERED = "delivered", _("delivered")
    # For good: the address takes no more news.
    BOUNCED = "bounced", _("came back")
    # For now: so many of these in so many days count as for good.
    PUT_BACK = "put_back", _("came back for now")
    # The provider did not even send it on.
    REJECTED = "rejected", _("rejected by the provider")
    COMPLAINED = "complained", _("reported as spam")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")


class BounceReason(TextChoices):
    """Why a message came back, or was rejected."""

    NO_MAILBOX = "no_mailbox", _("no such mailbox")
    FULL = "full", _("the mailbox is full")
    BLOCKED = "blocked", _("the mail server does not want our mail")
    TIMED_OUT = "timed_out", _("the mail server did not answer for days")
    OTHER = "other", _("another reason")


class RefusalReason(TextChoices):
    """What made an address refuse mail."""

    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    COMPLAINED = "complained", _("reported our mail as spam")
    BOUNCED = "bounced", _("no such mailbox")
    ERASED = "erased", _("was erased and wants no mail")
    NEVER = "never", _("asked never to be contacted")
    PAUSED = "paused", _("paused mail until a day")
    MERGED = "merged", _("said no at another address of theirs")
