"""Readings that are noted before anything is shown, once a day for each of the staff."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import midnight, utc_today
from privacy.ledger import log_access
from privacy.models.ledger import AccessLog


def has_read(*, user: AbstractBaseUser, deed: AccessDeed, of: UUID | None = None) -> bool:
    """Whether this member of staff read it today (UTC), or what is sealed ``of`` one subject."""
    today = AccessLog.objects.filter(deed=deed, minute__gte=midnight(utc_today()))
    return today.filter(user_id=user.pk, subject_ids=_named(of)).exists()


def note_reading(
    *, actor: Actor, deed: AccessDeed, kinds: Sequence[str] = (), of: UUID | None = None
) -> None:
    """Note that somebody reads it: once a day each. Raises ValueError for no member of staff."""
    if actor.user is None:
        raise ValueError("Only a member of staff reads it here.")
    if not has_read(user=actor.user, deed=deed, of=of):
        ids = [of] if of is not None else []
        log_access(user=actor.user, deed=deed, kinds=kinds, subject_ids=ids, count=len(ids))


def _named(of: UUID | None) -> list[str]:
    return [str(of)] if of is not None else []
