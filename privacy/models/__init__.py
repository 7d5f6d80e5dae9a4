"""Everything that privacy/ stores, by subject."""

from privacy.models.files import FileDetails, SealedChunk, SealedFile
from privacy.models.findings import Finding, Watch
from privacy.models.keystore import DayKey, ErasedMark, KeyCheck, KeystoreNote, ScopeKey, SubjectKey
from privacy.models.ledger import AccessLog, LedgerCheck, LedgerRow, LedgerSeal, SubjectLedgerRow
from privacy.models.legal import LegalDemand, LegalHold
from privacy.models.limits import Limit
from privacy.models.links import UsedLink
from privacy.models.locking import AfterUnlock
from privacy.models.retention import RetentionRun
from privacy.models.sealed import SealedModel
from privacy.models.worker import ScheduleEntry, WorkerHeartbeat

__all__ = [
    "AccessLog",
    "AfterUnlock",
    "DayKey",
    "ErasedMark",
    "FileDetails",
    "Finding",
    "KeyCheck",
    "KeystoreNote",
    "LedgerCheck",
    "LedgerRow",
    "LedgerSeal",
    "LegalDemand",
    "LegalHold",
    "Limit",
    "RetentionRun",
    "ScheduleEntry",
    "ScopeKey",
    "SealedChunk",
    "SealedFile",
    "SealedModel",
    "SubjectKey",
    "SubjectLedgerRow",
    "UsedLink",
    "Watch",
    "WorkerHeartbeat",
]
