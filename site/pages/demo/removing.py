"""Taking the demo away: what it made, what was done with that, and nothing else."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Site

from campaigns.models import CountedDay, Institution
from donations.models import Donation, Fundraiser
from events.models import SCOPE, Event, OccurrencePrivate, OpenAttendance
from events.services.changing import disown_attendance
from outbox.models import Letter
from pages.demo import ledger, welcome
from pages.demo.desk import forget_noes
from pages.demo.giving import give_back
from pages.demo.prints import deeds_on
from pages.demo.standing import Standing, find_standing
from pages.models import DemoItem
from petitions.exceptions import PetitionMoved
from petitions.models import CampusOrganizer, Petition, Signature
from petitions.services import close_petition, disown_signature, revoke_organizer, take_back_milestones
from privacy.actors import Actor
from privacy.erasure import destroy_after_commit, destroy_scope
from privacy.files import destroy_files
from privacy.lock import refuse_while_locked
from privacy.models import SealedFile
from supporters.models import (
    BulkDeed,
    FileDay,
    HandedOver,
    HandOver,
    List,
    Subscription,
    Supporter,
    SupporterExport,
    SupporterImport,
    Tag,
)
from supporters.services import erase_supporter

# Of which the demo makes so many that they go at once.
MANY: tuple[type[Model], ...] = (Institution, CountedDay, FileDay)
# Once the demo's people are gone, whoever is on a list or has a tag is somebody's.
LAST = {model._meta.label_lower for model in (List, Tag)}
# Wagtail's own word for it is in no language that people speak.
CALLED: dict[type[Model], Any] = {Locale: _("language")}


@dataclass
class Removed:
    """What became of the demo: how many of each model went, and the names of what stays."""

    gone: Counter[type[Model]] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)

    def keep(self, row: Model) -> None:
        """Name a row that stays. What is named is a page, a petition, a tag: never a person."""
        called = CALLED.get(type(row)) or row._meta.verbose_name
        self.kept.append(f"{capfirst(str(called))}: {row}")


def remove_demo(*, actor: Actor) -> Removed | None:
    """Remove what the demo made; None if there is none.

    What somebody changed, signed, or wrote below stays, and is theirs from now on. What was there before and
    was only changed says again what it said. Raises VaultLocked, and removes nothing, while the vault is
    locked: to erase people their addresses are read.
    """
    if not ledger.is_made():
        return None
    refuse_while_locked()
    removed = Removed()
    items = sorted(ledger.items(), key=lambda item: item.model in LAST)
    standing = find_standing(items)
    people = _people_of(items)
    for model in MANY:
        _take_all_away(model, standing, removed)
    left = {item.pk for item in ledger.items()}
    items = [item for item in items if item.pk in left]
    for item in items:
        with transaction.atomic():
            row = ledger.row_of(item)
            if row is not None and standing.holds(item):
                _take_deeds_away(row, standing.last_own_deed(item), actor, removed)
                removed.keep(row)
            elif row is not None:
                _take_away(item, row, actor, removed)
            elif item.model == Page._meta.label_lower and not standing.holds_the_front:
                welcome.bring_back(item, items)
            item.delete()
    forget_noes()
    ledger.forget_prints()
    # Whoever is known only by a deed is erased once that is committed.
    transaction.on_commit(partial(_count_people, people, removed))
    return removed


def _people_of(items: list[DemoItem]) -> set[int]:
    """Whom the demo made, and whoever signed or signed up for something of it, by number."""

    def keys(model: type[Model]) -> list[int]:
        return [int(item.key) for item in items if item.model == model._meta.label_lower]

    signed = Signature.objects.filter(petition__in=keys(Petition), supporter__isnull=False)
    coming = OpenAttendance.objects.filter(attendance__occurrence__event__in=keys(Event))
    return {
        *keys(Supporter),
        *signed.values_list("supporter_id", flat=True),
        *coming.values_list("supporter_id", flat=True),
    }


def _count_people(people: set[int], removed: Removed) -> None:
    left = Supporter.objects.values_list("pk", flat=True).iterator()
    removed.gone[Supporter] = len(people.difference(left))


def _take_all_away(model: type[Model], standing: Standing, removed: Removed) -> None:
    """The hundreds at once. If somebody's own rows use one of them by now, each is tried alone later."""
    items = DemoItem.objects.filter(model=model._meta.label_lower)
    kept = [key for label, key in standing.rows if label == model._meta.label_lower]
    items = items.exclude(key__in=kept)
    keys = [int(key) for key in items.values_list("key", flat=True)]
    with suppress(ProtectedError), transaction.atomic():
        model._default_manager.filter(pk__in=keys).delete()
        items.delete()
        removed.gone[model] += len(keys)


def _take_away(item: DemoItem, row: Any, actor: Actor, removed: Removed) -> None:
    if item.before is not None:
        _put_back(row, item.before)
        return
    if _is_used(row):
        removed.keep(row)
        return
    try:
        with transaction.atomic():
            _delete(row, actor, removed)
    except ProtectedError:
        # A target or campaign that somebody's own petition uses by now is theirs.
        removed.keep(row)
    else:
        removed.gone[type(row)] += 1


def _is_used(row: Any) -> bool:
    """Whether somebody is on this list or has this tag; the demo's people are gone by now."""
    if isinstance(row, List):
        return Subscription.objects.filter(list=row).exists()
    return isinstance(row, Tag) and row.supporters.exists()


def _delete(row: Any, actor: Actor, removed: Removed) -> None:
    if isinstance(row, Petition):
        _empty(row, actor, removed)
        row.delete()
    elif isinstance(row, Event):
        _send_home(row, actor, removed)
        row.delete()
    elif isinstance(row, Fundraiser):
        removed.gone[Donation] += give_back(deeds_on(row))
        row.delete()
    elif isinstance(row, Supporter):
        erase_supporter(supporter=row, keep_fingerprint=False, actor=actor)
    elif isinstance(row, HandOver):
        _call_back(row)
    elif isinstance(row, SupporterImport | BulkDeed | SupporterExport):
        _destroy_files_of(row)
        row.delete()
    else:
        row.delete()


def _take_deeds_away(row: Any, upto: int | None, actor: Actor, removed: Removed) -> None:
    """The demo's own signatures, attendances and gifts, where those of others stay."""
    deeds = deeds_on(row)
    if deeds is None or upto is None:
        return
    own = deeds.filter(pk__lte=upto)
    if isinstance(row, Fundraiser):
        removed.gone[Donation] += give_back(own)
        return
    _disown(own, actor, removed)
    if isinstance(row, Petition):
        take_back_milestones(petition=row, actor=actor)


def _disown(deeds: QuerySet[Any], actor: Actor, removed: Removed) -> None:
    """Take signatures or attendances away, with their letters and whoever they are of."""
    disown = disown_signature if deeds.model is Signature else disown_attendance
    name = "signature" if deeds.model is Signature else "attendance"
    for deed in deeds:
        Letter.objects.filter(ref_id=deed.public_id).delete()
        disown(**{name: deed}, actor=actor)
        removed.gone[deeds.model] += 1


def _call_back(hand_over: HandOver) -> None:
    """As if it had not been, also once it was downloaded."""
    _destroy_files_of(hand_over)
    HandedOver.objects.filter(hand_over=hand_over).delete()
    HandedOver.objects.filter(ended_by=hand_over).update(ended_by=None)
    hand_over.delete()


def _destroy_files_of(row: Model) -> None:
    files = [one for one in row._meta.concrete_fields if one.related_model is SealedFile]
    destroy_files([pk for one in files if (pk := one.value_from_object(row)) is not None])
    # A row that was read before names them still.
    row.refresh_from_db()


def _put_back(row: Any, before: dict[str, Any]) -> None:
    for name, value in before.items():
        setattr(row, row._meta.get_field(name).attname, value)
    if isinstance(row, Site) and not Page.objects.filter(pk=row.root_page_id).exists():
        row.root_page = Page.get_first_root_node()
    row.save()


def _empty(petition: Petition, actor: Actor, removed: Removed) -> None:
    """Erase whoever signed; the petition's key goes first, as at every close."""
    with suppress(PetitionMoved):
        close_petition(petition=petition, actor=actor)
    for organizer in CampusOrganizer.objects.filter(place__petition=petition):
        Letter.objects.filter(ref_id=organizer.public_id).delete()
        revoke_organizer(organizer=organizer, actor=actor)
    _disown(deeds_on(petition), actor, removed)


def _send_home(event: Event, actor: Actor, removed: Removed) -> None:
    """Remove whoever signed up, then the dates with their keys and private words."""
    _disown(deeds_on(event).select_related("occurrence"), actor, removed)
    for occurrence in event.occurrences.all():
        private = OccurrencePrivate.objects.filter(occurrence=occurrence, subject_id__isnull=False)
        destroy_after_commit(list(private.values_list("subject_id", flat=True)))
        destroy_scope(SCOPE, occurrence.public_id)
        occurrence.delete()
