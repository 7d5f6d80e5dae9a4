"""Closing and winning a petition."""

from petitions.enums import PetitionState
from petitions.exceptions import PetitionMoved
from petitions.jobs.closing import end_petition
from petitions.jobs.totals import purge_pages
from petitions.models import Petition
from petitions.selectors import forget_rules
from petitions.services.states import log_state
from privacy.actors import Actor
from privacy.days import utc_today


def close_petition(*, petition: Petition, won: bool = False, actor: Actor) -> None:
    """End a live or paused petition for good (``won``: as a victory).

    Destroys the petition's key and empties the marks: from now on the database cannot tell whether
    an address signed twice, so it cannot be opened again. Removes what was not confirmed, takes the
    shown names away and purges the pages. Raises PetitionMoved for one that is neither.
    """
    if not end_petition(petition, state=PetitionState.WON if won else PetitionState.CLOSED):
        raise PetitionMoved
    log_state(petition, actor)


def declare_won(*, petition: Petition, actor: Actor) -> None:
    """Turn a closed petition into a victory, with other words on its pages.

    Raises PetitionMoved for one that is anything else.
    """
    won = Petition.objects.filter(pk=petition.pk, state=PetitionState.CLOSED).update(
        state=PetitionState.WON, changed=utc_today()
    )
    if not won:
        raise PetitionMoved
    forget_rules(petition.public_id)
    purge_pages()
    petition.refresh_from_db()
    log_state(petition, actor)
