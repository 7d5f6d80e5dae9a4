"""A second person reads a mailing and says yes to exactly that, or takes the yes back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from mailings.admin_views.deeds import MailingDeedView
from mailings.admin_views.whom_words import audience_words, whom_words
from mailings.previewing import merged_sample
from mailings.selectors.approvals import is_approved, print_of
from mailings.selectors.recipients import audience_of
from mailings.selectors.words import words_of
from mailings.services.approving import approve, withdraw_approval
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.localized import language_name


@audience(Audience.STAFF)
class ApproveView(MailingDeedView):
    """Every word, whom it is for, and when; below it the button, which says yes to what was shown."""

    template_name = "mailings/admin/approve.html"
    page_title = _("Read and approve")
    done = _("It is approved as it stands.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mailing = self.mailing
        context = self.get_context_data(
            mailing=mailing,
            mails=[
                (language_name(content.language), content, merged_sample(content))
                for content in words_of(mailing).values()
            ],
            chosen=whom_words(mailing),
            number=audience_words(audience_of(mailing)) if mailing.lists.exists() else "",
            shown=print_of(mailing).hex(),
            is_approved=is_approved(mailing),
            is_own=mailing.made_by_id == self.staff.pk,
            back_url=self.back_url(),
        )
        return TemplateResponse(request, self.template_name, context)

    def act(self, actor: Actor) -> None:
        approve(mailing=self.mailing, shown=_bytes(self.request.POST.get("shown", "")), actor=actor)


@audience(Audience.STAFF)
class WithdrawView(MailingDeedView):
    page_title = _("Take the approval back")
    header_icon = "undo"
    question = _("It cannot be sent until somebody approves it again.")
    button = _("Take it back")
    done = _("The approval is taken back.")

    def act(self, actor: Actor) -> None:
        withdraw_approval(mailing=self.mailing, actor=actor)


def _bytes(shown: str) -> bytes:
    """What no page ever showed is the fingerprint of nothing."""
    try:
        return bytes.fromhex(shown)
    except ValueError:
        return b""
