"""Everything that privacy/ stores, by subject."""

from privacy.models.keystore import DayKey, ErasedMark, KeyCheck, KeystoreNote, ScopeKey, SubjectKey
from privacy.models.links import UsedLink
from privacy.models.sealed import SealedModel

__all__ = [
    "DayKey",
    "ErasedMark",
    "KeyCheck",
    "KeystoreNote",
    "ScopeKey",
    "SealedModel",
    "SubjectKey",
    "UsedLink",
]
