"""The models of the ready-made site."""

from .demo import DemoItem
from .images import CampaignImage, CampaignRendition
from .look import LookSettings
from .pages import HomePage, PetitionPage, StandardPage

__all__ = [
    "CampaignImage",
    "CampaignRendition",
    "DemoItem",
    "HomePage",
    "LookSettings",
    "PetitionPage",
    "StandardPage",
]
