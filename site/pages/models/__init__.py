"""The models of the ready-made site."""

from .images import CampaignImage, CampaignRendition
from .look import LookSettings

__all__ = ["CampaignImage", "CampaignRendition", "LookSettings"]
