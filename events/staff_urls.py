"""The addresses of staff's views of events, beside those that Wagtail's own make."""

from django.urls import URLPattern, path
from django.views.generic import View

from events.admin_views import (
    answers,
    chosen,
    dates,
    doors,
    embeds,
    hosts,
    invites,
    messages,
    overview,
    papers,
    proposals,
    roster,
    shifts,
    states,
    unmask,
)


def staff_paths() -> list[URLPattern]:
    """All of them, with random ids."""
    return [*_event_paths(), *_date_paths(), *_embed_paths("<uuid:event>/embeds/"), *_proposal_paths()]


def _event_paths() -> list[URLPattern]:
    """An event at a glance, and where it goes from there."""
    at = "<uuid:event>/"
    views: dict[str, type[View]] = {
        "confirm": states.ConfirmView,
        "tentative": states.TentativeView,
        "call_off_event": states.CallOffView,
        "guard": states.GuardView,
        "date_add": dates.AddDateView,
        "repeat": dates.RepeatView,
        "hosts": hosts.HostsView,
        "invites": invites.InvitesView,
        "pocket_card": papers.PocketCardView,
    }
    link = f"{at}hosts/<uuid:link>/"
    return [
        path("contact-card/", papers.ContactCardView.as_view(), name="contact_card"),
        path(f"{at}glance/", overview.OverviewView.as_view(), name="overview"),
        *(path(f"{at}{name.replace('_', '-')}/", view.as_view(), name=name) for name, view in views.items()),
        path(f"{link}renew/", hosts.RenewHostView.as_view(), name="host_renew"),
        path(f"{link}end/", hosts.EndHostView.as_view(), name="host_end"),
        path(f"{at}invites/<uuid:invite>/end/", invites.EndInviteView.as_view(), name="invite_end"),
    ]


def _date_paths() -> list[URLPattern]:
    """One date: who comes, and what is done with it and with them."""
    at = "dates/<uuid:date>/"
    shift, who = f"{at}shifts/<uuid:shift>/", f"{at}<uuid:attendance>/"
    views: dict[str, type[View]] = {
        "date_edit": dates.EditDateView,
        "date_remove": dates.RemoveDateView,
        "private": dates.PrivateView,
        "move": dates.MoveDateView,
        "call_off": dates.CallOffDateView,
        "release": dates.ReleaseSeatsView,
        "message": messages.MessageView,
        "doors": doors.DoorsView,
        "tally": dates.TallyView,
        "answers": answers.AnswersView,
        "shift_add": shifts.AddShiftView,
        "chosen_accept": chosen.AcceptChosenView,
        "chosen_decline": chosen.DeclineChosenView,
        "chosen_came": chosen.CameChosenView,
        "chosen_away": chosen.AwayChosenView,
    }
    return [
        path(at, roster.RosterView.as_view(), name="date"),
        path(f"{at}results/", roster.RosterView.as_view(results_only=True), name="date_results"),
        *(path(f"{at}{name.replace('_', '-')}/", view.as_view(), name=name) for name, view in views.items()),
        path(shift, shifts.EditShiftView.as_view(), name="shift_edit"),
        path(f"{shift}delete/", shifts.RemoveShiftView.as_view(), name="shift_remove"),
        path(f"{at}doors/<uuid:link>/end/", doors.EndDoorView.as_view(), name="door_end"),
        path(f"{who}look/", unmask.UnmaskView.as_view(), name="unmask"),
    ]


def _embed_paths(at: str) -> list[URLPattern]:
    """An open event's form on partners' pages."""
    one = f"{at}<uuid:embed>/"
    return [
        path(at, embeds.EmbedsView.as_view(), name="embeds"),
        path(one, embeds.EmbedView.as_view(), name="embed"),
        path(f"{one}end/", embeds.EndEmbedView.as_view(), name="embed_end"),
        path(f"{one}resume/", embeds.ResumeEmbedView.as_view(), name="embed_resume"),
        path(f"{one}sites/<uuid:origin>/", embeds.ForbidOriginView.as_view(), name="embed_forbid"),
    ]


def _proposal_paths() -> list[URLPattern]:
    """What visitors would like to host."""
    at = "proposed/"
    one = f"{at}<uuid:proposal>/"
    return [
        path(at, proposals.ProposalsView.as_view(), name="proposals"),
        path(f"{one}accept/", proposals.AcceptProposalView.as_view(), name="proposal_accept"),
        path(f"{one}decline/", proposals.DeclineProposalView.as_view(), name="proposal_decline"),
    ]
