"""The fixed choices of petitions. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy import choices

# As everywhere: one word for where long work stands.
WorkState = choices.WorkState


class PetitionState(models.TextChoices):
    """Where a petition stands; the opening and closing days narrow *live* further."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("live")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")
    WON = "won", _("won")
    # It was closed or won before; its page leads on to what is live now.
    ARCHIVED = "archived", _("archived")


# Signatures are told apart by its key, and what waits can be confirmed.
RUNNING = (PetitionState.OPEN, PetitionState.PAUSED)
# Its key is destroyed: no way leads back from here.
OVER = (PetitionState.CLOSED, PetitionState.WON, PetitionState.ARCHIVED)


class ArchiveWay(models.TextChoices):
    """Where the page of an archived petition leads."""

    PETITION = "petition", _("another petition of the campaign")
    PAGE_ABOVE = "above", _("the page above its own")


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
    """Why a signature waits for a member of staff, or was ended by one: what the gate suspects, the address
    itself, a rule, or what a member of staff saw. It stays with the row: so what was not genuine is told from
    a second signature of one person."""

    HONEYPOT = "honeypot", _("filled in the field that people do not see")
    TOO_FAST = "too_fast", _("sent faster than a person types")
    STAMP_FORGED = "stamp_forged", _("sent with a time stamp that is not ours")
    TARGET_DOMAIN = "target_domain", _("an address of the target's own")
    RULE = "rule", _("hit by a rule of the team")
    MADE_UP = "made_up", _("the name or address looks made up")
    ALIKE = "alike", _("one of many that are alike")
    NOT_THEIRS = "not_theirs", _("signed by somebody else")
    INVALIDATED = "invalidated", _("invalidated by a member of staff")


# What a member of staff may choose who puts signatures aside by hand.
REASONS_BY_HAND = (QuarantineReason.MADE_UP, QuarantineReason.ALIKE, QuarantineReason.NOT_THEIRS)

# Those of what had counted. What the gate holds back never did: whoever sends it, a petition's target too,
# shall neither raise the number of what was removed nor read from it what was noticed.
REASONS_AFTER_COUNTING = frozenset({QuarantineReason.RULE, *REASONS_BY_HAND, QuarantineReason.INVALIDATED})


class FraudPhase(models.TextChoices):
    """What is done, or was last done, for a rule against bad signatures."""

    COUNT = "count", _("counting")
    RUN = "run", _("putting aside")
    UNDO = "undo", _("putting back")


class SignatureMethod(models.TextChoices):
    """How a signature came to count."""

    MAIL = "mail", _("confirmed by mail")
    # Its petition asks no confirmation.
    ONCE = "once", _("without confirmation")
    PAPER = "paper", _("on paper")


class CountedKind(models.TextChoices):
    """What is counted beside the states of signatures, to say in public how we count."""

    ONCE = "once", _("counted without confirmation")
    PAPER = "paper", _("counted on paper")
    NOT_GENUINE = "removed", _("removed as not genuine")


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


class CommentProblem(models.TextChoices):
    """Why a comment is not taken as it stands."""

    STATUS = "status", _("somebody’s immigration status")
    ADDRESS = "address", _("a street address")
    PHONE = "phone", _("a phone number")
    EMAIL = "email", _("an e-mail address")
    HANDLE = "handle", _("an account or handle")


class CommentMark(models.TextChoices):
    """What a moderator should look at twice; worked out when it is read, never stored."""

    HOME = "home", _("looks like a home address")
    PERSON = "person", _("may name a private person")
    LINK = "link", _("leads to another site")
    COPY = "copy", _("copy of a text that was hidden")


class ModerationDeed(models.TextChoices):
    """What a moderator decided."""

    APPROVED = "approved", _("comment approved")
    HIDDEN = "hidden", _("comment hidden")
    DONE = "done", _("report: done")
    DISMISSED = "dismissed", _("report: nothing to do")


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
    # At one campus: fewer than ten are new, and nothing was made.
    FEW = "few", _("too few signed")


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
