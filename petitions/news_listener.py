"""What is made of what is heard of letters of news: nothing that would tell of somebody's mailbox."""

from outbox.enums import BounceReason, Outcome, SendState
from outbox.hearing import Listener
from petitions.jobs.letters import count_and_delete
from petitions.models import NewsLetter
from petitions.services import refuse_reminders
from privacy.actors import Actor


class NewsListener(Listener[NewsLetter]):
    """A row that would tell what becomes of a signer's mail is a count at once (PRIVACY §4.1)."""

    def address_of(self, row: NewsLetter) -> str:
        supporter = row.signature.supporter
        return supporter.unseal().email if supporter is not None else ""

    def heard(self, row: NewsLetter, outcome: Outcome, reason: BounceReason | None) -> None:
        if outcome != Outcome.DELIVERED:
            count_and_delete(NewsLetter.objects.filter(pk=row.pk), state=_ended(outcome))

    def leave(self, row: NewsLetter, address: str) -> bool:
        refuse_reminders(signature=row.signature, actor=Actor.the_person())
        return True


def _ended(outcome: Outcome) -> SendState:
    """A complaint came from somebody who had got it."""
    came_back = outcome in {Outcome.BOUNCED, Outcome.PUT_BACK, Outcome.REJECTED}
    return SendState.FAILED if came_back else SendState.SENT
