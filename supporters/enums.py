"""The words of this app that are stored or compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy import choices

# As everywhere: one word for where long work stands.
WorkState = choices.WorkState


class SupporterState(models.TextChoices):
    """How we know a person. It only ever rises, from the first line to the second."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    ACTIVE = "active", _("Active")


class Legible(models.TextChoices):
    """Whether a supporter's record can be read; never stored."""

    YES = "yes", _("Can be read")
    ERASED = "erased", pgettext_lazy("a record", "Erased")
    LOST = "lost", _("Cannot be read: its key is lost")


class Standing(models.TextChoices):
    """What is asked of somebody beside a list; of subscriptions, or of there being none."""

    SUBSCRIBED = "subscribed", _("Subscribed")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    NONE = "none", _("Never on it")
    NOT_ON = "not_on", _("Not on it: never was, left, or is not confirmed yet")


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
    # Five letters at most.
    IMPORTED = "moved", _("In another system, brought along from there")


class Fingerprint(models.TextChoices):
    """What becomes of the refusal fingerprint of a person who is erased."""

    KEEP = "keep", _("Keep only a fingerprint, so that nobody can add this person again")
    LEAVE = "leave", _("Leave earlier refusals as they are")
    FORGET = "forget", _("Forget even that")


class SuggestionReason(models.TextChoices):
    """Why two supporters may be one person."""

    PHONE = "phone", _("Same phone number")
    ADDRESS = "address", _("Addresses that lead to one mailbox")
    NAME = "name", _("Like names in one place")


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


# --- what leaves ---------------------------------------------------------------------------------


class ExportPurpose(models.TextChoices):
    """What a table of supporters is for; it decides whom and what it may hold."""

    MAIL = "mail", _("to have news sent by another, such as a mail house")
    ANALYSIS = "analysis", _("to count and compare, without names and addresses")
    LEGAL = "legal", _("because a court or the law demands it")


class ExportFormat(models.TextChoices):
    """The kind of file."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX (Excel)"
    JSON = "json", "JSON"


class ExportColumn(models.TextChoices):
    """What a table of supporters may hold, in the order of its columns; the names stand in JSON."""

    GIVEN_NAME = "given_name", _("First name")
    FAMILY_NAME = "family_name", _("Last name")
    EMAIL = "email", _("Address")
    PHONE = "phone", _("Phone")
    POSTAL_CODE = "postal_code", _("Postal code")
    REGION = "region", _("Region")
    LANGUAGE = "language", _("Language")
    LISTS = "lists", _("Lists and standing")
    TAGS = "tags", _("Tags")
    JOINED = "joined", _("Came in")
    CUSTOM = "custom", _("Answers to our own questions")


# --- imports -------------------------------------------------------------------------------------


class ImportStage(models.TextChoices):
    """What is done, or was done last, with a file that is imported."""

    READING = "reading", _("The file is being read")
    CHECKING = "checking", _("Each row is being checked")
    REFUSING = "refusing", _("Those who want no mail are being noted")
    ADMITTING = "admitting", _("People are being taken in")


class ImportSystem(models.TextChoices):
    """Where a file comes from, told by its headings."""

    ACTION_NETWORK = "action_network", "Action Network"
    ACTION_KIT = "action_kit", "ActionKit"
    NATION_BUILDER = "nation_builder", "NationBuilder"
    MOBILIZE = "mobilize", "Mobilize"
    MAILCHIMP = "mailchimp", "Mailchimp"
    OTHER = "other", _("a table of another kind")


class ImportField(models.TextChoices):
    """What a column of an imported file may hold; all others are left out."""

    EMAIL = "email", _("e-mail address")
    GIVEN_NAME = "given_name", _("first name")
    FAMILY_NAME = "family_name", _("last name")
    FULL_NAME = "full_name", _("first and last name in one cell")
    PHONE = "phone", _("phone number")
    POSTAL_CODE = "postal_code", _("postal code")
    COUNTRY = "country", _("country, as a code of two letters")
    LANGUAGE = "language", _("language")
    TAGS = "tags", _("tags, divided by commas")
    STATUS = "status", _("status: subscribed, unsubscribed, bounced …")
    OPTED_IN = "opted_in", _("wants mail: yes or no")
    BAD_ADDRESS = "bad_address", _("address does not work: yes or no")
    NEVER = "never", _("never to be contacted: yes or no")
    LEFT_ON = "left_on", _("day of unsubscribing")
    CLEANED_ON = "cleaned_on", _("day on which the address stopped working")
    SAID_ON = "said_on", _("day on which they said yes")


class RowStanding(models.TextChoices):
    """How a row of a file stands with our mail, from the mildest to the strictest."""

    SUBSCRIBED = "subscribed", _("They get mail")
    UNCONFIRMED = "unconfirmed", _("Not known: they count as not confirmed")
    UNSUBSCRIBED = "unsubscribed", _("They unsubscribed")
    BOUNCED = "bounced", _("The address does not work")
    COMPLAINED = "complained", _("They reported our mail as spam")
    NEVER = "never", _("Never to be contacted")


class WhyLeft(models.TextChoices):
    """Why somebody left a list, if they say so. Counted in total, and never beside whom."""

    OFTEN = "often", _("Too many mails")
    TOPIC = "topic", _("Not what I care about")
    UNASKED = "unasked", _("I never asked for it")
    NO_TIME = "no_time", _("No time for it now")
    OTHER = "other", _("Something else")


class ImportBasis(models.TextChoices):
    """On what grounds the people of a file may be written to."""

    CONSENT = "consent", _("They said yes to mail from us, in the words below")
    NONE = "none", _("We have no proof of that: each is not confirmed, and gone after 30 days")


class RowFault(models.TextChoices):
    """Why a row cannot be imported. Told with its line, never with what it says."""

    QUOTES = "quotes", _("A quotation mark is opened and never closed.")
    TOO_LONG = "too_long", _("The line is too long to be one row.")
    NO_ADDRESS = "no_address", _("There is no address.")
    BAD_ADDRESS = "bad_address", _("The address is none that mail could go to.")
    OTHERS_READ = "others_read", _("A school, an employer or a target can read mail sent there.")
    FORMULA = "formula", _("A cell begins like a formula.")
    CONTROL = "control", _("A cell holds a character that cannot be seen, or a line break.")
    LOST = "lost", _("A letter was lost when the file was saved. Save it as “CSV UTF-8”.")
    LONG_CELL = "long_cell", _("A cell is longer than what it is said to hold.")
    UNKNOWN_STATUS = "unknown_status", _("Its status is a word that is not known here.")
    BAD_DAY = "bad_day", _("The day on which they said yes is none, or is to come. Write it like 2026-05-31.")
    BAD_ANSWER = (
        "bad_answer",
        _("An answer does not fit its custom field: no such choice, no number, not yes or no, too long."),
    )
    STATUS_ANSWER = "status_answer", _("An answer tells of somebody’s status, which is never stored.")
    UNKNOWN_ANSWER = "unknown_answer", _("A cell that should say yes or no says something else.")


class Outcome(models.TextChoices):
    """What an import does with the person of a row."""

    SUBSCRIBED = "subscribed", _("new, and on the list")
    UNCONFIRMED = "unconfirmed", _("new, not confirmed: gone after 30 days unless they sign up themselves")
    JOINS = "joins", _("known here, and on the list from now on")
    STAYS = "stays", _("known here already, or in an earlier row: tags and empty answers alone are added")
    REFUSED = "refused", _("refused our mail before, or in another row: nothing is stored")
    FINGERPRINT = "fingerprint", _("want no mail, or cannot get it: a fingerprint is kept, no address")
    LEAVES = "leaves", _("known here, and taken off all mail, because the file says so")
