"""Taking the demo away: what it made, what was done with that, and nothing else."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from wagtail.models import Page, Site

from campaigns.models import Institution
from outbox.models import Letter
from pages.demo import ledger
from pages.models import DemoItem
from petitions.exceptions import PetitionMoved
from petitions.models import CampusOrganizer, Petition
from petitions.services import close_petition, disown_signature, revoke_organizer
from privacy.actors import Actor


def remove_demo(*, actor: Actor) -> bool:
    """Remove the demo with every signature under its petitions; False if there is none.

    What was there before and was only changed says again what it said.
    """
    if not ledger.is_made():
        return False
    _take_institutions_away()
    for item in ledger.items():
        with transaction.atomic():
            row = ledger.row_of(item)
            if row is not None:
                _take_away(item, row, actor)
            item.delete()
    return True


def _take_institutions_away() -> None:
    """The hundreds at once. If somebody's own rows use one of them by now, each is tried alone later."""
    items = DemoItem.objects.filter(model=Institution._meta.label_lower)
    with suppress(ProtectedError), transaction.atomic():
        Institution.objects.filter(pk__in=[int(key) for key in items.values_list("key", flat=True)]).delete()
        items.delete()


def _take_away(item: DemoItem, row: Any, actor: Actor) -> None:
    if item.before is not None:
        _put_back(row, item.before)
    elif isinstance(row, Petition):
        _empty(row, actor)
        row.delete()
    else:
        # A target or campaign that somebody's own petition uses by now is theirs.
        with suppress(ProtectedError):
            row.delete()


def _put_back(row: Any, before: dict[str, Any]) -> None:
    for field, value in before.items():
        setattr(row, row._meta.get_field(field).attname, value)
    if isinstance(row, Site) and not Page.objects.filter(pk=row.root_page_id).exists():
        row.root_page = Page.get_first_root_node()
    row.save()


def _empty(petition: Petition, actor: Actor) -> None:
    """Erase whoever signed; the petition's key goes first, as at every close."""
    with suppress(PetitionMoved):
        close_petition(petition=petition, actor=actor)
    for organizer in CampusOrganizer.objects.filter(place__petition=petition):
        Letter.objects.filter(ref_id=organizer.public_id).delete()
        revoke_organizer(organizer=organizer, actor=actor)
    for signature in petition.signatures.all():
        Letter.objects.filter(ref_id=signature.public_id).delete()
        disown_signature(signature=signature, actor=actor)
