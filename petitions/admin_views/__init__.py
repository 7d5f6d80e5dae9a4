"""Staff's views of signatures, campuses and deliveries, and the deeds that change one: in Wagtail's admin."""

from petitions.admin_views.adding import AddPlacesView, OpenPlacesView
from petitions.admin_views.common import CAN_ACT, CAN_RULE, CAN_SEE
from petitions.admin_views.deeds import CloseView, InvalidateView, ReleaseView, WinView
from petitions.admin_views.deliveries import (
    DeliveriesView,
    DeliveryView,
    DiscardDeliveryView,
    EditDeliveryView,
    HandOverView,
    PlanDeliveryView,
    deliveries_button,
)
from petitions.admin_views.listing import SignaturesView
from petitions.admin_views.packs import LetterView, MakePackView, TakePackView
from petitions.admin_views.places import (
    EditPlaceView,
    HidePlaceView,
    PlacesView,
    ShowPlaceView,
    places_button,
)
from petitions.admin_views.proposals import AcceptProposalView, DeclineProposalView
from petitions.admin_views.telling import ReplyView, TellReplyView, TellView
from petitions.admin_views.unmask import UnmaskView

__all__ = [
    "CAN_ACT",
    "CAN_RULE",
    "CAN_SEE",
    "AcceptProposalView",
    "AddPlacesView",
    "CloseView",
    "DeclineProposalView",
    "DeliveriesView",
    "DeliveryView",
    "DiscardDeliveryView",
    "EditDeliveryView",
    "EditPlaceView",
    "HandOverView",
    "HidePlaceView",
    "InvalidateView",
    "LetterView",
    "MakePackView",
    "OpenPlacesView",
    "PlacesView",
    "PlanDeliveryView",
    "ReleaseView",
    "ReplyView",
    "ShowPlaceView",
    "SignaturesView",
    "TakePackView",
    "TellReplyView",
    "TellView",
    "UnmaskView",
    "WinView",
    "deliveries_button",
    "places_button",
]
