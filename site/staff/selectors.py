"""Reads of the door that matter."""

from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from staff.exceptions import NoInvitation
from staff.models import Invitation, StaffSession

# What counts as a second step of its own; recovery codes come beside one of them.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: AbstractBaseUser) -> bool:
    """Whether this account has a second step: an app, a passkey or a security key."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


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


def accounts() -> QuerySet[Any]:
    """Everybody who may come to the admin, or is invited to, by login name; with what the list shows."""
    users = get_user_model()._default_manager.filter(
        Q(is_superuser=True)
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


def ended_sessions(before: date) -> QuerySet[StaffSession]:
    """Rows of sessions that are over, by the log-out of the table itself, begun before this day."""
    alive = Session.objects.filter(session_key=OuterRef("key_hash"), expire_date__gt=timezone.now())
    return StaffSession.objects.filter(~Exists(alive), created__lt=before)


def old_invitations(before: date) -> QuerySet[Invitation]:
    """Invitations that ran out, made before this day."""
    return Invitation.objects.filter(expires_at__lte=timezone.now(), created__lt=before)
