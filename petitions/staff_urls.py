"""The addresses of staff's views of petitions, beside those that Wagtail's own make."""

from django.urls import URLPattern, path
from django.views.generic import View

from petitions import admin_views


def staff_paths() -> list[URLPattern]:
    """All of them, with random ids."""
    return [
        *_signature_paths(),
        *_place_paths("<uuid:petition>/places/"),
        *_word_paths(),
        *_moderation_paths(),
        *_state_paths(),
        *_delivery_paths(),
        *_paper_paths(),
        *_fraud_paths("<uuid:petition>/"),
        *_embed_paths("<uuid:petition>/embeds/"),
        *_kiosk_paths("<uuid:petition>/table/"),
        *_export_paths("<uuid:petition>/exports/"),
    ]


def _signature_paths() -> list[URLPattern]:
    """A petition at a glance, its signatures, and one of them."""
    at = "<uuid:petition>/signatures/"
    one = f"{at}<uuid:signature>/"
    signatures = admin_views.SignaturesView
    return [
        path("<uuid:petition>/glance/", admin_views.OverviewView.as_view(), name="overview"),
        path("<uuid:petition>/tell/", admin_views.TellView.as_view(), name="tell"),
        path(at, signatures.as_view(), name="signatures"),
        path(f"{at}results/", signatures.as_view(results_only=True), name="signatures_results"),
        path(f"{one}look/", admin_views.UnmaskView.as_view(), name="unmask"),
        path(f"{one}release/", admin_views.ReleaseView.as_view(), name="release"),
        path(f"{one}invalidate/", admin_views.InvalidateView.as_view(), name="invalidate"),
    ]


def _place_paths(at: str) -> list[URLPattern]:
    """Campuses and cities, and what visitors tell of them."""
    proposed, notice = f"{at}proposed/<uuid:proposal>/", f"{at}recruiters/<uuid:notice>/"
    places = admin_views.PlacesView
    return [
        path(at, places.as_view(), name="places"),
        path(f"{at}results/", places.as_view(results_only=True), name="places_results"),
        path(f"{at}add/", admin_views.AddPlacesView.as_view(), name="places_add"),
        path(f"{at}flyers/", admin_views.FlyersView.as_view(), name="places_flyers"),
        path(f"{at}links/", admin_views.MailLinksView.as_view(), name="places_links"),
        path(f"{at}open/", admin_views.OpenPlacesView.as_view(), name="places_open"),
        path(f"{at}<uuid:place>/", admin_views.EditPlaceView.as_view(), name="place_edit"),
        path(f"{at}<uuid:place>/hide/", admin_views.HidePlaceView.as_view(), name="place_hide"),
        path(f"{at}<uuid:place>/show/", admin_views.ShowPlaceView.as_view(), name="place_show"),
        path(f"{proposed}accept/", admin_views.AcceptProposalView.as_view(), name="proposal_accept"),
        path(f"{proposed}decline/", admin_views.DeclineProposalView.as_view(), name="proposal_decline"),
        path(f"{notice}show/", admin_views.ApproveNoticeView.as_view(), name="notice_approve"),
        path(f"{notice}delete/", admin_views.RemoveNoticeView.as_view(), name="notice_remove"),
        *_organizer_paths(f"{at}<uuid:place>/organizers/"),
    ]


def _delivery_paths() -> list[URLPattern]:
    """Those of deliveries."""
    at = "<uuid:petition>/deliveries/"
    one = f"{at}<uuid:delivery>/"
    deliveries = admin_views.DeliveriesView
    views: dict[str, type[View]] = {
        "edit": admin_views.EditDeliveryView,
        "pack": admin_views.MakePackView,
        "take": admin_views.TakePackView,
        "hand_over": admin_views.HandOverView,
        "reply": admin_views.ReplyView,
        "tell": admin_views.TellDeliveryView,
        "tell_reply": admin_views.TellReplyView,
        "discard": admin_views.DiscardDeliveryView,
    }
    return [
        path(at, deliveries.as_view(), name="deliveries"),
        path(f"{at}results/", deliveries.as_view(results_only=True), name="deliveries_results"),
        path(f"{at}plan/", admin_views.PlanDeliveryView.as_view(), name="delivery_plan"),
        path(
            f"{at}plan/<uuid:place>/", admin_views.PlanPlaceDeliveryView.as_view(), name="delivery_plan_place"
        ),
        path(one, admin_views.DeliveryView.as_view(), name="delivery"),
        path(f"{one}letter/<slug:language>/", admin_views.LetterView.as_view(), name="delivery_letter"),
        *(
            path(f"{one}{name.replace('_', '-')}/", view.as_view(), name=f"delivery_{name}")
            for name, view in views.items()
        ),
    ]


def _fraud_paths(at: str) -> list[URLPattern]:
    """Rules against bad signatures, their runs, and what is done with chosen signatures."""
    rule, run = f"{at}rules/<uuid:rule>/", f"{at}runs/<uuid:run>/"
    return [
        path(f"{at}rules/", admin_views.RulesView.as_view(), name="rules"),
        path(f"{at}rules/add/", admin_views.WriteRuleView.as_view(), name="rule_add"),
        path(f"{rule}count/", admin_views.CountRuleView.as_view(), name="rule_count"),
        path(f"{rule}delete/", admin_views.DeleteRuleView.as_view(), name="rule_delete"),
        path(run, admin_views.RunView.as_view(), name="run"),
        path(f"{run}put-aside/", admin_views.LetLooseView.as_view(), name="run_let_loose"),
        path(f"{run}undo/", admin_views.UndoRunView.as_view(), name="run_undo"),
        path(f"{run}go-on/", admin_views.GoOnView.as_view(), name="run_go_on"),
        path(f"{at}growth-noted/", admin_views.NoteBurstView.as_view(), name="growth_noted"),
        path(f"{at}chosen/put-aside/", admin_views.PutAsideChosenView.as_view(), name="chosen_aside"),
        path(f"{at}chosen/release/", admin_views.ReleaseChosenView.as_view(), name="chosen_release"),
    ]


def _word_paths() -> list[URLPattern]:
    """Updates and messages to signers, of all petitions that one may see."""
    update, news = "words/update/<uuid:update>/", "words/news/<uuid:news>/"
    return [
        path("words/", admin_views.WordsView.as_view(), name="words"),
        path(f"{update}show/", admin_views.ShowUpdateView.as_view(), name="update_show"),
        path(f"{update}hide/", admin_views.HideUpdateView.as_view(), name="update_hide"),
        path(f"{update}decline/", admin_views.DeclineUpdateView.as_view(), name="update_decline"),
        path(news, admin_views.NewsView.as_view(), name="news"),
        path(f"{news}approve/", admin_views.ApproveNewsView.as_view(), name="news_approve"),
        path(f"{news}decline/", admin_views.DeclineNewsView.as_view(), name="news_decline"),
        path(f"{news}stop/", admin_views.StopNewsView.as_view(), name="news_stop"),
    ]


def _state_paths() -> list[URLPattern]:
    """From draft to archive."""
    views: dict[str, type[View]] = {
        "go_live": admin_views.GoLiveView,
        "pause": admin_views.PauseView,
        "resume": admin_views.ResumeView,
        "close": admin_views.CloseView,
        "win": admin_views.WinView,
        "archive": admin_views.ArchiveView,
        "unarchive": admin_views.UnarchiveView,
    }
    return [
        path(f"<uuid:petition>/{name.replace('_', '-')}/", view.as_view(), name=name)
        for name, view in views.items()
    ]


def _moderation_paths() -> list[URLPattern]:
    """Comments and reports, of all petitions that one may see."""
    report = "reports/<uuid:report>/"
    return [
        path("comments/", admin_views.CommentsView.as_view(), name="comments"),
        path("comments/next/", admin_views.NextCommentView.as_view(), name="comments_next"),
        path("comments/approve/", admin_views.ApproveCommentsView.as_view(), name="comments_approve"),
        path("comments/hide/", admin_views.HideCommentsView.as_view(), name="comments_hide"),
        path("reports/", admin_views.ReportsView.as_view(), name="reports"),
        path(f"{report}page/", admin_views.ReportedPageView.as_view(), name="report_page"),
        path(f"{report}done/", admin_views.FinishReportView.as_view(), name="report_done"),
        path(f"{report}dismiss/", admin_views.DismissReportView.as_view(), name="report_dismiss"),
    ]


def _embed_paths(at: str) -> list[URLPattern]:
    """A petition's form on partners' pages."""
    one = f"{at}<uuid:embed>/"
    return [
        path(at, admin_views.EmbedsView.as_view(), name="embeds"),
        path(one, admin_views.EmbedView.as_view(), name="embed"),
        path(f"{one}end/", admin_views.EndEmbedView.as_view(), name="embed_end"),
        path(f"{one}resume/", admin_views.ResumeEmbedView.as_view(), name="embed_resume"),
        path(f"{one}sites/<uuid:origin>/", admin_views.ForbidOriginView.as_view(), name="embed_forbid"),
    ]


def _kiosk_paths(at: str) -> list[URLPattern]:
    """A petition's form on tables."""
    one = f"{at}<uuid:kiosk>/"
    return [
        path(at, admin_views.KiosksView.as_view(), name="kiosks"),
        path(one, admin_views.KioskView.as_view(), name="kiosk"),
        path(f"{one}code.png", admin_views.KioskCodeView.as_view(), name="kiosk_code"),
        path(f"{one}end/", admin_views.EndKioskView.as_view(), name="kiosk_end"),
    ]


def _export_paths(at: str) -> list[URLPattern]:
    """Tables of one petition's signatures."""
    one = f"{at}<uuid:export>/"
    return [
        path(at, admin_views.ExportsView.as_view(), name="exports"),
        path(f"{one}allow/", admin_views.AllowExportView.as_view(), name="export_allow"),
        path(f"{one}take/", admin_views.TakeExportView.as_view(), name="export_take"),
        path(f"{one}end/", admin_views.EndExportView.as_view(), name="export_end"),
    ]


def _organizer_paths(at: str) -> list[URLPattern]:
    """Private links to one campus."""
    one = f"{at}<uuid:organizer>/"
    return [
        path(at, admin_views.OrganizersView.as_view(), name="organizers"),
        path(f"{one}renew/", admin_views.RenewOrganizerView.as_view(), name="organizer_renew"),
        path(f"{one}revoke/", admin_views.RevokeOrganizerView.as_view(), name="organizer_revoke"),
    ]


def _paper_paths() -> list[URLPattern]:
    """Slips of paper under one petition."""
    at = "<uuid:petition>/paper/"
    one = f"{at}<uuid:batch>/"
    return [
        path(at, admin_views.PaperView.as_view(), name="paper"),
        path(f"{at}slips.pdf", admin_views.SlipsView.as_view(), name="paper_slips"),
        path(one, admin_views.BatchView.as_view(), name="paper_batch"),
        path(f"{one}undo/", admin_views.UndoBatchView.as_view(), name="paper_undo"),
    ]
