"""A partner's key: who put it in, and that a second person compared it before anything is encrypted to it."""

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.ledger import log_access
from supporters.exceptions import FileGone, OwnRequest
from supporters.models import Partner


def note_key(*, partner: Partner, actor: Actor) -> None:
    """Remember the day of a new key and who put it in, on a partner that is saved next; log it.

    Call it in the transaction that saves. A key that stands already changes nothing.
    """
    standing = Partner.objects.filter(pk=partner.pk).values_list("recipient", flat=True).first()
    if (standing or "") == partner.recipient:
        return
    partner.recipient_day = utc_today()
    partner.recipient_by_id = actor.user.pk if actor.user is not None else None
    _log(AccessDeed.KEY_CHANGED, actor)


def change_partner(*, partner: Partner, actor: Actor) -> Partner:
    """Save what was changed; a new key is noted."""
    with transaction.atomic():
        # Held: a second person agrees to a key that stands.
        Partner.objects.select_for_update(no_key=True).filter(pk=partner.pk).first()
        note_key(partner=partner, actor=actor)
        # What was agreed to meanwhile stays.
        names = [field.name for field in Partner._meta.concrete_fields if not field.primary_key]
        partner.save(update_fields=[name for name in names if name != "agreed_recipient"])
    return partner


def agree_to_key(*, partner: Partner, recipient: str, actor: Actor) -> None:
    """Say, as the second person, that this key is the partner's own. Idempotent.

    Raises OwnRequest for whoever put it in, and FileGone where it is not the key any more.
    """
    if actor.user is None:
        raise OwnRequest
    with transaction.atomic():
        rows = Partner.objects.filter(pk=partner.pk, recipient=recipient).exclude(recipient="")
        held = rows.select_for_update(of=("self",), no_key=True).first()
        if held is None:
            raise FileGone
        if held.recipient_by_id == actor.user.pk:
            raise OwnRequest
        if held.agreed_recipient != recipient:
            rows.update(agreed_recipient=recipient)
            _log(AccessDeed.KEY_AGREED, actor)


def _log(deed: AccessDeed, actor: Actor) -> None:
    # About nobody: a key opens the addresses of whoever is handed over.
    if actor.user is not None:
        log_access(user=actor.user, deed=deed, kinds=["recipient"], count=0)
