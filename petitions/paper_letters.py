"""The one letter to who said yes to news on a slip of paper: please confirm the address."""

from outbox.kinds import register_letter_kind
from petitions.jobs.paper import LETTER
from petitions.letters import SignatureLetter


class PaperSlip(SignatureLetter):
    """An answer to the slip: the signature counts, and nothing else is done before the button is pressed.

    The same whether this person had signed before or not. Nothing that was written on the slip is in it.
    """

    name = LETTER
    template = "petitions/mail/paper"
    to_unconfirmed = True


def register_paper_letters() -> None:
    """Tell the outbox how it is written."""
    register_letter_kind(PaperSlip())
