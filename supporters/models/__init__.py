"""Everything that is stored about supporters, by subject."""

from supporters.models.consent import Consent, ConsentWording
from supporters.models.door import DoorAddress, DoorRequest
from supporters.models.imports import SupporterImport
from supporters.models.lists import List, Partner, Subscription
from supporters.models.notes import NoteText, SupporterNote
from supporters.models.organization import Organization
from supporters.models.segments import Segment, SegmentCount
from supporters.models.supporter import SubjectIndex, Supporter, SupporterDetails
from supporters.models.tags import Tag

__all__ = [
    "Consent",
    "ConsentWording",
    "DoorAddress",
    "DoorRequest",
    "List",
    "NoteText",
    "Organization",
    "Partner",
    "Segment",
    "SegmentCount",
    "SubjectIndex",
    "Subscription",
    "Supporter",
    "SupporterDetails",
    "SupporterImport",
    "SupporterNote",
    "Tag",
]
