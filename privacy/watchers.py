"""Who is told of what is unusual: two people who were chosen, or else the first of those who tend data."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.actors import Actor
from privacy.choices import AccessDeed, FindingKind
from privacy.exceptions import NotTwoWatchers
from privacy.ledger import log_access
from privacy.locking import HOLDERS
from privacy.models.findings import Finding, Watch
from privacy.registry import register_once
from privacy.staff_mail import reachable

TWO = 2
CAN_SEE = "countersign_privacy.view_finding"
NEEDED = (CAN_SEE, "wagtailadmin.access_admin")
# Of these all are told, and also whose account it was: somebody else may have used it.
TO_ALL = (FindingKind.LOCKED, FindingKind.UNLOCKED, FindingKind.WATCHERS)


# Primary keys of the accounts that a door lets in.
type Door = Callable[[], QuerySet[Any]]

_doors: dict[str, Door] = {}


def register_door(name: str, door: Door) -> None:
    """Have nobody told who can't come in: by the app that keeps the login, in ``ready()``."""
    register_once(_doors, name, door, what="door")


def eligible() -> list[Any]:
    """Who may be told, in this order: Data stewards, Administrators, and where they are too few, superusers.

    They are active, have an address, can come in, and may open the page of the findings.
    """
    supers = _active().filter(is_superuser=True).values_list("pk", flat=True)
    ranks = [*(reachable(roles=(role,)) for role in HOLDERS), reachable(roles=(), or_ids=tuple(supers))]
    # By primary key, so that who is of several stands there once.
    return list({user.pk: user for rank in ranks for user in _who_see(_who_come_in(rank))}.values())


def has_holders() -> bool:
    """Whether somebody has one of the roles that are told."""
    return bool(_active().filter(groups__name__in=HOLDERS).exists())


def untold() -> list[tuple[str, str | Promise]]:
    """Who has such a role and is not told for all that: login name, and the first thing that is missing."""
    holders = _active().filter(groups__name__in=HOLDERS).distinct().order_by("pk")
    come_in = set(_who_come_in(holders).values_list("pk", flat=True))
    see = set(_who_see(holders).values_list("pk", flat=True))
    return [(user.get_username(), why) for user in holders for why in [_missing(user, come_in, see)] if why]


def _missing(user: Any, come_in: set[int], see: set[int]) -> str | Promise:
    if user.pk not in come_in:
        return _("has no second step yet, so cannot come in")
    if not user.email:
        return _("has no mail address")
    return "" if user.pk in see else _("the role may not see findings")


def _active() -> QuerySet[Any]:
    users: QuerySet[Any] = get_user_model()._default_manager.filter(is_active=True)
    return users


def _who_come_in(users: QuerySet[Any]) -> QuerySet[Any]:
    for door in _doors.values():
        users = users.filter(pk__in=door())
    return users


def _who_see(users: QuerySet[Any]) -> QuerySet[Any]:
    for permission in NEEDED:
        users = users.filter(pk__in=ModelBackend().with_perm(permission).values("pk"))
    return users


def chosen() -> list[Any]:
    """The two people who were chosen, as far as they still may be told."""
    watch = Watch.objects.filter(pk=Watch.ONLY).first()
    by_pk = {user.pk: user for user in eligible()}
    wanted = (watch.first_id, watch.second_id) if watch is not None else ()
    return [by_pk[pk] for pk in wanted if pk in by_pk]


def watchers() -> list[Any]:
    """Who is told of findings unless they are about them: who was chosen, filled up to two."""
    return _in_turn()[:TWO]


def told_of(finding: Finding) -> list[Any]:
    """Who is told of this one: two whom it is not about, or as many as there are; all, of ``TO_ALL``.

    Of a role that was given also who gave it, but only where there are no two others.
    """
    if finding.rule in TO_ALL:
        return eligible()
    others = [user for user in _in_turn() if user.pk != finding.user_id]
    return sorted(others, key=lambda user: user.pk == finding.other_id)[:TWO]


def _in_turn() -> list[Any]:
    return list({user.pk: user for user in [*chosen(), *eligible()]}.values())


def choose(*, first: Any, second: Any, actor: Actor) -> None:
    """Have these two told, or with None for both the first who may be. A change is logged, and told to all.

    Raises NotTwoWatchers for one alone, the same one twice, or somebody who may not be told.
    """
    pks = [user.pk for user in (first, second) if user is not None]
    if len(set(pks)) not in {0, TWO} or not {user.pk for user in eligible()}.issuperset(pks):
        raise NotTwoWatchers
    with transaction.atomic():
        Watch.objects.get_or_create(pk=Watch.ONLY)
        watch = Watch.objects.select_for_update().get(pk=Watch.ONLY)
        was = [pk for pk in (watch.first_id, watch.second_id) if pk is not None]
        if set(was) == set(pks):
            return
        watch.first, watch.second = first, second
        watch.save(update_fields=["first", "second"])
        log_access(user=actor.user, deed=AccessDeed.WATCHERS_CHOSEN, kinds=["staff"], count=0)
