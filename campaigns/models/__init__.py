"""The app's models."""

from campaigns.models.actions import Action
from campaigns.models.campaign import Campaign, CampaignMember
from campaigns.models.jurisdictions import Jurisdiction
from campaigns.models.proofs import SpentProof
from campaigns.models.targets import Institution, Target

__all__ = ["Action", "Campaign", "CampaignMember", "Institution", "Jurisdiction", "SpentProof", "Target"]
