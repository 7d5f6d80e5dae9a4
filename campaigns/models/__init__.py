"""The app's models."""

from campaigns.models.actions import Action
from campaigns.models.campaign import Campaign, CampaignMember
from campaigns.models.contracts import Contract
from campaigns.models.days import ActionDay, CountedDay
from campaigns.models.dossiers import Recruiting, Reply, TargetRelation
from campaigns.models.embeds import EmbeddedForm, PartnerOrigin
from campaigns.models.jurisdictions import Jurisdiction
from campaigns.models.measures import Measure, MeasureStep, MeasureText, Seat
from campaigns.models.presses import PressTotal
from campaigns.models.proofs import SpentProof
from campaigns.models.reports import PageReport, Report, ReportText
from campaigns.models.targets import Institution, Target

__all__ = [
    "Action",
    "ActionDay",
    "Campaign",
    "CampaignMember",
    "Contract",
    "CountedDay",
    "EmbeddedForm",
    "Institution",
    "Jurisdiction",
    "Measure",
    "MeasureStep",
    "MeasureText",
    "PageReport",
    "PartnerOrigin",
    "PressTotal",
    "Recruiting",
    "Reply",
    "Report",
    "ReportText",
    "Seat",
    "SpentProof",
    "Target",
    "TargetRelation",
]
