"""Writing to staff: who of a role can be reached by mail, and in which language they work."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from privacy.roles import Role


def reachable(*, roles: tuple[Role, ...], or_ids: tuple[int, ...] = ()) -> QuerySet[Any]:
    """Active staff of any of these roles, or with one of these primary keys, who have an address."""
    users = get_user_model()._default_manager.filter(Q(pk__in=or_ids) | Q(groups__name__in=roles))
    found: QuerySet[Any] = users.filter(is_active=True).exclude(email="").distinct().order_by("pk")
    return found.select_related("wagtail_userprofile")


def staff_language(user: Any) -> str:
    """The language that this user chose for the admin, or the site's own."""
    profile = getattr(user, "wagtail_userprofile", None)
    # Not Wagtail's own answer, which is that of whatever language the worker happens to speak.
    return str(getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE)
