"""Everything that is stored about supporters, by subject."""

from supporters.models.bulk import BulkDeed, BulkValue
from supporters.models.consent import Consent, ConsentWording
from supporters.models.door import DoorAddress, DoorRequest
from supporters.models.fields import CustomField
from supporters.models.growth import FileDay, WhyLeftCount
from supporters.models.imports import SupporterImport
from supporters.models.leaving import HandedOver, HandOver, SupporterExport
from supporters.models.lists import List, Partner, Subscription
from supporters.models.merging import Merge, MergeSuggestion, NameLook, SupporterAlias
from supporters.models.notes import NoteText, SupporterNote
from supporters.models.organization import Organization
from supporters.models.segments import Segment, SegmentCount
from supporters.models.sign_ups import ListSignUp, TypedJoin
from supporters.models.supporter import SubjectIndex, Supporter, SupporterDetails
from supporters.models.tags import Tag

__all__ = [
    "BulkDeed",
    "BulkValue",
    "Consent",
    "ConsentWording",
    "CustomField",
    "DoorAddress",
    "DoorRequest",
    "FileDay",
    "HandOver",
    "HandedOver",
    "List",
    "ListSignUp",
    "Merge",
    "MergeSuggestion",
    "NameLook",
    "NoteText",
    "Organization",
    "Partner",
    "Segment",
    "SegmentCount",
    "SubjectIndex",
    "Subscription",
    "Supporter",
    "SupporterAlias",
    "SupporterDetails",
    "SupporterExport",
    "SupporterImport",
    "SupporterNote",
    "Tag",
    "TypedJoin",
    "WhyLeftCount",
]
