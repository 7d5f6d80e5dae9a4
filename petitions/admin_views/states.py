"""From draft to archive: what each deed does to visitors and to signers' data, and its button."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.widgets.button import Button

from petitions import services
from petitions.admin_views.common import CAN_RULE
from petitions.admin_views.deeds import DeedView
from petitions.admin_views.state_forms import ArchiveForm, PauseForm
from petitions.enums import PetitionState
from petitions.exceptions import PetitionMoved
from petitions.models import Petition
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.scopes import AnyUser

# What a state means, in one sentence, for staff.
MEANINGS = {
    PetitionState.DRAFT: _("Nobody can sign it yet. Publishing its page sets it live."),
    PetitionState.OPEN: _("It can be signed, from its opening day to its last day."),
    PetitionState.PAUSED: _("It cannot be signed for now. Nothing is lost, and it can go on at any time."),
    PetitionState.CLOSED: _("It is over. Its page says what came of it."),
    PetitionState.WON: _("It is over. Its page tells the victory."),
    PetitionState.ARCHIVED: _("It is over. Whoever opens its page is led on to what is live."),
}
LINKS_STAY = _("The links in mails, to take the name off and to hear no more, go on working.")


def state_buttons(user: AnyUser, petition: Petition) -> list[Button]:
    """What can become of it from where it stands, for whoever may change petitions."""
    if not user.has_perm(CAN_RULE):
        return []
    deeds = {
        PetitionState.DRAFT: [("go_live", _("Set live"), "upload")],
        PetitionState.OPEN: [
            ("pause", _("Pause"), "time"),
            ("close", _("Close"), "cross"),
            ("win", _("Won"), "pick"),
        ],
        PetitionState.PAUSED: [
            ("resume", _("Go on"), "rotate"),
            ("close", _("Close"), "cross"),
            ("win", _("Won"), "pick"),
        ],
        PetitionState.CLOSED: [("win", _("Won"), "pick"), ("archive", _("Archive"), "folder-inverse")],
        PetitionState.WON: [("archive", _("Archive"), "folder-inverse")],
        PetitionState.ARCHIVED: [("unarchive", _("Take out of the archive"), "folder-open-inverse")],
    }
    return [
        Button(
            label, url=reverse(f"petition:{name}", args=[petition.public_id]), icon_name=icon, priority=place
        )
        for place, (name, label, icon) in enumerate(deeds[PetitionState(petition.state)], start=1)
    ]


@method_decorator(never_cache, name="dispatch")
class StateDeedView(DeedView):
    """Says what the deed does before it is done, and takes what is to be said with it."""

    permission = CAN_RULE
    template_name = "petitions/admin/state.html"
    form: Any = None

    def make_form(self, data: Any = None) -> forms.Form | None:
        """What is to be said with it, if anything."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = self.make_form(request.POST)
        if self.form is not None and not self.form.is_valid():
            return self.draw(self.form, status=422)
        return super().post(request, *args, **kwargs)

    def draw(self, form: forms.Form | None, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            subject=self.subject(),
            state=self.petition.get_state_display(),
            question=self.question,
            effects=self.effects,
            form=form,
            button=self.button,
            is_danger=self.is_danger,
            back_url=self.back_url(),
            back_label=self.back_label,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
class GoLiveView(StateDeedView):
    page_title = _("Set the petition live")
    header_icon = "upload"
    question = _("It can be signed from now on, or from its opening day.")
    effects = [
        _("Publishing its page does the same; this is for a petition that stands in other pages only."),
        _("It cannot become a draft again; you can pause it."),
        _("A draft whose last day is over stays one: change the day first."),
    ]
    button = _("Set live")
    done = _("The petition is live.")

    def act(self, actor: Actor) -> None:
        services.go_live(petition=self.petition, actor=actor)


@audience(Audience.STAFF)
class PauseView(StateDeedView):
    page_title = _("Pause the petition")
    header_icon = "time"
    question = _("Nobody can sign until you let it go on. Its page, and those of its campuses, say so.")
    effects = [
        _("Every signature and the total stay. Nobody's data are touched, and no key is destroyed."),
        _("Who has signed and not confirmed yet can still press the button in the mail."),
        LINKS_STAY,
        _("On its last day it closes, paused or not."),
    ]
    button = _("Pause")
    done = _("The petition is paused.")

    def make_form(self, data: Any = None) -> PauseForm:
        return PauseForm(data)

    def act(self, actor: Actor) -> None:
        reason = self.form.cleaned_data["reason"]
        services.pause_petition(petition=self.petition, reason=reason, actor=actor)


@audience(Audience.STAFF)
class ResumeView(StateDeedView):
    page_title = _("Let the petition go on")
    header_icon = "rotate"
    question = _(
        "It can be signed again at once, and its pages show the form. The reason for the pause goes."
    )
    effects = [_("Who signed before the pause and signs again still counts once.")]
    button = _("Go on")
    done = _("The petition is live again.")

    def act(self, actor: Actor) -> None:
        services.resume_petition(petition=self.petition, actor=actor)


# What becomes of signers' data, whether it is closed or won.
OVER_FOR_SIGNERS = [
    _("The key by which a second signing is recognized is destroyed: it can never be opened again."),
    _("What was signed and not confirmed is deleted now, with all that was typed."),
    _("First names that were shown leave its page at once."),
    _(
        "Who takes no news is forgotten 30 days after it is closed and handed over, a year after signing at "
        "the latest. The signature goes on counting, without a name."
    ),
    _("The total, the updates and the page stay."),
    LINKS_STAY,
]


@audience(Audience.STAFF)
class CloseView(StateDeedView):
    page_title = _("Close the petition")
    question = _("It can be signed no more, for good. To stop for a while only, pause it.")
    effects = OVER_FOR_SIGNERS
    button = _("Close")
    done = _("The petition is closed.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.close_petition(petition=self.petition, actor=actor)


@audience(Audience.STAFF)
class WinView(StateDeedView):
    page_title = _("Declare it won")
    question = _("Its pages show the words of victory. It can be signed no more, for good.")
    effects = OVER_FOR_SIGNERS
    button = _("Won!")
    done = _("The petition is won.")

    def act(self, actor: Actor) -> None:
        try:
            services.close_petition(petition=self.petition, won=True, actor=actor)
        except PetitionMoved:
            services.declare_won(petition=self.petition, actor=actor)


@audience(Audience.STAFF)
class ArchiveView(StateDeedView):
    page_title = _("Archive the petition")
    header_icon = "folder-inverse"
    question = _("Whoever opens its page, or that of one of its campuses, is led on to what is live now.")
    effects = [
        _("Once what you choose is not live any more, its own page is shown and says what came of it."),
        _("It leaves the front page. Its total and its updates are kept."),
        LINKS_STAY,
        _("Nobody's data are touched: what happens after closing goes on. You can take it out again."),
    ]
    button = _("Archive")
    done = _("The petition is archived.")

    def make_form(self, data: Any = None) -> ArchiveForm:
        return ArchiveForm(data, petition=self.petition)

    def act(self, actor: Actor) -> None:
        services.archive_petition(petition=self.petition, leads_to=self.form.chosen, actor=actor)


@audience(Audience.STAFF)
class UnarchiveView(StateDeedView):
    page_title = _("Take the petition out of the archive")
    header_icon = "folder-open-inverse"
    question = _("Its page is shown again, closed or won as it was. It cannot be signed.")
    button = _("Take out of the archive")
    done = _("The petition's page is shown again.")

    def act(self, actor: Actor) -> None:
        services.unarchive_petition(petition=self.petition, actor=actor)
