"""The fixed choices of petitions. A leaf: imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PetitionState(models.TextChoices):
    """Where a petition stands; the opening and closing days narrow *open* further."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    WON = "won", _("won")


class SignatureState(models.TextChoices):
    """Where a signature stands. Only CONFIRMED counts."""

    PENDING = "pending", _("waiting for confirmation")
    QUARANTINED = "quarantined", _("in quarantine")
    CONFIRMED = "confirmed", _("confirmed")
    INVALIDATED = "invalidated", _("invalidated")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TotalPart(models.TextChoices):
    """By what the signatures that count are told apart over all days. Each is the name of their column."""

    SOURCE = "source", _("source")
    LANGUAGE = "language", _("language")
    PLACE = "place", _("campus")


class PlaceState(models.TextChoices):
    """Whether a campus of a distributed petition is on its list."""

    OPEN = "open", _("open")
    HIDDEN = "hidden", _("hidden")


class NoticeState(models.TextChoices):
    """Where the notice of a recruiter stands; a declined one is deleted."""

    HELD = "held", _("held")
    APPROVED = "approved", _("approved")


class QuarantineReason(models.TextChoices):
    """Why a signature waits for a member of staff: what the gate suspects, or the address itself."""

    HONEYPOT = "honeypot", _("filled in the field that people do not see")
    TOO_FAST = "too_fast", _("sent faster than a person types")
    STAMP_FORGED = "stamp_forged", _("sent with a time stamp that is not ours")
    TARGET_DOMAIN = "target_domain", _("an address of the target's own")


class CommentChoice(models.TextChoices):
    """Whether the form has a comment field."""

    USUAL = "usual", _("as usual: not for pledges and universities")
    ON = "on", _("yes")
    OFF = "off", _("no")


class CommentState(models.TextChoices):
    """Where a signer's comment stands; only APPROVED may be shown or handed over."""

    HELD = "held", _("held")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")


class UpdateState(models.TextChoices):
    """Where an update stands; only SHOWN is public."""

    PROPOSED = "proposed", _("waiting for a moderator")
    SHOWN = "shown", _("shown")
    HIDDEN = "hidden", _("hidden")
    DECLINED = "declined", _("declined")


class NewsState(models.TextChoices):
    """Where a message to signers stands; only APPROVED is being sent."""

    PROPOSED = "proposed", _("waiting for approval")
    APPROVED = "approved", _("being sent")
    ENDED = "ended", _("sent")
    DECLINED = "declined", _("declined")


class NewsAudience(models.TextChoices):
    """Which signers a message goes to. Nobody else, whatever the message is about."""

    # Said yes to news of the campaign, and are still subscribed to it.
    OF_CAMPAIGN = "campaign", _("those who asked for news of the campaign")
    # These, and who said "only what becomes of this petition".
    OF_PETITION = "petition", _("those who asked for news of the campaign or of this petition alone")


class DeliveryState(models.TextChoices):
    """Whether what a delivery holds is in its target's hands."""

    PLANNED = "planned", _("planned")
    HANDED_OVER = "handed_over", _("handed over")


class DeliveryWay(models.TextChoices):
    """How a petition gets to those it addresses."""

    IN_PERSON = "in_person", _("in person")
    MEETING = "meeting", _("at a meeting or hearing")
    RALLY = "rally", _("at a public event")
    POST = "post", _("by post")
    EMAIL = "email", _("by e-mail")
    FORM = "form", _("through a form of theirs")
    OTHER = "other", _("in another way")


class PackState(models.TextChoices):
    """Where the making of a delivery's pack stands."""

    NONE = "none", _("not made yet")
    ASKED = "asked", _("waits to be made")
    MAKING = "making", _("is being made")
    READY = "ready", _("made")
    FAILED = "failed", _("went wrong")


class ExportPurpose(models.TextChoices):
    """What a table of signatures is for; it decides whom and what it holds."""

    DELIVER = "deliver", _("to hand over the names of those who ticked it")
    CONTACT = "contact", _("to reach those who asked for news")
    FRAUD = "fraud", _("to look into suspicious signatures, without names and addresses")


class ExportFormat(models.TextChoices):
    """The kind of file."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX (Excel)"


class ExportState(models.TextChoices):
    """Where an export stands. OVER: declined, deleted, or its day has passed."""

    WAITING = "waiting", _("waits for a second person")
    ASKED = "asked", _("waits to be made")
    MAKING = "making", _("is being made")
    READY = "ready", _("made")
    FAILED = "failed", _("went wrong")
    OVER = "over", _("over")


class RepeatUnit(models.TextChoices):
    """In what the time between two deliveries is counted."""

    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
