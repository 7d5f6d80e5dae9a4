"""Staff's views of signatures, campuses and deliveries, and the deeds that change one: in Wagtail's admin."""

from petitions.admin_views.adding import AddPlacesView, OpenPlacesView
from petitions.admin_views.campus_links import MailLinksView
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
from petitions.admin_views.delivery_telling import ReplyView, TellDeliveryView, TellReplyView
from petitions.admin_views.exports import (
    AllowExportView,
    EndExportView,
    ExportsView,
    TakeExportView,
    exports_button,
)
from petitions.admin_views.flyers import FlyersView
from petitions.admin_views.listing import SignaturesView
from petitions.admin_views.news import (
    ApproveNewsView,
    DeclineNewsView,
    NewsView,
    StopNewsView,
)
from petitions.admin_views.notices import ApproveNoticeView, RemoveNoticeView
from petitions.admin_views.organizers import OrganizersView, RenewOrganizerView, RevokeOrganizerView
from petitions.admin_views.overview import OverviewView, overview_button
from petitions.admin_views.packs import LetterView, MakePackView, TakePackView
from petitions.admin_views.places import (
    EditPlaceView,
    HidePlaceView,
    PlacesView,
    ShowPlaceView,
    places_button,
)
from petitions.admin_views.proposals import AcceptProposalView, DeclineProposalView
from petitions.admin_views.telling import TellView, tell_button
from petitions.admin_views.unmask import UnmaskView
from petitions.admin_views.words import (
    DeclineUpdateView,
    HideUpdateView,
    ShowUpdateView,
    WordsMenuItem,
    WordsView,
)

__all__ = [
    "CAN_ACT",
    "CAN_RULE",
    "CAN_SEE",
    "AcceptProposalView",
    "AddPlacesView",
    "AllowExportView",
    "ApproveNewsView",
    "ApproveNoticeView",
    "CloseView",
    "DeclineNewsView",
    "DeclineProposalView",
    "DeclineUpdateView",
    "DeliveriesView",
    "DeliveryView",
    "DiscardDeliveryView",
    "EditDeliveryView",
    "EditPlaceView",
    "EndExportView",
    "ExportsView",
    "FlyersView",
    "HandOverView",
    "HidePlaceView",
    "HideUpdateView",
    "InvalidateView",
    "LetterView",
    "MailLinksView",
    "MakePackView",
    "NewsView",
    "OpenPlacesView",
    "OrganizersView",
    "OverviewView",
    "PlacesView",
    "PlanDeliveryView",
    "ReleaseView",
    "RemoveNoticeView",
    "RenewOrganizerView",
    "ReplyView",
    "RevokeOrganizerView",
    "ShowPlaceView",
    "ShowUpdateView",
    "SignaturesView",
    "StopNewsView",
    "TakeExportView",
    "TakePackView",
    "TellDeliveryView",
    "TellReplyView",
    "TellView",
    "UnmaskView",
    "WinView",
    "WordsMenuItem",
    "WordsView",
    "deliveries_button",
    "exports_button",
    "overview_button",
    "places_button",
    "tell_button",
]
