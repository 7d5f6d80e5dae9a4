"""Letting somebody in: an account without a password, and a link with which its owner chooses one."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from campaigns.enums import TeamRole
from campaigns.models import Campaign
from campaigns.services import join_teams
from outbox.links import absolute_url
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import round_up_10_minutes, utc_today
from privacy.ledger import log_access
from privacy.links import LIFETIMES, Purpose, burn, make_link_token
from privacy.lock import refuse_while_locked
from privacy.role_changes import note_roles
from privacy.roles import Role
from staff.enums import NoticeKind
from staff.exceptions import NameTaken, NoInvitation
from staff.jobs import account_of, draw_password_round, write_to
from staff.models import Invitation
from staff.selectors import invitation_for


def invite(
    *,
    username: str,
    email: str,
    roles: Iterable[Role | str],
    actor: Actor,
    language: str = "",
    campaigns: Iterable[Campaign] = (),
    team_role: TeamRole = TeamRole.ORGANIZER,
) -> Invitation:
    """Make an account that nobody can use yet, in these roles, and an invitation to it, good for 72 hours.

    It is in the teams of these ``campaigns``, in one role there. Its mail and the admin speak ``language``.
    Mails the link where ``email`` is not empty; ``invitation_url()`` is for handing it over in person.
    Logged where a member of staff invites. Raises NameTaken.
    """
    users = get_user_model()._default_manager
    groups = [Role(role) for role in roles]
    with transaction.atomic():
        if users.filter(username__iexact=username).exists():
            raise NameTaken
        user: Any = get_user_model()(username=username, email=email, is_active=False)
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError:
            # Of two who invite at once.
            raise NameTaken from None
        user.groups.set(Group.objects.filter(name__in=groups))
        note_roles(user=user, given=groups, actor=actor)
        if language:
            UserProfile.objects.create(user=user, preferred_language=language)
        account_of(user)
        invitation = open_invitation(
            user=user, kind=NoticeKind.INVITED, deed=AccessDeed.STAFF_INVITED, actor=actor
        )
        join_teams(user=user, campaigns=campaigns, role=team_role, actor=actor)
    return invitation


def open_invitation(*, user: Any, kind: NoticeKind, deed: AccessDeed, actor: Actor) -> Invitation:
    """The account's one invitation, fresh: what was mailed before leads nowhere. Logged, its owner is told.

    The link itself is mailed to who never was in: whoever has a stolen machine may have its mailbox too.
    """
    lasts = LIFETIMES[Purpose.INVITATION].lasts
    assert lasts is not None  # noqa: S101  the table says 72 hours
    with transaction.atomic():
        invitation, _made = Invitation.objects.update_or_create(
            user=user,
            defaults={
                "round": uuid4(),
                "invited_by_id": actor.user.pk if actor.user is not None else None,
                "created": utc_today(),
                "expires_at": round_up_10_minutes(timezone.now() + lasts),
            },
        )
        write_to(user, kind)
        if actor.user is not None:
            log_access(user=actor.user, deed=deed, kinds=["staff"], count=1)
    return invitation


def invitation_url(invitation: Invitation) -> str:
    """The absolute address of the link: whoever has it may choose the account's password, once."""
    token = make_link_token(
        Purpose.INVITATION, invitation.public_id, extra=invitation.round, until=invitation.expires_at
    )
    return absolute_url(reverse("site_staff:invitation", args=[token]))


def renew_invitation(*, invitation: Invitation, actor: Actor) -> Invitation:
    """Another 72 hours and another link; the old one leads nowhere from now on. As ``open_invitation()``."""
    kind = NoticeKind.ANEW if invitation.user.is_active else NoticeKind.INVITED
    return open_invitation(user=invitation.user, kind=kind, deed=AccessDeed.STAFF_INVITED, actor=actor)


def take_back_invitation(*, invitation: Invitation, actor: Actor) -> None:
    """End an invitation, and delete the account that nobody has accepted. Logged.

    Raises NoInvitation where it was accepted in between.
    """
    with transaction.atomic():
        deleted, _each = Invitation.objects.filter(pk=invitation.pk).delete()
        if not deleted:
            raise NoInvitation
        unused = get_user_model()._default_manager.filter(pk=invitation.user_id, is_active=False)
        # One that was in use once, and switched off since, is somebody's.
        unused.exclude(staff_account__sessions_begun__gt=0).delete()
        if actor.user is not None:
            log_access(user=actor.user, deed=AccessDeed.STAFF_CHANGED, kinds=["staff"], count=1)


def accept_invitation(*, token: str, password: str) -> Any:
    """Give the account its password and let its owner in; returns the user. The link is used up.

    The caller has checked the password by the site's rules. Raises LinkError, NoInvitation (also for an
    account that was in use and is switched off since), and VaultLocked: nobody comes in to unlock it alone.
    """
    refuse_while_locked()
    with transaction.atomic():
        link = burn(token, Purpose.INVITATION)
        invitation = invitation_for(link.ref, link.extra)
        if not invitation.user.is_active and account_of(invitation.user).sessions_begun:
            raise NoInvitation
        # One DELETE decides between an Administrator who takes it back and the person who accepts.
        if not Invitation.objects.filter(pk=invitation.pk, round=invitation.round).delete()[0]:
            raise NoInvitation
        user = invitation.user
        user.set_password(password)
        user.is_active = True
        user.save(update_fields=["password", "is_active"])
        draw_password_round(user)
    return user
