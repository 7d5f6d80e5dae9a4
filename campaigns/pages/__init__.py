"""The mixins of pages: one that presents an action, a target’s dossier, the local fights."""

from campaigns.pages.actions import (
    ActionPageForm,
    ActionPageMixin,
    action_page_models,
    belongs_elsewhere,
    campaign_of,
    copy_texts,
    detach_copied_deeds,
    page_went_live,
    pages_of,
)
from campaigns.pages.fights import FightsPageMixin
from campaigns.pages.targets import TargetPageMixin

__all__ = [
    "ActionPageForm",
    "ActionPageMixin",
    "FightsPageMixin",
    "TargetPageMixin",
    "action_page_models",
    "belongs_elsewhere",
    "campaign_of",
    "copy_texts",
    "detach_copied_deeds",
    "page_went_live",
    "pages_of",
]
