"""Where a petition stands, until it is closed and after: live, paused, archived.

Each deed is one conditional UPDATE, so of two colleagues who press at once the second is told. No deed
leads from what is over back to what can be signed: the key is destroyed.
"""

from typing import Any

from django.db import transaction
from django.db.models import Case, Q, Value, When
from wagtail.log_actions import log

from petitions.enums import ArchiveWay, PetitionState
from petitions.exceptions import NotLive, PetitionMoved
from petitions.jobs.totals import purge_pages
from petitions.models import Petition
from petitions.selectors import actions_to_lead_to, forget_rules
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText

# With the state behind it, the name of an action in the history; registered by ``wagtail_hooks.py``.
LOGGED = "countersign.petition."


def go_live(*, petition: Petition, actor: Actor) -> None:
    """Let a draft be signed from now on, or from its opening day.

    Raises PetitionMoved for what is no draft any more, and for a draft whose last day is over.
    """
    not_over = Q(closes__isnull=True) | Q(closes__gte=utc_today())
    _move(petition, actor, not_over, left=(PetitionState.DRAFT,), state=PetitionState.OPEN)


def pause_petition(*, petition: Petition, reason: LocalizedText, actor: Actor) -> None:
    """Take no signature for now; ``reason``, plain text or empty, stands on its pages.

    Its key, its signatures, its total and the names shown stay, and who has signed can still confirm.
    Raises PetitionMoved.
    """
    _move(petition, actor, left=(PetitionState.OPEN,), state=PetitionState.PAUSED, pause_reason=reason)


def resume_petition(*, petition: Petition, actor: Actor) -> None:
    """Let a paused petition be signed again; the reason goes. Raises PetitionMoved."""
    _move(
        petition, actor, left=(PetitionState.PAUSED,), state=PetitionState.OPEN, pause_reason=LocalizedText()
    )


def archive_petition(*, petition: Petition, leads_to: Petition | None, actor: Actor) -> None:
    """Have the page of a closed or won petition lead on: to that of ``leads_to``; None: to the page above.

    Where that is not live (any more) when somebody comes, the page itself tells what came of it. All
    links in mails go on working. Raises NotLive for what is no live petition, with a page, of the same
    campaign, and PetitionMoved.
    """
    if leads_to is not None and not actions_to_lead_to(petition).filter(pk=leads_to.pk).exists():
        raise NotLive
    _move(
        petition,
        actor,
        left=(PetitionState.CLOSED, PetitionState.WON),
        state=PetitionState.ARCHIVED,
        was_won=Case(When(state=PetitionState.WON, then=Value(True)), default=Value(False)),
        archived_way=ArchiveWay.PAGE_ABOVE if leads_to is None else ArchiveWay.PETITION,
        archived_to=leads_to,
    )


def unarchive_petition(*, petition: Petition, actor: Actor) -> None:
    """Show the page of an archived petition again; it is closed or won, as it was. Raises PetitionMoved."""
    _move(
        petition,
        actor,
        left=(PetitionState.ARCHIVED,),
        state=Case(When(was_won=True, then=Value(PetitionState.WON)), default=Value(PetitionState.CLOSED)),
        was_won=False,
        archived_way="",
        archived_to=None,
    )


def log_state(petition: Petition, actor: Actor) -> None:
    """Note in the petition's history, as Wagtail notes an edit, who of the staff moved it here."""
    if actor.user is not None:
        log(instance=petition, action=f"{LOGGED}{petition.state}", user=actor.user)


def _move(
    petition: Petition, actor: Actor, *where: Q, left: tuple[PetitionState, ...], **columns: Any
) -> None:
    with transaction.atomic():
        rows = Petition.objects.filter(*where, pk=petition.pk, state__in=left)
        if not rows.update(changed=utc_today(), **columns):
            raise PetitionMoved
        transaction.on_commit(lambda: forget_rules(petition.public_id))
        # Forms and cards of it may stand on any page, and pages of archived petitions lead to it.
        purge_pages()
        petition.refresh_from_db()
        log_state(petition, actor)
