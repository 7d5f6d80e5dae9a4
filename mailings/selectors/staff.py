"""Staff who work on mailings."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

CAN_VIEW = "countersign_mailings.view_mailing"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def testers() -> QuerySet[Any]:
    """Staff who may see mailings and have an address: to whom a test can be sent."""
    users: Any = get_user_model()._default_manager
    found: QuerySet[Any] = users.with_perm(CAN_VIEW, backend=BACKEND).exclude(email="").order_by("pk")
    return found
