"""The models of the ready-made site."""

from .campaigns import CampaignPage
from .demo import DemoItem
from .dossiers import FightsPage, TargetPage
from .events import EventPage, EventsPage
from .front import HomePage
from .fundraisers import FundraiserPage
from .images import CampaignImage, CampaignRendition
from .look import LookSettings
from .petitions import PetitionPage
from .resources import ResourcePage
from .standard import StandardPage
from .updates import UpdatePage, UpdatesPage

__all__ = [
    "CampaignImage",
    "CampaignPage",
    "CampaignRendition",
    "DemoItem",
    "EventPage",
    "EventsPage",
    "FightsPage",
    "FundraiserPage",
    "HomePage",
    "LookSettings",
    "PetitionPage",
    "ResourcePage",
    "StandardPage",
    "TargetPage",
    "UpdatePage",
    "UpdatesPage",
]
