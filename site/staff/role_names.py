"""Roles are called by their names in the reader's language wherever Django and Wagtail draw them.

In the forms for accounts, in filters, in who may see a page. The rows keep their own names, by which code
knows them.
"""

from django.contrib.auth.models import Group

from privacy.roles import role_name


def speak_of_roles() -> None:
    """Bend Django's group, once, from ``ready()``."""
    Group.__str__ = _read_name  # type: ignore[assignment, method-assign]


def _read_name(group: Group) -> str:
    return role_name(group.name)
