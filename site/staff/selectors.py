"""Reads of the door that matter."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from campaigns.models import CampaignMember
from privacy import limits
from privacy.links import Purpose, read_link_token
from staff.exceptions import NoInvitation
from staff.models import Invitation, StaffAccount, StaffSession

# What counts as a second step of its own; recovery codes come beside one of them.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Wrong passwords and codes of one login name: the words are part of the counter's key.
FAILURES, FAILURES_PER = "staff.failures", timedelta(days=1)


def has_factor(user: AbstractBaseUser) -> bool:
    """Whether this account has a second step: an app, a passkey or a security key."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def who_come_in() -> QuerySet[Any]:
    """Primary keys of the accounts that have a second step: the door lets no other in."""
    found: QuerySet[Any] = Authenticator.objects.filter(type__in=FACTORS).values("user_id")
    return found


def factors_of(user: AbstractBaseUser) -> list[Authenticator]:
    """Everything that proves who logs in, beside the password; the oldest first."""
    return list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))


def codes_left(user: AbstractBaseUser) -> int | None:
    """How many recovery codes are unused; None where the account has none."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(found.wrap().get_unused_codes()) if found is not None else None


def sessions_of(user: AbstractBaseUser) -> QuerySet[StaffSession]:
    """Where this account is logged in now, the newest first."""
    alive = Session.objects.filter(session_key=OuterRef("key_hash"), expire_date__gt=timezone.now())
    return StaffSession.objects.filter(Exists(alive), user_id=user.pk).order_by("-number")


def invitation_for(ref: UUID, round: UUID | None) -> Invitation:  # noqa: A002  the field's name
    """The open invitation that a link leads to. Raises NoInvitation."""
    found = Invitation.objects.select_related("user").filter(public_id=ref).first()
    if found is None or found.round != round:
        raise NoInvitation
    return found


def password_account(token: str) -> StaffAccount:
    """Whose password a link is for. Raises LinkError, and NoInvitation where a newer password ended it."""
    link = read_link_token(token, Purpose.STAFF_PASSWORD)
    found = StaffAccount.objects.select_related("user").filter(public_id=link.ref, user__is_active=True)
    account = found.first()
    if account is None or account.password_round != link.extra:
        raise NoInvitation
    return account


def accounts() -> QuerySet[Any]:
    """Everybody who comes in, or may once switched on or invited, by login name; with what the list shows.

    An account without a role is there too: it keeps its password, and with the next role it acts again.
    """
    users = get_user_model()._default_manager.filter(
        Q(is_active=True)
        | Q(is_superuser=True)
        | Q(pk__in=CampaignMember.objects.values("user_id"))
        | Q(groups__permissions__codename="access_admin")
        | Q(user_permissions__codename="access_admin")
        | Q(staff_invitation__isnull=False)
    )
    kinds = {
        "has_app": Authenticator.Type.TOTP,
        "keys": Authenticator.Type.WEBAUTHN,
        "has_codes": Authenticator.Type.RECOVERY_CODES,
    }
    return (
        users.select_related("staff_invitation", "staff_account")
        .prefetch_related("groups")
        .annotate(
            **{
                name: Count("authenticator", filter=Q(authenticator__type=kind), distinct=True)
                for name, kind in kinds.items()
            },
            sessions=Count("staff_sessions", distinct=True),
        )
        .distinct()
        .order_by("username")
    )


def failing_name(typed: str) -> str:
    """How a login name is counted, however it was typed."""
    return typed.strip().casefold()


def failed_logins() -> dict[int, int]:
    """How many wrong passwords and codes each account that is switched on had today (UTC), by primary key.

    Names are asked for, none is stored: the counters' keys are of the day, and no name stands in them.
    """
    users = get_user_model()._default_manager.filter(is_active=True)
    accounts = {failing_name(user.get_username()): int(user.pk) for user in users}
    return {
        accounts[name]: number
        for name, number in limits.counted(FAILURES, list(accounts), per=FAILURES_PER).items()
    }


def teams_of(user: AbstractBaseUser) -> QuerySet[CampaignMember]:
    """The teams this account is in, by the short name of their campaigns."""
    teams = CampaignMember.objects.filter(user_id=user.pk)
    return teams.select_related("campaign").order_by("campaign__slug")


def ended_sessions(before: date) -> QuerySet[StaffSession]:
    """Rows of sessions that are over, by the log-out of the table itself, begun before this day."""
    alive = Session.objects.filter(session_key=OuterRef("key_hash"), expire_date__gt=timezone.now())
    return StaffSession.objects.filter(~Exists(alive), created__lt=before)


def old_invitations(before: date) -> QuerySet[Invitation]:
    """Invitations that ran out, made before this day."""
    return Invitation.objects.filter(expires_at__lte=timezone.now(), created__lt=before)
