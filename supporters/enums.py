"""The words of this app that are stored or compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupporterState(models.TextChoices):
    """How we know a person. It only ever rises, from the first line to the second."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    ACTIVE = "active", _("Active")


class Legible(models.TextChoices):
    """Whether a supporter's record can be read; never stored."""

    YES = "yes", _("Can be read")
    ERASED = "erased", _("Erased")
    LOST = "lost", _("Cannot be read: its key is lost")


class Standing(models.TextChoices):
    """What the file is filtered for beside a list; never stored. As subscriptions, and who has none."""

    SUBSCRIBED = "subscribed", _("Subscribed")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    NONE = "none", _("Never on it")


class SubscriptionState(models.TextChoices):
    """A supporter's standing with one list. ``UNCONFIRMED`` is only for imported rows."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    SUBSCRIBED = "subscribed", _("Subscribed")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")


class ConsentHow(models.TextChoices):
    """The deed by which a person answered a consent question."""

    CONFIRMED_FORM = "form", _("Form, confirmed by mail")
    MAIL_LINK = "link", _("Link in a mail")
    STAFF = "staff", _("Written down by staff")
    PAPER = "paper", _("On paper, confirmed by mail")


class Fingerprint(models.TextChoices):
    """What becomes of the refusal fingerprint of a person who is erased."""

    KEEP = "keep", _("Keep only a fingerprint, so that nobody can add this person again")
    LEAVE = "leave", _("Leave earlier refusals as they are")
    FORGET = "forget", _("Forget even that")


class WorkState(models.TextChoices):
    """Where long work stands that a worker does: a count, an import, an export."""

    WAITING = "waiting", _("waits")
    WORKING = "working", _("is under way")
    DONE = "done", _("done")
    FAILED = "failed", _("went wrong")


class SuggestionReason(models.TextChoices):
    """Why two supporters may be one person."""

    PHONE = "phone", _("Same phone number")
    ADDRESS = "address", _("Addresses that lead to one mailbox")


class SuggestionState(models.TextChoices):
    """What became of a suggested merge; one that was followed is gone with the pair."""

    OPEN = "open", _("open")
    DISMISSED = "dismissed", _("dismissed")


class FieldKind(models.TextChoices):
    """What an answer to a question of the organization's own looks like."""

    TEXT = "text", _("A line of text")
    CHOICE = "choice", _("One of some choices")
    NUMBER = "number", _("A number")
    YES_NO = "yes_no", _("Yes or no")


class BulkKind(models.TextChoices):
    """What is done to everybody of a segment."""

    TAG = "tag", _("Put a tag on")
    UNTAG = "untag", _("Take a tag off")
    FIELD = "field", _("Write a field")
