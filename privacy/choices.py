"""Choices of the records half: the inventory's words, and those of the access log."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sensitivity(TextChoices):
    """What it would mean if a stored field got into the wrong hands."""

    PUBLIC = "public", _("Public")
    OPERATIONAL = "operational", _("Says nothing about a person")
    CONTACT = "contact", _("Who and where you are")
    DANGEROUS = "dangerous", _("Could be used against you")
    SECRET = "secret", _("Of use only with our keys")


class Why(TextChoices):
    """What a field is held for: the headings of "What we hold"."""

    DEED = "deed", _("To count what you did")
    CONTACT = "contact", _("To write to you when you asked for it")
    CONSENT = "consent", _("To prove what you said yes or no to")
    PROTECT = "protect", _("To protect you and these forms")
    PUBLISH = "publish", _("To publish campaigns")
    RUN = "run", _("To keep this site running")


class AccessDeed(TextChoices):
    """What a member of staff did with people's data."""

    UNMASKED = "unmasked", _("Looked at one record")
    OPENED_LIST = "opened_list", _("Opened a work list")
    SEARCHED = "searched", _("Searched")
    EXPORTED = "exported", _("Exported")
    EXPORTED_ALL = "exported_all", _("Exported everything")
    ALLOWED = "allowed", _("Agreed to a file")
    ENDED = "ended", _("Declined or deleted a file")
    DOWNLOADED = "downloaded", _("Downloaded a file")
    KEY_CHANGED = "key_changed", _("Changed a partner’s key")
    KEY_AGREED = "key_agreed", _("Agreed to a partner’s key")
    IMPORTED = "imported", _("Imported")
    IMPORT_UNDONE = "import_undone", _("Undid an import")
    MERGED = "merged", _("Merged two records")
    UNMERGED = "unmerged", _("Took a merge back")
    KEPT_APART = "kept_apart", _("Said that two records are two people")
    ERASED = "erased", _("Erased")
    LET_THROUGH = "let_through", _("Let a form through that was kept back")
    LABELLED = "labelled", _("Changed tags or fields of one record")
    CHANGED = "changed", _("Changed many records")
    CHANGE_UNDONE = "change_undone", _("Undid a change of many records")
    PAPER_BEGUN = "paper_begun", _("Began a batch of slips")
    PAPER_ENTERED = "paper_entered", _("Entered slips")
    PAPER_UNDONE = "paper_undone", _("Undid a batch of slips")
    UNSUBSCRIBED = "unsubscribed", _("Took somebody off mail")
    NOTE_DELETED = "note_deleted", _("Deleted a note")
    RETENTION_RUN = "retention_run", _("Had retention run")
    LOCKED = "locked", _("Locked the vault")
    UNLOCK_ASKED = "unlock_asked", _("Asked to unlock the vault")
    UNLOCKED = "unlocked", _("Unlocked the vault")
    LOG_READ = "log_read", _("Looked at this log")
    WATCHERS_CHOSEN = "watchers_chosen", _("Chose who is told of findings")
    REGISTER_CHANGED = "register_changed", _("Wrote in the legal register")
    HOLD_BEGUN = "hold_begun", _("Began a legal hold")
    HOLD_ENDED = "hold_ended", _("Ended a legal hold")
    STAFF_INVITED = "staff_invited", _("Invited a colleague")
    STAFF_ANEW = "staff_anew", _("Let a colleague in anew")
    STAFF_ENDED = "staff_ended", _("Ended a colleague’s sessions")
    STAFF_CHANGED = "staff_changed", _("Changed a colleague’s account")


class FindingKind(TextChoices):
    """What Data stewards and Administrators are told of."""

    UNMASKED_HOUR = "unmasked_hour", _("Many looks in an hour")
    UNMASKED_DAY = "unmasked_day", _("Many records in a day")
    NIGHT = "night", _("A file at night")
    LARGE_EXPORT = "large_export", _("A large file")
    EXPORTED_ALL = "exported_all", _("Everything exported")
    FAILED_LOGINS = "failed_logins", _("Many failed logins")
    POWERS = "powers", _("New powers")
    LOCKED = "locked", _("The vault was locked")
    UNLOCKED = "unlocked", _("The vault was unlocked")
    LEDGER = "ledger", _("A record was tampered with")
    WATCHERS = "watchers", _("Others are told of findings")


class AccessReason(TextChoices):
    """Why; staff choose one, and type nothing."""

    ASKED_BY_PERSON = "asked_by_person", _("The person asked us to")
    ANSWER = "answer", _("To answer a message of theirs")
    CONTACT_ABOUT_DEED = "contact_about_deed", _("To reach them about what they signed up for")
    CHECK_FRAUD = "check_fraud", _("To look into a suspicious sign-up")
    DELIVER = "deliver", _("To hand over a petition")
    FIX_FAULT = "fix_fault", _("To find a fault")
    LEGAL_DUTY = "legal_duty", _("Because the law demands it")


class DemandKind(TextChoices):
    """How an authority asks."""

    SUBPOENA = "subpoena", _("Subpoena")
    WARRANT = "warrant", _("Warrant")
    PRESERVATION = "preservation", _("Preservation letter")
    COURT_ORDER = "court_order", _("Court order")
    INFORMAL = "informal", _("Informal request")


class DemandOutcome(TextChoices):
    """What became of what an authority asked."""

    OPEN = "open", pgettext_lazy("legal demand", "Open")
    PARTLY = "partly", _("Complied in part")
    COMPLIED = "complied", _("Complied")
    REFUSED = "refused", _("Refused")
    QUASHED = "quashed", _("Quashed")
    WITHDRAWN = "withdrawn", _("Taken back")


class LedgerState(TextChoices):
    """What ``verify`` found."""

    WHOLE = "whole", _("whole")
    BROKEN = "broken", _("broken")


class WorkState(TextChoices):
    """Where long work stands that a worker does: a count, an import, an export, a run of retention."""

    WAITING = "waiting", _("waits")
    WORKING = "working", _("is under way")
    DONE = "done", _("done")
    FAILED = "failed", _("went wrong")
