"""What a mailbox that does not work means for what was made of its owner."""

from supporters.jobs.exports import destroy_mail_files_with
from supporters.jobs.hand_overs import destroy_waiting_files_with
from supporters.selectors import find_supporter


def forget_tables(address: str) -> None:
    """Destroy tables to send news, and what no partner has taken yet, that hold who has this address."""
    if (supporter := find_supporter(address)) is not None:
        destroy_mail_files_with(supporter)
        destroy_waiting_files_with(supporter)
