"""A worker that sends what is under way until it is over; tests start it (tests/warm.py) and kill it.

Where the brake pulls for the uncertain rows of those that were killed, it goes on as a person would let it.
"""

import time
from contextlib import suppress

from mailings.courier import RecipientCourier
from mailings.enums import MailingState
from mailings.exceptions import NotThatState
from mailings.jobs.sending import send_all
from mailings.models import Mailing
from mailings.services.sending import resume_mailing
from privacy.actors import Actor


def run() -> None:
    # Small batches, so that what a dead one held is little of the whole.
    RecipientCourier.batch = RecipientCourier.unit
    while mailing := Mailing.objects.exclude(state=MailingState.SENT).first():
        if mailing.state == MailingState.PAUSED:
            with suppress(NotThatState):
                resume_mailing(mailing=mailing, actor=Actor.system())
        if not send_all():
            # The other one holds the rest.
            time.sleep(0.05)
