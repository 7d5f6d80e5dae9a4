"""Everything that is stored about petitions, by subject."""

from petitions.models.comments import Comment, CommentText
from petitions.models.deliveries import Delivery
from petitions.models.embeds import Embed
from petitions.models.exports import SignatureExport
from petitions.models.fraud import UNDO_DAYS, Conditions, FraudRule, FraudRun
from petitions.models.kiosks import MOST_DAYS, TABLE_SOURCE, Kiosk, without_table
from petitions.models.moderation import ModerationDecision, PageReport
from petitions.models.news import NewsLetter, NewsLetterCount, SignerNews
from petitions.models.open_numbers import OpenPeriod, OpenRegion
from petitions.models.organizers import CampusOrganizer, OrganizerAddress
from petitions.models.paper import PaperBatch
from petitions.models.petitions import Petition, PetitionTarget
from petitions.models.places import Affiliation, Place, PlaceProposal, PlaceTotal
from petitions.models.proofs import CampusProof, ProofAddress
from petitions.models.recruiters import LONGEST_URL, RecruiterNotice, day_not_over
from petitions.models.signatures import Signature, TypedSignature
from petitions.models.totals import HourlyCount, KindTotal, PartTotal, Total, TotalDelta
from petitions.models.updates import Update

__all__ = [
    "LONGEST_URL",
    "MOST_DAYS",
    "TABLE_SOURCE",
    "UNDO_DAYS",
    "Affiliation",
    "CampusOrganizer",
    "CampusProof",
    "Comment",
    "CommentText",
    "Conditions",
    "Delivery",
    "Embed",
    "FraudRule",
    "FraudRun",
    "HourlyCount",
    "KindTotal",
    "Kiosk",
    "ModerationDecision",
    "NewsLetter",
    "NewsLetterCount",
    "OpenPeriod",
    "OpenRegion",
    "OrganizerAddress",
    "PageReport",
    "PaperBatch",
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
    "without_table",
]
