"""What Administrators change of a role on Wagtail's own pages: logged, and mailed to everybody in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.ledger import log_access
from staff.enums import Change, NoticeKind
from staff.jobs import write_to
from staff.services.changes import watch_changes

# Rights over a part of the tree, some pictures and documents, and the settings of one site.
PARTIAL = (
    (GroupPagePermission, "page_id"),
    (GroupCollectionPermission, "collection_id"),
    (GroupSitePermission, "site_id"),
)


@dataclass(frozen=True)
class RoleStanding:
    """A role as it stands in the tables: its name, and each right as (over what, which one, which)."""

    name: str
    rights: frozenset[tuple[str, int, int]]


def role_standings() -> dict[int, RoleStanding]:
    """How every role stands now, by the group's primary key. Five queries, for a handful of rows."""
    rights: dict[int, set[tuple[str, int, int]]] = {}
    whole = Group.permissions.through.objects.values_list("group_id", "permission_id")
    rows = [(group, "", 0, right) for group, right in whole]
    for model, over in PARTIAL:
        found = model.objects.values_list("group_id", over, "permission_id")
        rows += [(group, over, one, right) for group, one, right in found]
    for group, over, one, right in rows:
        rights.setdefault(group, set()).add((over, one, right))
    names = Group.objects.values_list("pk", "name")
    return {pk: RoleStanding(name, frozenset(rights.get(pk, ()))) for pk, name in names}


@contextmanager
def watch_roles(*, actor: Actor) -> Iterator[None]:
    """Note what becomes of the roles within the block, in one transaction with it.

    Each role that stands otherwise afterwards is logged, with how many people are or were in it, and each
    of them is written to where its rights changed. Who has lost a role with its end, or has it under
    another name now, is logged and written to as after any change of their account.
    """
    users = get_user_model()._default_manager
    with transaction.atomic():
        before = role_standings()
        people = {pk: list(users.filter(groups=pk).values_list("pk", flat=True)) for pk in before}
        everybody = {pk for members in people.values() for pk in members}
        with watch_changes(user_ids=everybody, actor=actor):
            yield
        after = role_standings()
        for pk in before.keys() | after.keys():
            was, now = before.get(pk), after.get(pk)
            if was != now:
                _note(was, now, people.get(pk, []), actor)


def _note(was: RoleStanding | None, now: RoleStanding | None, people: list[int], actor: Actor) -> None:
    has_other_rights = was is None or now is None or was.rights != now.rights
    if actor.user is not None:
        kinds = ["rights"] if has_other_rights else ["roles"]
        log_access(user=actor.user, deed=AccessDeed.STAFF_CHANGED, kinds=kinds, count=len(people))
    if was is None or now is None or not has_other_rights:
        return
    users = get_user_model()._default_manager.select_related("wagtail_userprofile")
    for user in users.filter(pk__in=people):
        write_to(user, NoticeKind.ACCOUNT_CHANGED, changes=[(Change.RIGHTS.value, now.name)])
