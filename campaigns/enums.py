"""The words of this app that are stored or compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    """Where a campaign stands. Nothing is deleted by a state: it says what is over."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    WON = "won", _("Won")
    CLOSED = "closed", _("Closed")


class TeamRole(models.TextChoices):
    """What a user is in one campaign's team."""

    LEAD = "lead", _("Lead")
    ORGANIZER = "organizer", _("Organizer")


class TargetKind(models.TextChoices):
    """What kind of decision-maker is addressed."""

    VENDOR = "vendor", _("Vendor")
    UNIVERSITY = "university", _("University")
    AGENCY = "agency", _("Agency")
    COUNCIL = "council", _("Council")
    OVERSIGHT = "oversight", _("Oversight body")
    OTHER = "other", _("Other")


class JurisdictionKind(models.TextChoices):
    """What kind of local body decides."""

    CITY = "city", _("City or town")
    COUNTY = "county", _("County")
    STATE = "state", _("State")
    OTHER = "other", _("Other")


class NewsChoice(models.TextChoices):
    """The answer to the one required question of every form. Nothing is preset."""

    CAMPAIGN = "campaign", _("Yes, send me news of this campaign")
    ONLY_THIS = "only_this", _("Only tell me what becomes of this petition")
    NO = "no", _("No, only the mail I need to confirm")


class DomainStanding(models.TextChoices):
    """Who can read mail at an address, judged by its domain alone (PRIVACY 4.3)."""

    ORDINARY = "ordinary", _("Ordinary address")
    CAMPUS = "campus", _("A school's address")
    EMPLOYER = "employer", _("An employer's or office's address")
    TARGET = "target", _("A vendor's or an agency's own address")


class Judgement(models.TextChoices):
    """What the gate thinks of one submitted form."""

    FINE = "fine", _("Fine")
    SUSPICIOUS = "suspicious", _("Suspicious")
    NEEDS_WORK = "needs_work", _("Needs one more step")
    TRY_LATER = "try_later", _("Too many at once")


class Suspicion(models.TextChoices):
    """Why a form is quarantined. It is never refused: a person may be behind it."""

    HONEYPOT = "honeypot", _("A field that people cannot see was filled in")
    TOO_FAST = "too_fast", _("Sent within two seconds")
    STAMP_FORGED = "stamp_forged", _("The form's time stamp is not ours")


class ReportReason(models.TextChoices):
    """What a visitor finds wrong with a page."""

    PERSON = "person", _("It names or shows a private person")
    STATUS = "status", _("It says something about somebody’s immigration status")
    FALSE = "false", _("Something in it is not true")
    THREAT = "threat", _("It threatens or insults somebody")
    BROKEN = "broken", _("Something does not work")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    """Where a report of a page stands."""

    WAITING = "waiting", _("waits")
    DONE = "done", _("done")
    DISMISSED = "dismissed", _("nothing to do")
