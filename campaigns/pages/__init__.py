"""The mixins of pages: one that presents an action, a target’s dossier, the local fights."""

from campaigns.pages.actions import (
    ActionPageForm,
    ActionPageMixin,
    action_page_models,
    belongs_elsewhere,
    campaign_of,
    copy_texts,
    detach_copied_deeds,
    pages_of,
)

__all__ = [
    "ActionPageForm",
    "ActionPageMixin",
    "action_page_models",
    "belongs_elsewhere",
    "campaign_of",
    "copy_texts",
    "detach_copied_deeds",
    "pages_of",
]
