"""The app's models."""

from campaigns.models.actions import Action
from campaigns.models.campaign import Campaign, CampaignMember
from campaigns.models.days import ActionDay, CountedDay
from campaigns.models.embeds import EmbeddedForm, PartnerOrigin
from campaigns.models.jurisdictions import Jurisdiction
from campaigns.models.proofs import SpentProof
from campaigns.models.reports import PageReport, Report, ReportText
from campaigns.models.targets import Institution, Target

__all__ = [
    "Action",
    "ActionDay",
    "Campaign",
    "CampaignMember",
    "CountedDay",
    "EmbeddedForm",
    "Institution",
    "Jurisdiction",
    "PageReport",
    "PartnerOrigin",
    "Report",
    "ReportText",
    "SpentProof",
    "Target",
]
