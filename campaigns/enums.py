"""The words of this app that are stored or compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    NATION = "nation", _("Nation")
    CAMPUS = "campus", _("Campus")
    OTHER = "other", _("Other")


class RelationKind(models.TextChoices):
    """How one target is tied to another; read “this one … the other one”."""

    SUPPLIED_BY = "supplied_by", _("is supplied by")
    OWNED_BY = "owned_by", _("is owned by")
    HOSTS = "hosts", _("hosts the systems of")


class HowObtained(models.TextChoices):
    """By what way a contract became known."""

    SPENDING = "spending", _("Public spending data")
    RECORDS = "records", _("Public records request")
    PUBLISHED = "published", _("Published by the agency or the vendor")
    COURT = "court", _("Court papers")
    PRESS = "press", _("Press report")
    OTHER = "other", _("Other")


class RecruitingKind(models.TextChoices):
    """How a company seeks recruits on a campus."""

    FAIR = "fair", _("Career fair")
    TALK = "talk", _("Talk")
    SPONSORSHIP = "sponsorship", _("Sponsorship")


class MeasureKind(models.TextChoices):
    """What a local fight is about."""

    BAN = "ban", _("Ban")
    CONTRACT_BAN = "contract_ban", _("Ban on contracts")
    PURCHASE = "purchase", _("Vote on a purchase")
    TRANSPARENCY = "transparency", _("Transparency law")
    POLICY = "policy", _("Policy")
    RECORDS = "records", _("Records request")


class Technology(models.TextChoices):
    """What a measure is to keep away, or in check."""

    FACES = "faces", _("Facial recognition")
    PLATES = "plates", _("License plate readers")
    BROKER = "broker", _("Data brokers")
    CELL_SITE = "cell_site", _("Cell-site simulators")
    MONITORS = "monitors", _("Ankle monitors and tracking apps")
    OTHER = "other", _("Other surveillance technology")


class MeasureState(models.TextChoices):
    """Where a measure stands: the state of its newest step."""

    IDEA = "idea", _("Idea")
    INTRODUCED = "introduced", _("Introduced")
    HEARING = "hearing", _("Hearing set")
    POSTPONED = "postponed", _("Postponed")
    WEAKENED = "weakened", _("Weakened")
    PASSED = "passed", _("Passed")
    STRENGTHENED = "strengthened", _("Strengthened")
    FAILED = "failed", pgettext_lazy("local fight", "Failed")
    DEFEATED = "defeated", _("Purchase defeated")
    NOT_KEPT = "not_kept", _("Passed, but not kept")


# Won, for a list of wins; and those in which somebody can still be written to or heard.
WON_MEASURES = (MeasureState.PASSED, MeasureState.STRENGTHENED, MeasureState.DEFEATED)
OPEN_MEASURES = (
    MeasureState.IDEA,
    MeasureState.INTRODUCED,
    MeasureState.HEARING,
    MeasureState.POSTPONED,
    MeasureState.WEAKENED,
)


class ComingKind(models.TextChoices):
    """What a date ahead is of. Never stored."""

    RENEWAL = "renewal", _("Renewal")
    END = "end", _("End")
    HEARING = "hearing", _("Hearing")


class Stand(models.TextChoices):
    """Where somebody who votes on a measure stands, as far as is known."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    UNKNOWN = "unknown", _("Unknown")


class PressKind(models.TextChoices):
    """What a button opened: the visitor's own mail, or telephone."""

    WRITE = "write", _("Letters to an office")
    CALL = "call", _("Calls to an office")


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
