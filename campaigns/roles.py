"""The groups of staff, made and topped up after every ``migrate``.

A data migration would find no permission on a fresh database, so a receiver of
``post_migrate`` does it, over and over with the same result: it adds what is
missing and takes nothing away, so a site's own changes to the groups stay.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

import swapper  # type: ignore[import-untyped]
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from privacy.roles import Role, role_permissions, shared_permissions

ADMIN_ACCESS = "wagtailadmin.access_admin"

# A permission as the table has it: app label, model, codename, id.
type Known = tuple[str, str, str, int]

# Rights over the whole page tree, by group. Administrators may do all that editors may.
PAGE_RIGHTS = {
    Role.EDITORS: ("add_page", "change_page", "publish_page"),
    Role.ADMINISTRATORS: (
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ),
}
# Rights over pictures and documents. Mailers put pictures into mail, and change those they brought.
EVERY_FILE = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
COLLECTION_RIGHTS = {
    Role.EDITORS: EVERY_FILE,
    Role.ADMINISTRATORS: EVERY_FILE,
    Role.MAILERS: ("add_image", "choose_image"),
}


def top_up_groups(using: str = "default", **kwargs: Any) -> None:
    """Make the groups and give them what the installed apps registered. Idempotent.

    Runs after each app's migrations, so sixty times for one ``migrate``: it looks
    first, and writes only what is missing. What is not there yet (a permission, the
    page tree) is given in a later run of the same ``migrate``.
    """
    if using != "default" or not apps.is_installed("wagtail.admin"):
        return
    groups = _groups()
    known = list(
        Permission.objects.values_list("content_type__app_label", "content_type__model", "codename", "pk")
    )
    _give_permissions(groups, known)
    _give_pages(groups, known)
    _give_collections(groups, known)


def _groups() -> dict[Role, Group]:
    there = {group.name: group for group in Group.objects.filter(name__in=list(Role))}
    return {role: there.get(role) or Group.objects.get_or_create(name=role)[0] for role in Role}


def _wanted() -> Mapping[Role, Set[str]]:
    """What each role is to have, as ``app_label.codename``."""
    wanted = {role: {ADMIN_ACCESS, *names} for role, names in role_permissions().items()}
    # Administrators run the site: every right that any group has, but for what is one's alone.
    wanted[Role.ADMINISTRATORS] |= shared_permissions()
    return wanted


def _give_permissions(groups: Mapping[Role, Group], known: Iterable[Known]) -> None:
    # Two models of one app may each have a right of the same name.
    ids = defaultdict(list)
    for label, _model, codename, pk in known:
        ids[f"{label}.{codename}"].append(pk)
    given = set(
        Group.permissions.through.objects.filter(group__in=groups.values()).values_list(
            "group_id", "permission_id"
        )
    )
    for role, names in _wanted().items():
        group = groups[role]
        missing = [pk for name in names for pk in ids[name] if (group.pk, pk) not in given]
        if missing:
            group.permissions.add(*missing)


def _give_pages(groups: Mapping[Role, Group], known: Iterable[Known]) -> None:
    root = swapper.load_model("wagtailcore", "Page").get_first_root_node()
    if root is None:
        return
    ids = {
        codename: pk
        for label, model, codename, pk in known
        if (label, model) == (root._meta.app_label, "page")
    }
    held = GroupPagePermission.objects.filter(page=root).values_list("group_id", "permission_id")
    for group, permission in _missing(groups, PAGE_RIGHTS, ids, set(held)):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission_id=permission)


def _give_collections(groups: Mapping[Role, Group], known: Iterable[Known]) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    ids = {codename: pk for label, _model, codename, pk in known if label in {"wagtailimages", "wagtaildocs"}}
    held = GroupCollectionPermission.objects.filter(collection=root).values_list("group_id", "permission_id")
    for group, permission in _missing(groups, COLLECTION_RIGHTS, ids, set(held)):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission_id=permission
        )


def _missing(
    groups: Mapping[Role, Group],
    rights: Mapping[Role, Iterable[str]],
    ids: Mapping[str, int],
    held: Set[tuple[int, int]],
) -> Iterator[tuple[Group, int]]:
    """Each group with each of its rights that it does not hold yet, as far as the right is known by now."""
    for role, codenames in rights.items():
        for codename in codenames:
            group, permission = groups[role], ids.get(codename)
            if permission is not None and (group.pk, permission) not in held:
                yield group, permission
