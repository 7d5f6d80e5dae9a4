"""Staff's views of signatures and campuses, and the deeds that end or change one: in Wagtail's admin."""

from petitions.admin_views.adding import AddPlacesView, OpenPlacesView
from petitions.admin_views.common import CAN_ACT, CAN_RULE, CAN_SEE
from petitions.admin_views.deeds import CloseView, DeliverView, InvalidateView, ReleaseView, WinView
from petitions.admin_views.flyers import FlyersView
from petitions.admin_views.listing import SignaturesView
from petitions.admin_views.notices import ApproveNoticeView, RemoveNoticeView
from petitions.admin_views.places import (
    EditPlaceView,
    HidePlaceView,
    PlacesView,
    ShowPlaceView,
    places_button,
)
from petitions.admin_views.proposals import AcceptProposalView, DeclineProposalView
from petitions.admin_views.unmask import UnmaskView

__all__ = [
    "CAN_ACT",
    "CAN_RULE",
    "CAN_SEE",
    "AcceptProposalView",
    "AddPlacesView",
    "ApproveNoticeView",
    "CloseView",
    "DeclineProposalView",
    "DeliverView",
    "EditPlaceView",
    "FlyersView",
    "HidePlaceView",
    "InvalidateView",
    "OpenPlacesView",
    "PlacesView",
    "ReleaseView",
    "RemoveNoticeView",
    "ShowPlaceView",
    "SignaturesView",
    "UnmaskView",
    "WinView",
    "places_button",
]
