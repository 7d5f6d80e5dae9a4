"""Legal holds: which rules of retention rest, because a court may want what they would delete.

Each app says in ``AppConfig.ready()`` what its rules are about::

    register_hold_scope("petitions", _("Petitions and signatures"))

A rule belongs to the scope that the first part of its key names (``petitions.waiting``), or, where one is
registered, its whole key (``privacy.access_log``). While a hold names that scope, or everything, the rule
deletes nothing; when the hold has ended, the next day's run catches up. A rule that is ``never_held`` goes
on: the keys of direct actions are destroyed in time, and nobody can be made to keep what is gone by design.

A hold stops neither a person's own wish to be erased or to leave, nor what runs out by its own clock before
retention looks: forms nobody confirmed, files of a day, keys of a day (docs/operators/watch.md).
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.days import utc_today
from privacy.models.legal import LegalHold
from privacy.registry import register_once

if TYPE_CHECKING:
    from privacy.retention import Rule

EVERYTHING = "everything"

_scopes: dict[str, str | Promise] = {}


def register_hold_scope(name: str, label: str | Promise) -> None:
    """Let holds name this scope: the first part of rules' keys, or one whole key."""
    register_once(_scopes, name, label, what="scope of legal holds")


def scope_choices() -> list[tuple[str, str | Promise]]:
    """Every scope of the installed apps, for a select."""
    return [(EVERYTHING, _("Everything")), *sorted(_scopes.items())]


def scope_of(rule: "Rule") -> str:
    """What a hold has to name for this rule to rest; "" for one that only a hold on everything stops."""
    part = rule.key.partition(".")[0]
    return rule.key if rule.key in _scopes else part if part in _scopes else ""


def standing_holds() -> QuerySet[LegalHold]:
    """Holds that have not ended."""
    return LegalHold.objects.filter(ended__isnull=True)


def held_scopes() -> frozenset[str]:
    """What standing holds name: one query."""
    return frozenset(standing_holds().values_list("scope", flat=True))


def is_held(rule: "Rule", scopes: frozenset[str]) -> bool:
    """Whether one of these scopes has the rule rest."""
    return not rule.never_held and (EVERYTHING in scopes or scope_of(rule) in scopes)


def may_be_told(day: date | None = None) -> bool:
    """Whether a hold stands of which we may say that it does: for the public page."""
    today = day or utc_today()
    holds = standing_holds().select_related("demand")
    return any(hold.demand is None or hold.demand.may_be_told(today) for hold in holds)
