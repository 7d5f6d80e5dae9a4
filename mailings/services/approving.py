"""A second person says yes to a mailing before it goes out."""

from django.db import transaction
from wagtail.models import ModelLogEntry

from mailings.enums import EDITABLE, MailingState
from mailings.exceptions import NeedsSecond, NotThatState, OwnApproval
from mailings.models import Mailing
from mailings.selectors.approvals import print_of
from mailings.services.noting import LOGGED, Deed, note
from privacy.actors import Actor
from privacy.days import utc_today

# Deeds that change what goes out or to whom, as a mailing's history names them.
CHANGED = ("wagtail.edit", f"{LOGGED}{Deed.CHOSEN.value}")


def approve(*, mailing: Mailing, shown: bytes, actor: Actor) -> None:
    """Say yes, as a second person, to exactly what was ``shown`` (``print_of()`` when the page was drawn).

    A change of anything takes the yes back by itself: the fingerprint is another. Raises OwnApproval for
    whoever made it or changed it last, NeedsSecond where it is not what was shown any more, and NotThatState
    where it waits for nobody's yes.
    """
    if actor.user is None or actor.user.pk in _authors(mailing):
        raise OwnApproval
    if shown != print_of(mailing):
        raise NeedsSecond
    waiting = Mailing.objects.filter(pk=mailing.pk, state__in=EDITABLE, needs_second=True)
    # Whoever made it is looked at in the same statement: a copy of it may change hands.
    with transaction.atomic():
        won = waiting.exclude(made_by_id=actor.user.pk).update(
            approved_by_id=actor.user.pk, approved_on=utc_today(), approved_print=shown, changed=utc_today()
        )
        if not won:
            raise NotThatState
        note(mailing, Deed.APPROVED, actor)
    mailing.refresh_from_db()


def _authors(mailing: Mailing) -> set[int | None]:
    """Whose work it is as it stands: who made it, and of each part of it who changed that last."""
    deeds = ModelLogEntry.objects.for_instance(mailing).order_by("-timestamp", "-pk")
    last = [deeds.filter(action=action).values_list("user", flat=True).first() for action in CHANGED]
    wrote = mailing.contents.values_list("latest_revision__user", flat=True)
    return {mailing.made_by_id, *last, *wrote}


def withdraw_approval(*, mailing: Mailing, actor: Actor) -> None:
    """Take a yes back before it was sent. Raises NotThatState once it was."""
    standing = Mailing.objects.filter(pk=mailing.pk, state=MailingState.DRAFT)
    with transaction.atomic():
        if not standing.update(approved_by=None, approved_on=None, approved_print=None, changed=utc_today()):
            raise NotThatState
        note(mailing, Deed.WITHDRAWN, actor)
    mailing.refresh_from_db()
