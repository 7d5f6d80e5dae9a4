"""Who gave whom which role: written into Wagtail's own log of the account, and read out of it."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry

from privacy.actors import Actor
from privacy.roles import role_name

ACTION = "countersign.roles"
# An invitation can be accepted for three days, and its roles count from then on.
LATELY = timedelta(days=4)


def note_roles(*, user: Any, given: Collection[str], taken: Collection[str] = (), actor: Actor) -> None:
    """Note which roles ("" for superuser) a member of staff gave this account or took from it.

    In the transaction of the change. Nothing where nobody of the staff did it, or it was none.
    """
    if actor.user is not None and (given or taken):
        said = {"given": sorted(given), "taken": sorted(taken)}
        log(instance=user, action=ACTION, user=actor.user, data=said)


def givers(user_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """Who gave these accounts roles in the last four days and nobody took them since: by account and role.

    All are primary keys of accounts. What was done at the terminal or in the database stands in no log.
    """
    entries = ModelLogEntry.objects.filter(
        action=ACTION,
        content_type=ContentType.objects.get_for_model(get_user_model(), for_concrete_model=False),
        object_id__in=[str(pk) for pk in user_ids],
        timestamp__gte=timezone.now() - LATELY,
        user__isnull=False,
    ).order_by("timestamp", "pk")
    found: dict[tuple[int, str], int] = {}
    for entry in entries:
        for role in entry.data.get("taken", ()):
            found.pop((int(entry.object_id), role), None)
        for role in entry.data.get("given", ()):
            found[int(entry.object_id), role] = entry.user_id
    return found


class RolesFormatter(LogFormatter):
    """What an account's history in Wagtail says of it."""

    label = _("Change of roles")

    def format_message(self, log_entry: Any) -> str:
        parts = [
            (gettext("Roles given: %(roles)s."), log_entry.data.get("given")),
            (gettext("Roles taken: %(roles)s."), log_entry.data.get("taken")),
        ]
        return " ".join(text % {"roles": _listed(roles)} for text, roles in parts if roles)


def _listed(roles: Collection[str]) -> str:
    return ", ".join(role_name(role) if role else gettext("superuser") for role in roles)
