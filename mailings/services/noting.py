"""What a mailing's history says of who of the staff did what to it: never to whom it went."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from mailings.models import Mailing
from privacy.actors import Actor

# With the deed behind it, the name of an action in the history; registered by ``wagtail_hooks.py``.
LOGGED = "countersign.mailing."


class Deed(TextChoices):
    """What is done to a mailing by a button. Never change a value."""

    LET_GO = "let_go", _("Sent or scheduled")
    TAKEN_BACK = "taken_back", _("Taken back")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Went on")
    RESUMED_HALF = "resumed_half", _("Went on at half the rate")
    STOPPED = "stopped", _("Stopped for good")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Approval taken back")
    CHOSEN = "chosen", _("Said whom it is for")


def note(mailing: Mailing, deed: Deed, actor: Actor) -> None:
    """Write it down. Call it in the transaction of the deed."""
    log(instance=mailing, action=f"{LOGGED}{deed.value}", user=actor.user)
