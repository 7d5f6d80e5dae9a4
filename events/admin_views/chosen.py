"""Deeds with the sign-ups that were ticked in the roster: asked on a first POST, done on a second."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.admin_views.common import CAN_ACT, OfDate, date_trail, date_url, when_of
from events.admin_views.deeds import why_not
from events.exceptions import EventError
from events.models import Attendance
from events.selectors.scope import attendances_visible_to
from events.services.attended import note_attended
from events.services.deciding import accept_attendance, decline_attendance, let_through
from privacy.actors import Actor
from privacy.audiences import Audience, audience

# As many as the roster has on a page.
AT_ONCE = 50


def ticked(request: HttpRequest) -> set[UUID]:
    """The ids that came with the form; what is no id is nobody's."""
    found = set()
    for text in request.POST.getlist("attendance")[:AT_ONCE]:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


class ChosenView(OfDate, WagtailAdminTemplateMixin, View):
    """Asks about the ticked sign-ups, and acts when that page is sent. POST only: ids are in no address."""

    http_method_names = ["post"]
    permission = CAN_ACT
    template_name = "events/admin/chosen.html"
    header_icon = "group"
    question: ClassVar[Any]
    button: ClassVar[Any]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return date_trail(self.date, self.page_title)

    @cached_property
    def attendances(self) -> Sequence[Attendance]:
        """The ticked ones among those this user may see, in the order they came."""
        rows = attendances_visible_to(self.request.user).filter(
            occurrence=self.date, public_id__in=ticked(self.request)
        )
        return list(rows.order_by("pk"))

    def act(self, actor: Actor) -> int:
        """Do it; how many it was done to. What is refused is said of each."""
        raise NotImplementedError

    def one_by_one(self, deed: Any) -> int:
        """``deed`` with each; every refusal is said once."""
        done, refusals = 0, []
        for row in self.attendances:
            try:
                done += deed(row) is not False
            except EventError as refusal:
                refusals.append(why_not(refusal))
        for sentence in dict.fromkeys(refusals):
            messages.error(self.request, sentence)
        return done

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.attendances:
            messages.warning(request, gettext("Tick somebody first."))
            return redirect(date_url(self.date))
        if "sure" not in request.POST:
            context = self.get_context_data(
                subject=f"{self.event.name}, {when_of(self.date)}",
                attendances=self.attendances,
                question=self.question,
                button=self.button,
                back_url=date_url(self.date),
            )
            return TemplateResponse(request, self.template_name, context)
        done = self.act(Actor.staff(self.staff))
        if done:
            text = ngettext("%(number)d sign-up was changed.", "%(number)d sign-ups were changed.", done)
            messages.success(request, text % {"number": done})
        return redirect(date_url(self.date))


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AcceptChosenView(ChosenView):
    page_title = _("Accept them")
    question = _(
        "Each gets a place if one is free, in the order they signed up, and a mail with the ticket where "
        "they left an address. Whom the gate held back is sent the button that confirms."
    )
    button = _("Accept")

    def act(self, actor: Actor) -> int:
        def accept(row: Attendance) -> None:
            if row.is_quarantined:
                let_through(attendance=row, actor=actor)
            else:
                accept_attendance(attendance=row, actor=actor)

        return self.one_by_one(accept)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class DeclineChosenView(ChosenView):
    page_title = _("Decline them")
    question = _(
        "They lose their place, which goes to the next on the list, and are told so where they left an "
        "address."
    )
    button = _("Decline")

    def act(self, actor: Actor) -> int:
        return self.one_by_one(lambda row: decline_attendance(attendance=row, actor=actor))


class CameView(ChosenView):
    """Whether they came, as far as organizers say so."""

    came: ClassVar[bool]

    def act(self, actor: Actor) -> int:
        ids = [row.public_id for row in self.attendances]
        try:
            return note_attended(occurrence=self.date, attendances=ids, came=self.came, actor=actor)
        except EventError as refusal:
            messages.error(self.request, why_not(refusal))
            return 0


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class CameChosenView(CameView):
    page_title = _("They came")
    question = _("It is noted with their sign-up, which is kept while they want your news.")
    button = _("They came")
    came = True


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AwayChosenView(CameView):
    page_title = _("They stayed away")
    question = _("They are not thanked for having come. It is noted with their sign-up.")
    button = _("They stayed away")
    came = False
