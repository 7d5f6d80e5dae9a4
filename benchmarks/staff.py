"""A logged-in member of staff, inside a side's own Django."""

from typing import Any


def staff_user() -> Any:
    """A superuser, who is made where there is none."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 (after django.setup)

    users = get_user_model().objects
    return users.filter(username="bench").first() or users.create_superuser(username="bench")


def cookie() -> str:
    """``name=value`` of that user's session."""
    from django.apps import apps  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tests.whole_logins import log_in_wholly  # noqa: PLC0415

    if apps.is_installed("staff"):
        log_in_wholly()
    client = Client()
    client.force_login(staff_user())
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
