"""Taking the demo away: what it made, what was done with that, and nothing else."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError
from wagtail.models import Page, Site

from campaigns.models import CountedDay, Institution
from donations.models import Fundraiser
from events.models import SCOPE, Attendance, Event, OccurrencePrivate
from events.services.changing import disown_attendance
from outbox.models import Letter
from pages.demo import ledger, welcome
from pages.demo.desk import forget_noes
from pages.demo.giving import give_all_back
from pages.models import DemoItem
from petitions.exceptions import PetitionMoved
from petitions.models import CampusOrganizer, Petition
from petitions.services import close_petition, disown_signature, revoke_organizer
from privacy.actors import Actor
from privacy.erasure import destroy_after_commit, destroy_scope
from privacy.files import destroy_files
from privacy.models import SealedFile
from supporters.models import (
    BulkDeed,
    FileDay,
    HandedOver,
    HandOver,
    Supporter,
    SupporterExport,
    SupporterImport,
)
from supporters.services import erase_supporter

# Of which the demo makes so many that they go at once.
MANY: tuple[type[Model], ...] = (Institution, CountedDay, FileDay)


def remove_demo(*, actor: Actor) -> bool:
    """Remove the demo with every signature under its petitions; False if there is none.

    What was there before and was only changed says again what it said.
    """
    if not ledger.is_made():
        return False
    for model in MANY:
        _take_all_away(model)
    items = ledger.items()
    for item in items:
        with transaction.atomic():
            row = ledger.row_of(item)
            if row is not None:
                _take_away(item, row, actor)
            elif item.before is not None and item.model == Page._meta.label_lower:
                welcome.bring_back(item, items)
            item.delete()
    forget_noes()
    return True


def _take_all_away(model: type[Model]) -> None:
    """The hundreds at once. If somebody's own rows use one of them by now, each is tried alone later."""
    items = DemoItem.objects.filter(model=model._meta.label_lower)
    keys = [int(key) for key in items.values_list("key", flat=True)]
    with suppress(ProtectedError), transaction.atomic():
        model._default_manager.filter(pk__in=keys).delete()
        items.delete()


def _take_away(item: DemoItem, row: Any, actor: Actor) -> None:
    if item.before is not None:
        _put_back(row, item.before)
    elif isinstance(row, Petition):
        _empty(row, actor)
        row.delete()
    elif isinstance(row, Event):
        _send_home(row, actor)
        row.delete()
    elif isinstance(row, Fundraiser):
        give_all_back(row)
        row.delete()
    elif isinstance(row, Supporter):
        erase_supporter(supporter=row, keep_fingerprint=False, actor=actor)
    elif isinstance(row, HandOver):
        _call_back(row)
    elif isinstance(row, SupporterImport | BulkDeed | SupporterExport):
        _destroy_files_of(row)
        row.delete()
    else:
        # A target or campaign that somebody's own petition uses by now is theirs.
        with suppress(ProtectedError):
            row.delete()


def _call_back(hand_over: HandOver) -> None:
    """As if it had not been, also once it was downloaded."""
    _destroy_files_of(hand_over)
    HandedOver.objects.filter(hand_over=hand_over).delete()
    HandedOver.objects.filter(ended_by=hand_over).update(ended_by=None)
    hand_over.delete()


def _destroy_files_of(row: Model) -> None:
    files = [field for field in row._meta.concrete_fields if field.related_model is SealedFile]
    destroy_files([pk for field in files if (pk := field.value_from_object(row)) is not None])
    # A row that was read before names them still.
    row.refresh_from_db()


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


def _send_home(event: Event, actor: Actor) -> None:
    """Remove whoever signed up, then the dates with their keys and private words."""
    for attendance in Attendance.objects.filter(occurrence__event=event).select_related("occurrence"):
        Letter.objects.filter(ref_id=attendance.public_id).delete()
        disown_attendance(attendance=attendance, actor=actor)
    for occurrence in event.occurrences.all():
        private = OccurrencePrivate.objects.filter(occurrence=occurrence, subject_id__isnull=False)
        destroy_after_commit(list(private.values_list("subject_id", flat=True)))
        destroy_scope(SCOPE, occurrence.public_id)
        occurrence.delete()
