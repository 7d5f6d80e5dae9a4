"""Who is told of what is unusual: two people who were chosen, or else the first of those who tend data."""

from typing import Any

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed, FindingKind
from privacy.exceptions import NotTwoWatchers
from privacy.ledger import log_access
from privacy.locking import HOLDERS
from privacy.models.findings import Finding, Watch
from privacy.staff_mail import reachable

TWO = 2
# Of these all are told, and also whose account it was: somebody else may have used it.
TO_ALL = (FindingKind.LOCKED, FindingKind.UNLOCKED, FindingKind.WATCHERS)


def eligible() -> list[Any]:
    """Who may be told, in this order: Data stewards, then Administrators, active and with an address."""
    # By primary key, so that who is both stands there once.
    return list({user.pk: user for role in HOLDERS for user in reachable(roles=(role,))}.values())


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
    """Who is told of this one: two whom it is not about, or as many as there are; all, of ``TO_ALL``."""
    if finding.rule in TO_ALL:
        return eligible()
    return [user for user in _in_turn() if user.pk != finding.user_id][:TWO]


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
