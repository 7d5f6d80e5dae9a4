"""The letters to whoever would like to host an event: the button, a yes, a no."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from events.enums import ProposalState
from events.jobs import proposals as jobs
from events.jobs.neutral import MAILER
from events.models import Proposal
from outbox.exceptions import Gone
from outbox.kinds import Recipient, TemplateLetterKind, referenced, register_letter_kind
from outbox.links import absolute_url
from outbox.models import Letter
from privacy.links import Purpose, make_link_token


class ProposalLetter(TemplateLetterKind):
    """Base: to the address that was typed; nothing that was typed is in it."""

    state: ProposalState

    def resolve(self, letter: Letter) -> Recipient:
        proposal = referenced(letter, Proposal)
        if proposal.state != self.state:
            raise Gone
        return Recipient(
            address=proposal.unseal().email, language=letter.language, data={"proposal": proposal}
        )

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        proposal: Proposal = recipient.data["proposal"]
        title, title_language = proposal.campaign.title.best(recipient.language)
        return {"campaign_title": title, "campaign_language": title_language}


class ProposalConfirm(ProposalLetter):
    """The first letter: the button, and "it wasn't me"."""

    name = jobs.CONFIRM
    template = "events/mail/proposal_confirm"
    to_unconfirmed = True
    state = ProposalState.PENDING

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        proposal: Proposal = recipient.data["proposal"]
        links = {
            "confirm_url": (Purpose.CONFIRM, "countersign_proposal_confirm"),
            "not_me_url": (Purpose.NOT_ME, "countersign_proposal_not_me"),
        }
        return {
            **super().context(recipient, letter),
            **{
                key: absolute_url(reverse(name, args=[make_link_token(purpose, proposal.public_id)]))
                for key, (purpose, name) in links.items()
            },
        }


class AnswerLetter(ProposalLetter):
    """Base of the answers: once one is sent, nothing of what was typed is needed."""

    def settled(self, ref_ids: Collection[UUID]) -> None:
        jobs.forget_written(ref_ids)


class ProposalAccepted(AnswerLetter):
    """A yes: an organizer prepares the page and sends the private link."""

    name = jobs.ACCEPTED
    template = "events/mail/proposal_accepted"
    state = ProposalState.ACCEPTED


class ProposalDeclined(AnswerLetter):
    """A no, with a reason of ours."""

    name = jobs.DECLINED
    template = "events/mail/proposal_declined"
    state = ProposalState.DECLINED

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        proposal: Proposal = recipient.data["proposal"]
        return {
            **super().context(recipient, letter),
            "reason": proposal.reason,
            "again_url": absolute_url(reverse("countersign_host", args=[proposal.campaign.public_id])),
        }


class GuardedConfirm(ProposalLetter):
    """The first letter about a direct action: that of every guarded event, for who hosts one is told to no
    mail provider. Behind its link is the button."""

    name = jobs.CONFIRM_GUARDED
    template = "events/mail/neutral"
    mailer = MAILER
    to_unconfirmed = True
    leaves_no_row = True
    keeps_bounces = False
    state = ProposalState.PENDING

    def context(self, recipient: Recipient, letter: Letter) -> dict[str, Any]:
        proposal: Proposal = recipient.data["proposal"]
        token = make_link_token(Purpose.CONFIRM, proposal.public_id)
        return {"url": absolute_url(reverse("countersign_proposal_answer", args=[token]))}


class GuardedDeclined(GuardedConfirm):
    """A no: it stands behind the link. After a yes comes the host's private link, and nothing else."""

    name = jobs.DECLINED_GUARDED
    to_unconfirmed = False
    state = ProposalState.DECLINED

    def settled(self, ref_ids: Collection[UUID]) -> None:
        jobs.forget_written(ref_ids)


def register_proposal_letters() -> None:
    """Tell the outbox how each kind is written."""
    kinds = (ProposalConfirm, ProposalAccepted, ProposalDeclined, GuardedConfirm, GuardedDeclined)
    for kind in (one() for one in kinds):
        register_letter_kind(kind)
