"""Staff's views of signatures, campuses and deliveries, and the deeds that change one: in Wagtail's admin."""

from petitions.admin_views.adding import AddPlacesView, OpenPlacesView
from petitions.admin_views.campus_links import MailLinksView
from petitions.admin_views.chosen import PutAsideChosenView, ReleaseChosenView
from petitions.admin_views.comments import (
    ApproveCommentsView,
    CommentsMenuItem,
    CommentsView,
    HideCommentsView,
    NextCommentView,
)
from petitions.admin_views.common import CAN_ACT, CAN_RULE, CAN_SEE
from petitions.admin_views.deeds import InvalidateView, ReleaseView
from petitions.admin_views.deliveries import (
    DeliveriesView,
    DeliveryView,
    DiscardDeliveryView,
    EditDeliveryView,
    HandOverView,
    PlanDeliveryView,
    PlanPlaceDeliveryView,
    deliveries_button,
)
from petitions.admin_views.delivery_telling import ReplyView, TellDeliveryView, TellReplyView
from petitions.admin_views.embeds import (
    EmbedsView,
    EmbedView,
    EndEmbedView,
    ForbidOriginView,
    ResumeEmbedView,
    embeds_button,
)
from petitions.admin_views.exports import (
    AllowExportView,
    EndExportView,
    ExportsView,
    TakeExportView,
    exports_button,
)
from petitions.admin_views.flyers import FlyersView
from petitions.admin_views.fraud import (
    CountRuleView,
    DeleteRuleView,
    GoOnView,
    LetLooseView,
    NoteBurstView,
    RulesView,
    RunView,
    UndoRunView,
    WriteRuleView,
    rules_button,
)
from petitions.admin_views.kiosks import EndKioskView, KioskCodeView, KiosksView, KioskView, kiosks_button
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
from petitions.admin_views.paper import BatchView, PaperView, SlipsView, UndoBatchView, paper_button
from petitions.admin_views.places import (
    EditPlaceView,
    HidePlaceView,
    PlacesView,
    ShowPlaceView,
    places_button,
)
from petitions.admin_views.proposals import AcceptProposalView, DeclineProposalView
from petitions.admin_views.reports import (
    DismissReportView,
    FinishReportView,
    ReportedPageView,
    ReportsMenuItem,
    ReportsView,
)
from petitions.admin_views.states import (
    ArchiveView,
    CloseView,
    GoLiveView,
    PauseView,
    ResumeView,
    UnarchiveView,
    WinView,
    state_buttons,
)
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
    "ApproveCommentsView",
    "ApproveNewsView",
    "ApproveNoticeView",
    "ArchiveView",
    "BatchView",
    "CloseView",
    "CommentsMenuItem",
    "CommentsView",
    "CountRuleView",
    "DeclineNewsView",
    "DeclineProposalView",
    "DeclineUpdateView",
    "DeleteRuleView",
    "DeliveriesView",
    "DeliveryView",
    "DiscardDeliveryView",
    "DismissReportView",
    "EditDeliveryView",
    "EditPlaceView",
    "EmbedView",
    "EmbedsView",
    "EndEmbedView",
    "EndExportView",
    "EndKioskView",
    "ExportsView",
    "FinishReportView",
    "FlyersView",
    "ForbidOriginView",
    "GoLiveView",
    "GoOnView",
    "HandOverView",
    "HideCommentsView",
    "HidePlaceView",
    "HideUpdateView",
    "InvalidateView",
    "KioskCodeView",
    "KioskView",
    "KiosksView",
    "LetLooseView",
    "LetterView",
    "MailLinksView",
    "MakePackView",
    "NewsView",
    "NextCommentView",
    "NoteBurstView",
    "OpenPlacesView",
    "OrganizersView",
    "OverviewView",
    "PaperView",
    "PauseView",
    "PlacesView",
    "PlanDeliveryView",
    "PlanPlaceDeliveryView",
    "PutAsideChosenView",
    "ReleaseChosenView",
    "ReleaseView",
    "RemoveNoticeView",
    "RenewOrganizerView",
    "ReplyView",
    "ReportedPageView",
    "ReportsMenuItem",
    "ReportsView",
    "ResumeEmbedView",
    "ResumeView",
    "RevokeOrganizerView",
    "RulesView",
    "RunView",
    "ShowPlaceView",
    "ShowUpdateView",
    "SignaturesView",
    "SlipsView",
    "StopNewsView",
    "TakeExportView",
    "TakePackView",
    "TellDeliveryView",
    "TellReplyView",
    "TellView",
    "UnarchiveView",
    "UndoBatchView",
    "UndoRunView",
    "UnmaskView",
    "WinView",
    "WordsMenuItem",
    "WordsView",
    "WriteRuleView",
    "deliveries_button",
    "embeds_button",
    "exports_button",
    "kiosks_button",
    "overview_button",
    "paper_button",
    "places_button",
    "rules_button",
    "state_buttons",
    "tell_button",
]
