"""What a mailing counts of what is heard of its mails, and what it does for who leaves by it."""

from mailings.enums import Outcome
from mailings.jobs.totals import count_one
from mailings.models import Recipient
from mailings.selectors.many import many_have_it
from mailings.tasks import watch_mailing
from outbox import enums
from outbox.enums import BounceReason
from outbox.hearing import Listener
from privacy.actors import Actor
from privacy.wakeups import wake
from supporters.services import unsubscribe

# A mail that a provider would not send on has failed: its row says so, and the totals have it from there.
COUNTED = {
    enums.Outcome.DELIVERED: Outcome.DELIVERED,
    enums.Outcome.BOUNCED: Outcome.BOUNCED,
    enums.Outcome.PUT_BACK: Outcome.PUT_BACK,
    enums.Outcome.COMPLAINED: Outcome.COMPLAINED,
    enums.Outcome.UNSUBSCRIBED: Outcome.UNSUBSCRIBED,
}
HARMFUL = {enums.Outcome.BOUNCED, enums.Outcome.COMPLAINED, enums.Outcome.REJECTED}


class RecipientListener(Listener[Recipient]):
    """Numbers by mailing and wording; whoever it was is not kept beside them."""

    counts_what_came_back = True

    def address_of(self, row: Recipient) -> str:
        return row.supporter.unseal().email

    def heard(self, row: Recipient, outcome: enums.Outcome, reason: BounceReason | None) -> None:
        # Of few the number would say of somebody that they complained.
        is_told = outcome != enums.Outcome.COMPLAINED or many_have_it(row.mailing_id)
        if is_told and (counted := COUNTED.get(outcome)) is not None:
            count_one(row.mailing_id, row.variant, counted, reason or "")
        if outcome in HARMFUL:
            wake(watch_mailing, row.mailing_id)

    def leave(self, row: Recipient, address: str) -> bool:
        # Of a list that is gone no mail comes any more; the others were not meant.
        if row.mail_list is not None:
            unsubscribe(supporter=row.supporter, list=row.mail_list, actor=Actor.the_person())
        return True
