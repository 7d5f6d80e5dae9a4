"""What a mailbox that does not work, or somebody who reports us as spam, means for what we have of them."""

from privacy.actors import Actor
from supporters.jobs.exports import destroy_mail_files_with
from supporters.jobs.hand_overs import destroy_waiting_files_with
from supporters.selectors import find_supporter
from supporters.services import unsubscribe


def forget_tables(address: str) -> None:
    """Destroy tables to send news, and what no partner has taken yet, that hold who has this address."""
    if (supporter := find_supporter(address)) is not None:
        destroy_mail_files_with(supporter)
        destroy_waiting_files_with(supporter)


def leave_everything(address: str) -> None:
    """Take whoever has this address off every list: to report us as spam is a no."""
    if (supporter := find_supporter(address)) is not None:
        unsubscribe(supporter=supporter, actor=Actor.the_person())


def knows(address: str) -> bool:
    """Whether somebody in the supporter file has this address."""
    return find_supporter(address) is not None
