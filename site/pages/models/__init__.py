"""The models of the ready-made site."""

from .demo import DemoItem
from .images import CampaignImage, CampaignRendition
from .look import LookSettings
from .pages import EventPage, EventsPage, FundraiserPage, HomePage, PetitionPage, StandardPage

__all__ = [
    "CampaignImage",
    "CampaignRendition",
    "DemoItem",
    "EventPage",
    "EventsPage",
    "FundraiserPage",
    "HomePage",
    "LookSettings",
    "PetitionPage",
    "StandardPage",
]
