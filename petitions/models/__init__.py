"""Everything that is stored about petitions, by subject."""

from petitions.models.comments import Comment, CommentText
from petitions.models.deliveries import Delivery
from petitions.models.exports import SignatureExport
from petitions.models.news import NewsLetter, NewsLetterCount, SignerNews
from petitions.models.organizers import CampusOrganizer, OrganizerAddress
from petitions.models.petitions import Petition, PetitionTarget
from petitions.models.places import Affiliation, Place, PlaceProposal, PlaceTotal
from petitions.models.proofs import CampusProof, ProofAddress
from petitions.models.recruiters import LONGEST_URL, RecruiterNotice, day_not_over
from petitions.models.signatures import Signature, TypedSignature
from petitions.models.totals import HourlyCount, PartTotal, Total, TotalDelta
from petitions.models.updates import Update

__all__ = [
    "LONGEST_URL",
    "Affiliation",
    "CampusOrganizer",
    "CampusProof",
    "Comment",
    "CommentText",
    "Delivery",
    "HourlyCount",
    "NewsLetter",
    "NewsLetterCount",
    "OrganizerAddress",
    "PartTotal",
    "Petition",
    "PetitionTarget",
    "Place",
    "PlaceProposal",
    "PlaceTotal",
    "ProofAddress",
    "RecruiterNotice",
    "Signature",
    "SignatureExport",
    "SignerNews",
    "Total",
    "TotalDelta",
    "TypedSignature",
    "Update",
    "day_not_over",
]
