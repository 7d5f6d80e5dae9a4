"""A logged-in member of staff, inside a side's own Django."""


def cookie() -> str:
    """``name=value`` of the session of a superuser, who is made where there is none."""
    from django.conf import settings  # noqa: PLC0415 (after django.setup)
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    users = get_user_model().objects
    user = users.filter(username="bench").first() or users.create_superuser(username="bench")
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
