"""Everything that is stored about petitions, by subject."""

from petitions.models.comments import Comment, CommentText
from petitions.models.deliveries import Delivery
from petitions.models.news import NewsLetter, NewsLetterCount, SignerNews
from petitions.models.petitions import Petition, PetitionTarget
from petitions.models.places import Affiliation, Place, PlaceProposal, PlaceTotal
from petitions.models.signatures import Signature, TypedSignature
from petitions.models.totals import HourlyCount, Total, TotalDelta
from petitions.models.updates import Update

__all__ = [
    "Affiliation",
    "Comment",
    "CommentText",
    "Delivery",
    "HourlyCount",
    "NewsLetter",
    "NewsLetterCount",
    "Petition",
    "PetitionTarget",
    "Place",
    "PlaceProposal",
    "PlaceTotal",
    "Signature",
    "SignerNews",
    "Total",
    "TotalDelta",
    "TypedSignature",
    "Update",
]
