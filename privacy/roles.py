"""The roles of an installation, and what each installed app lets them do.

This module only collects. The groups themselves are made and topped up by one
``post_migrate`` receiver on the campaigns floor, which reads ``role_permissions()``.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Role(StrEnum):
    """The groups, by the name they carry in Django's group table."""

    EDITORS = "Editors"
    ORGANIZERS = "Organizers"
    MODERATORS = "Moderators"
    MAILERS = "Mailers"
    STEWARDS = "Data stewards"
    TREASURERS = "Treasurers"
    ADMINISTRATORS = "Administrators"


# What people read; in the table of groups, and in code, a role keeps the name of its group.
NAMES: dict[str, Promise] = {
    Role.EDITORS: pgettext_lazy("role", "Editors"),
    Role.ORGANIZERS: pgettext_lazy("role", "Organizers"),
    Role.MODERATORS: pgettext_lazy("role", "Moderators"),
    Role.MAILERS: pgettext_lazy("role", "Mailers"),
    Role.STEWARDS: pgettext_lazy("role", "Data stewards"),
    Role.TREASURERS: pgettext_lazy("role", "Treasurers"),
    Role.ADMINISTRATORS: pgettext_lazy("role", "Administrators"),
}


def role_name(group: str) -> str:
    """What a group is called in the active language; a group of a site's own as it is stored."""
    return str(NAMES.get(group, group))


_permissions: dict[Role, set[str]] = defaultdict(set)
_alone: set[str] = set()


def register_role_permissions(group: Role | str, permissions: Iterable[str], *, alone: bool = False) -> None:
    """Let a role do what these permissions (``"app_label.codename"``) name.

    ``alone``: not even Administrators have them, who have every other right that any role has.
    Called from ``AppConfig.ready()``; calling again adds. Raises ValueError for a
    group that is not a ``Role`` and ImproperlyConfigured for a name without its app.
    """
    role = Role(group)
    for name in permissions:
        label, dot, codename = name.partition(".")
        if not (label and dot and codename):
            raise ImproperlyConfigured(f"{name!r} given to {role} is not app_label.codename")
        _permissions[role].add(name)
        if alone:
            _alone.add(name)


def role_permissions() -> dict[Role, frozenset[str]]:
    """Every role with what it was given so far; a role nobody named has nothing."""
    return {role: frozenset(_permissions.get(role, ())) for role in Role}


def shared_permissions() -> frozenset[str]:
    """What any role may, without what is one role's alone: the rights of Administrators."""
    return frozenset().union(*_permissions.values()) - _alone
