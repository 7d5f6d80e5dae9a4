"""The groups of staff, made and topped up after every ``migrate``.

A data migration would find no permission on a fresh database, so a receiver of
``post_migrate`` does it, over and over with the same result: it adds what is
missing and takes nothing away, so a site's own changes to the groups stay.
"""

from collections.abc import Iterable, Set
from typing import Any

import swapper  # type: ignore[import-untyped]
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from privacy.roles import Role, role_permissions, shared_permissions

ADMIN_ACCESS = "wagtailadmin.access_admin"

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

    Runs after each app's migrations; what is not there yet (a permission, the
    page tree) is given in a later run of the same ``migrate``.
    """
    if using != "default" or not apps.is_installed("wagtail.admin"):
        return
    registered = role_permissions()
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role)
        wanted = {ADMIN_ACCESS, *registered[role]}
        if role == Role.ADMINISTRATORS:
            # Administrators run the site: every right that any group has, but for what is one's alone.
            wanted |= shared_permissions()
        group.permissions.add(*_permissions(wanted))
        _give_pages(group, PAGE_RIGHTS.get(role, ()))
        _give_collections(group, COLLECTION_RIGHTS.get(role, ()))


def _permissions(names: Set[str]) -> Iterable[Permission]:
    # A condition for each name would take longer to write down than to answer.
    codenames = {name.partition(".")[2] for name in names}
    found = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    return [one for one in found if f"{one.content_type.app_label}.{one.codename}" in names]


def _give_pages(group: Group, codenames: Iterable[str]) -> None:
    root = swapper.load_model("wagtailcore", "Page").get_first_root_node()
    if root is None:
        return
    for permission in Permission.objects.filter(
        content_type__app_label=root._meta.app_label, content_type__model="page", codename__in=codenames
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _give_collections(group: Group, codenames: Iterable[str]) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
