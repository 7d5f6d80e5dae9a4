"""Where a fundraiser stands, and a new one by the rules of another.

Each move is one conditional UPDATE, so of two colleagues who press at once the second is told.
"""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from campaigns.page_cache import purge_all
from donations.enums import FundraiserState
from donations.exceptions import FundraiserMoved
from donations.jobs.totals import tell_pages
from donations.models import Designation, Fundraiser
from donations.selectors.rules import forget_rules
from privacy.actors import Actor
from privacy.days import utc_today

# With the state behind it, the name of an action in the history; registered by ``wagtail_hooks.py``.
LOGGED = "countersign.fundraiser."

RULES = (
    "campaign",
    "name",
    "zone",
    "goes_on_after",
    "currency",
    "amounts_once",
    "amounts_monthly",
    "marked_once",
    "marked_monthly",
    "least",
    "most",
    "takes_other",
    "takes_once",
    "takes_monthly",
    "asks_fee",
    "fee_rate",
    "fee_fixed",
    "takes_dedication",
    "ask_news",
    "other_ways",
    "goal_money",
    "goal_donors",
    "counts_first_instalments",
    "after_goal",
    "stretch",
)


def open_fundraiser(*, fundraiser: Fundraiser, actor: Actor) -> None:
    """Let a draft take gifts from now on, or from its opening day. Raises FundraiserMoved for no draft."""
    _move(fundraiser, actor, left=FundraiserState.DRAFT, state=FundraiserState.OPEN)


def close_fundraiser(*, fundraiser: Fundraiser, actor: Actor) -> None:
    """Take no more gifts; monthly gifts that run go on. Raises FundraiserMoved for what is not open."""
    _move(fundraiser, actor, left=FundraiserState.OPEN, state=FundraiserState.CLOSED, closed_on=utc_today())


def reopen_fundraiser(*, fundraiser: Fundraiser, actor: Actor) -> None:
    """Take gifts again, by its days and goals. Raises FundraiserMoved for what is not closed."""
    _move(fundraiser, actor, left=FundraiserState.CLOSED, state=FundraiserState.OPEN, closed_on=None)


def clone_fundraiser(*, fundraiser: Fundraiser) -> Fundraiser:
    """A new fundraiser, a draft, with the rules and designations of another.

    None of its gifts; and no days, nor what stood there at the start: another drive has its own.
    """
    with transaction.atomic():
        clone: Fundraiser = Fundraiser.objects.create(**{name: getattr(fundraiser, name) for name in RULES})
        Designation.objects.bulk_create(
            Designation(fundraiser=clone, name=one.name, sort_order=one.sort_order)
            for one in fundraiser.designations.all()
        )
    return clone


def _move(fundraiser: Fundraiser, actor: Actor, *, left: str, **columns: Any) -> None:
    with transaction.atomic():
        rows = Fundraiser.objects.filter(pk=fundraiser.pk, state=left)
        if not rows.update(changed=utc_today(), **columns):
            raise FundraiserMoved
        fundraiser.refresh_from_db()
        if actor.user is not None:
            log(instance=fundraiser, action=f"{LOGGED}{fundraiser.state}", user=actor.user)
        tell_pages(fundraiser)
        transaction.on_commit(forget_rules)
        # On the banner it stands on every page.
        purge_all()
