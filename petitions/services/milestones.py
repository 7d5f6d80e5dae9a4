"""Milestones are the totals' own work (``jobs.milestones``); here they are taken back."""

from django.db import transaction

from petitions.enums import UpdateState
from petitions.jobs.totals import fold_totals, purge_pages
from petitions.models import Petition, Update
from petitions.selectors import places_with_totals, total_at, total_of
from privacy.actors import Actor


def take_back_milestones(*, petition: Petition, actor: Actor) -> int:
    """Delete those that the petition's total, or a campus's, no longer reaches; returns how many.

    For when signatures go that were nobody's, as a demo's are: they were never reached. Of people who take
    their names back none is taken. What waits to be added up is first; one that staff hid stays hidden.
    """
    fold_totals(petition.pk)
    with transaction.atomic():
        total = total_of(petition)
        at = {place.pk: total_at(place) for place in places_with_totals(petition)}
        told = Update.objects.filter(
            petition=petition, milestone__isnull=False, state=UpdateState.SHOWN
        ).values_list("pk", "place", "milestone")
        gone = [pk for pk, place, step in told if step and step > (total if place is None else at[place])]
        if gone:
            Update.objects.filter(pk__in=gone).delete()
            purge_pages()
    return len(gone)
