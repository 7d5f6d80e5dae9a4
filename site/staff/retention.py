"""What of the door goes by itself, and when."""

from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.retention import Rule
from staff.selectors import ended_sessions, old_invitations


def _enforce_sessions(cutoff: date) -> int:
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    return ended_sessions(cutoff).delete()[0]


def _enforce_invitations(cutoff: date) -> int:
    """Delete invitations nobody took, and with them the accounts nobody accepted."""
    with transaction.atomic():
        old = list(old_invitations(cutoff).values_list("pk", "user_id"))
        deleted, _each = old_invitations(cutoff).filter(pk__in=[pk for pk, _user in old]).delete()
        users = get_user_model()._default_manager.filter(pk__in=[user for _pk, user in old], is_active=False)
        unused = users.filter(staff_invitation__isnull=True)
        # One that was in use once, and switched off since, is somebody's.
        unused.exclude(staff_account__sessions_begun__gt=0).delete()
    return deleted


RULES = (
    Rule(
        key="site_staff.sessions",
        says=_("Where a member of staff was logged in is forgotten a day after the session ended."),
        days=1,
        overdue=lambda cutoff: ended_sessions(cutoff).count(),
        enforce=_enforce_sessions,
    ),
    Rule(
        key="site_staff.invitations",
        says=_("An invitation to the staff that nobody took is deleted after 30 days, with its account."),
        days=30,
        overdue=lambda cutoff: old_invitations(cutoff).count(),
        enforce=_enforce_invitations,
    ),
)
