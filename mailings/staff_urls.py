"""The addresses of staff's views of mailings, beside those that Wagtail's own make."""

from django.urls import URLPattern, path
from django.views.generic import View

from mailings.admin_views import (
    approving,
    checking,
    comparing,
    copying,
    overview,
    results,
    sending,
    series,
    testing,
    unknowns,
    whom,
    writing,
)

AT = "<uuid:mailing>/"


def staff_paths() -> list[URLPattern]:
    """All of them, with random ids."""
    return [*_draft_paths(), *_sending_paths(), *_result_paths(), *_series_paths()]


def _draft_paths() -> list[URLPattern]:
    """A mailing at a glance, and what is done with a draft."""
    views: dict[str, type[View]] = {
        "whom": whom.WhomView,
        "whom_number": whom.WhomNumberView,
        "people": whom.PeopleView,
        "check": checking.CheckView,
        "check_links": checking.ForeignLinksView,
        "send_test": checking.TestSendView,
        "test": testing.PlanTestView,
        "hour": sending.HourView,
        "approve": approving.ApproveView,
        "withdraw": approving.WithdrawView,
        "duplicate": copying.DuplicateView,
        "again": copying.AgainView,
    }
    return [
        path(f"{AT}glance/", overview.OverviewView.as_view(), name="overview"),
        *_named(views),
        path(
            f"{AT}words/<slug:variant>/<slug:language>/",
            writing.StartWordsView.as_view(),
            name="start_words",
        ),
    ]


def _sending_paths() -> list[URLPattern]:
    """From letting it go to its end."""
    views: dict[str, type[View]] = {
        "send": sending.SendView,
        "take_back": sending.TakeBackView,
        "pause": sending.PauseView,
        "resume": sending.ResumeView,
        "resume_half": sending.ResumeHalfView,
        "stop": sending.StopView,
        "unknown": unknowns.UnknownView,
        "settle_sent": unknowns.SettleSentView,
        "settle_failed": unknowns.SettleFailedView,
        "settle_again": unknowns.SettleAgainView,
    }
    choose = path(f"{AT}choose/<slug:variant>/", testing.ChooseWinnerView.as_view(), name="choose")
    return [*_named(views), choose]


def _result_paths() -> list[URLPattern]:
    """What became of them."""
    return [
        *_named({"results": results.ResultsView}),
        path("compare/", comparing.CompareView.as_view(), name="compare"),
    ]


def _series_paths() -> list[URLPattern]:
    """Series, and their steps."""
    at = "series/<uuid:series>/"
    step = f"{at}steps/<uuid:step>/"
    return [
        path(at, series.SeriesView.as_view(), name="series_one"),
        path(f"{at}start/", series.StartView.as_view(), name="series_start"),
        path(f"{at}rest/", series.RestView.as_view(), name="series_rest"),
        path(f"{at}steps/new/", series.AddStepView.as_view(), name="series_step_add"),
        path(step, series.EditStepView.as_view(), name="series_step"),
        path(f"{step}remove/", series.RemoveStepView.as_view(), name="series_step_remove"),
    ]


def _named(views: dict[str, type[View]]) -> list[URLPattern]:
    return [path(f"{AT}{name.replace('_', '-')}/", view.as_view(), name=name) for name, view in views.items()]
