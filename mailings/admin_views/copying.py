"""A mailing once more: as a new draft, or again to those who got it and have not acted."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mailings.admin_views.common import CAN_ADD
from mailings.admin_views.deeds import MailingDeedView
from mailings.models import Mailing
from mailings.services.drafting import again_to_others
from mailings.services.words import duplicate_mailing
from privacy.actors import Actor
from privacy.audiences import Audience, audience


class CopyingView(MailingDeedView):
    """Makes a draft, and goes on to it."""

    permission = CAN_ADD
    header_icon = "copy"
    made: Mailing | None = None

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().post(request, *args, **kwargs)
        if self.made is not None:
            answer["Location"] = reverse("mailing:overview", args=[self.made.public_id])
        return answer


@audience(Audience.STAFF)
class DuplicateView(CopyingView):
    page_title = _("Copy")
    question = _("A new draft is made with the same words and the same people. Nothing is sent.")
    button = _("Make the copy")
    done = _("This is the copy.")

    def act(self, actor: Actor) -> None:
        self.made = duplicate_mailing(mailing=self.mailing, actor=actor)


@audience(Audience.STAFF)
class AgainView(CopyingView):
    for_steps = False
    page_title = _("Again to those who have not acted")
    question = _("A new draft is made for those who got this mailing and have not acted since.")
    effects = [
        _("Give it another subject: who did not act on this one may on another."),
        _("Who opened it is not known here, so nobody is chosen by that."),
        _("Who got it is known for 30 days. Nothing is sent by this."),
    ]
    button = _("Make the draft")
    done = _("This is the draft. Look at whom it leaves out, and at its subject.")

    def act(self, actor: Actor) -> None:
        self.made = again_to_others(mailing=self.mailing, actor=actor)
