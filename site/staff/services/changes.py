"""What Administrators change of an account on Wagtail's own pages: logged, and mailed to its owner."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from outbox.services import post_letter
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.ledger import log_access
from privacy.role_changes import note_roles
from privacy.staff_mail import staff_language
from staff.enums import Change, NoticeKind
from staff.jobs import account_of, draw_password_round, drop_sessions, write_to
from staff.models import Invitation
from staff.services.accounts import LEFT_ADDRESS
from staff.services.invitations import renew_invitation


@dataclass(frozen=True)
class Standing:
    """What of an account others decide, as it stands in the table."""

    username: str
    name: tuple[str, str]
    address: str
    is_active: bool
    is_superuser: bool
    roles: frozenset[str]

    @property
    def powers(self) -> frozenset[str]:
        """Its roles, and "" of a superuser."""
        return self.roles | {""} if self.is_superuser else self.roles


def standings(user_ids: Iterable[int]) -> dict[int, Standing]:
    """How these accounts stand now, by primary key; those that are gone are missing."""
    users = get_user_model()._default_manager.filter(pk__in=list(user_ids)).prefetch_related("groups")
    return {
        user.pk: Standing(
            username=user.get_username(),
            name=(user.first_name, user.last_name),
            address=user.email,
            is_active=user.is_active,
            is_superuser=user.is_superuser,
            roles=frozenset(group.name for group in user.groups.all()),
        )
        for user in users
    }


@contextmanager
def watch_changes(*, user_ids: Iterable[int], actor: Actor) -> Iterator[None]:
    """Note what becomes of these accounts within the block, in one transaction with it."""
    with transaction.atomic():
        before = standings(user_ids)
        yield
        note_changes(before=before, actor=actor)


def note_changes(*, before: dict[int, Standing], actor: Actor) -> int:
    """Log each account that stands otherwise than ``before``, and write to it; returns how many.

    A new address is written to, and the old one is told that it is the account's no longer; links that were
    mailed there before lead nowhere, and an open invitation goes to the new one. Who is switched off has no
    session any more. To be called in the transaction of the change.
    """
    number = 0
    with transaction.atomic():
        after = standings(before)
        users = get_user_model()._default_manager.select_related("wagtail_userprofile").in_bulk(list(after))
        for pk, was in before.items():
            if pk not in after:
                number += _log(["deleted"], actor)
            elif changes := changes_between(was, after[pk]):
                number += _log(sorted({Change(word).field_kind for word, _role in changes}), actor)
                _note_powers(users[pk], was, after[pk], actor)
                _tell(users[pk], was, changes, actor)
    return number


def _note_powers(user: Any, was: Standing, now: Standing, actor: Actor) -> None:
    # Whoever switches an account on gives it all that it has.
    is_on_again = now.is_active and not was.is_active
    given = now.powers if is_on_again else now.powers - was.powers
    note_roles(user=user, given=given, taken=was.powers - now.powers, actor=actor)


def changes_between(was: Standing, now: Standing) -> list[tuple[str, str]]:
    """The words (``Change``) for what is otherwise now, each with the role that it names, or ""."""
    taken, given = sorted(was.roles - now.roles), sorted(now.roles - was.roles)
    said = [(Change.GIVEN.value, role) for role in given] + [(Change.TAKEN.value, role) for role in taken]
    for is_other, word in (
        (now.is_superuser and not was.is_superuser, Change.POWERS_GIVEN),
        (was.is_superuser and not now.is_superuser, Change.POWERS_TAKEN),
        (now.is_active and not was.is_active, Change.ON),
        (was.is_active and not now.is_active, Change.OFF),
        (now.address != was.address, Change.ADDRESS),
        (now.username != was.username, Change.LOGIN_NAME),
        (now.name != was.name, Change.NAME),
    ):
        if is_other:
            said.append((word.value, ""))
    return said


def _log(kinds: list[str], actor: Actor) -> int:
    if actor.user is not None:
        log_access(user=actor.user, deed=AccessDeed.STAFF_CHANGED, kinds=kinds, count=1)
    return 1


def _tell(user: Any, was: Standing, changes: list[tuple[str, str]], actor: Actor) -> None:
    words = {word for word, _role in changes}
    if Change.OFF in words:
        drop_sessions(user)
    if Change.ADDRESS in words:
        account_of(user)
        draw_password_round(user)
        if was.address:
            post_letter(kind=LEFT_ADDRESS, language=staff_language(user), address=was.address)
        if (invitation := Invitation.objects.select_related("user").filter(user=user).first()) is not None:
            renew_invitation(invitation=invitation, actor=actor)
    write_to(user, NoticeKind.ACCOUNT_CHANGED, changes=changes)
