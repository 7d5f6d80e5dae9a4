"""Staff's views of signatures, and the deeds that end or change one: in Wagtail's admin."""

from petitions.admin_views.common import CAN_ACT, CAN_RULE, CAN_SEE
from petitions.admin_views.deeds import CloseView, DeliverView, InvalidateView, ReleaseView, WinView
from petitions.admin_views.listing import SignaturesView
from petitions.admin_views.unmask import UnmaskView

__all__ = [
    "CAN_ACT",
    "CAN_RULE",
    "CAN_SEE",
    "CloseView",
    "DeliverView",
    "InvalidateView",
    "ReleaseView",
    "SignaturesView",
    "UnmaskView",
    "WinView",
]
