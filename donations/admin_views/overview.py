"""One fundraiser at a glance: what was reached, what comes next, and its state."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from donations.admin_views.common import (
    CAN_EDIT,
    CAN_SEE_EMBEDS,
    CAN_SEE_TOTALS,
    CAN_VIEW,
    DAYS,
    OfFundraiser,
    fundraiser_trail,
    fundraiser_url,
    fundraisers_trail,
)
from donations.chart import chart_of
from donations.deadline_words import until_words
from donations.enums import FundraiserState
from donations.exceptions import FundraiserMoved
from donations.models import Fundraiser
from donations.selectors.report import by_day, by_part, by_source, totals_of
from donations.selectors.rules import page_path
from donations.selectors.totals import drive_of
from donations.services.fundraisers import close_fundraiser, open_fundraiser, reopen_fundraiser
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.exceptions import CountersignError
from privacy.scopes import AnyUser
from privacy.staff_views import QuestionView

MEANINGS = {
    FundraiserState.DRAFT: _("It takes no gifts yet. Publishing its page opens it."),
    FundraiserState.OPEN: _("It takes gifts, by its days and goals."),
    FundraiserState.CLOSED: _("It takes no more gifts. Monthly gifts go on."),
}
DEEDS = {
    FundraiserState.DRAFT: ("open", _("Open it")),
    FundraiserState.OPEN: ("close", _("Close it")),
    FundraiserState.CLOSED: ("reopen", _("Open it again")),
}


def ways_of(user: AnyUser, fundraiser: Fundraiser) -> list[Button]:
    """What this user can do with a fundraiser from where it stands."""
    ways = []
    if user.has_perm(CAN_EDIT):
        name, label = DEEDS[FundraiserState(fundraiser.state)]
        ways = [
            Button(gettext("Edit"), url=reverse("fundraiser:edit", args=[fundraiser.pk])),
            Button(str(label), url=reverse(f"fundraiser:{name}", args=[fundraiser.public_id])),
        ]
    if user.has_perm(CAN_SEE_EMBEDS):
        embeds = reverse("fundraiser:embeds", args=[fundraiser.public_id])
        ways.append(Button(gettext("Partners’ pages"), url=embeds, icon_name="code"))
    return ways


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class OverviewView(OfFundraiser, WagtailAdminTemplateMixin, View):
    """As many queries for ten gifts as for a million; numbers for those who may see them."""

    permission = CAN_VIEW
    template_name = "donations/admin/overview.html"
    header_icon = "tag"
    http_method_names = ["get"]

    @property
    def page_title(self) -> str:
        return self.fundraiser.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return fundraisers_trail(self.fundraiser.name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        fundraiser = self.fundraiser
        context = self.get_context_data(
            fundraiser=fundraiser,
            meaning=MEANINGS[FundraiserState(fundraiser.state)],
            ways=ways_of(request.user, fundraiser),
            page_url=page_path(fundraiser, request.LANGUAGE_CODE or ""),
            until=until_words(fundraiser) if fundraiser.deadline_at else "",
            **(self.numbers() if request.user.has_perm(CAN_SEE_TOTALS) else {}),
        )
        return TemplateResponse(request, self.template_name, context)

    def numbers(self) -> dict[str, Any]:
        fundraiser = self.fundraiser
        drive, totals = drive_of(fundraiser), totals_of(fundraiser)
        charts = [chart_of(days, code) for code, days in by_day(totals, days=DAYS).items()]
        return {
            "drive": drive,
            "raised": fundraiser.money(drive.money),
            "goal": fundraiser.money(drive.goal_shown) if drive.goal_shown else None,
            "charts": charts,
            "parts": by_part(totals),
            "sources": by_source(totals),
        }


class StateView(OfFundraiser, QuestionView):
    """Moves a fundraiser from one state to the next."""

    permission = CAN_EDIT
    back_label: ClassVar[Any] = _("Back to the fundraiser")

    def subject(self) -> str:
        return self.fundraiser.name

    def back_url(self) -> str:
        return fundraiser_url(self.fundraiser)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return fundraiser_trail(self.fundraiser, self.page_title)

    def why_not(self, refusal: CountersignError) -> str:
        if not isinstance(refusal, FundraiserMoved):
            raise refusal
        return gettext("It stands elsewhere by now: a colleague may have been faster.")


@audience(Audience.STAFF)
class OpenView(StateView):
    page_title = _("Open the fundraiser")
    question = _("It takes gifts from now on, or from its opening day.")
    effects = [_("Publishing its page does the same; this is for one that stands in other pages only.")]
    button = _("Open it")
    done = _("The fundraiser is open.")

    def act(self, actor: Actor) -> None:
        open_fundraiser(fundraiser=self.fundraiser, actor=actor)


@audience(Audience.STAFF)
class CloseView(StateView):
    page_title = _("Close the fundraiser")
    question = _("It takes no more gifts, and its pages say so.")
    effects = [_("Monthly gifts go on until their donors end them."), _("You can open it again.")]
    button = _("Close it")
    done = _("The fundraiser is closed.")

    def act(self, actor: Actor) -> None:
        close_fundraiser(fundraiser=self.fundraiser, actor=actor)


@audience(Audience.STAFF)
class ReopenView(StateView):
    page_title = _("Open the fundraiser again")
    question = _("It takes gifts again, by its days and goals.")
    button = _("Open it again")
    done = _("The fundraiser is open.")

    def act(self, actor: Actor) -> None:
        reopen_fundraiser(fundraiser=self.fundraiser, actor=actor)
