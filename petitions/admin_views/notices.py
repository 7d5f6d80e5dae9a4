"""Deciding on notices of recruiters, and taking them down."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from petitions import services
from petitions.admin_views.common import CAN_DECIDE_NOTICES
from petitions.admin_views.places import PlaceDeedView
from petitions.models import Petition, RecruiterNotice
from privacy.actors import Actor
from privacy.audiences import Audience, audience


def own_notice(petition: Petition, public_id: Any) -> RecruiterNotice:
    """A notice at a campus of a petition that this user may see. Raises Http404."""
    rows = RecruiterNotice.objects.filter(place__petition=petition).select_related(
        "place__institution", "place__jurisdiction"
    )
    notice = rows.filter(public_id=public_id).first()
    if notice is None:
        raise Http404
    return notice


class NoticeDeedView(PlaceDeedView):
    """A deed with one notice; goes back to the campuses."""

    permission = CAN_DECIDE_NOTICES

    @cached_property
    def notice(self) -> RecruiterNotice:
        return own_notice(self.petition, self.kwargs["notice"])

    def subject(self) -> str:
        return f"{self.notice.place.where}: {self.notice.day}, {self.notice.url}"


@audience(Audience.STAFF)
class ApproveNoticeView(NoticeDeedView):
    page_title = _("Show this notice")
    question = _(
        "It stands on the campus’s page until the day is over. Open the link first: it must be a public "
        "announcement, and name no private person. A code in a link may name who got it."
    )
    button = _("Show")
    done = _("The notice is on the campus’s page.")

    def act(self, actor: Actor) -> None:
        services.approve_notice(notice=self.notice, actor=actor)


@audience(Audience.STAFF)
class RemoveNoticeView(NoticeDeedView):
    page_title = _("Delete this notice")
    question = _("It is deleted. Nobody is told: we do not know who sent it.")
    button = _("Delete")
    done = _("The notice is deleted.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        services.remove_notice(notice=self.notice, actor=actor)
