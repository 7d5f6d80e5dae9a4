"""How each row of the demo looked when it was made: what differs by now is whose who changed it."""

import json
from collections import defaultdict
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, DateTimeField, Model
from wagtail.models import Page

from donations.models import Donation, Fundraiser
from events.models import Attendance, Event
from pages.demo import ledger
from pages.demo.below import BY_MACHINES, UNWATCHED, words_below
from pages.models import DemoItem
from petitions.models import Petition, Signature

# Where a page lies, and what is counted there.
OF_TREES = {"depth", "numchild", "path", "url_path", "live_revision", "has_unpublished_changes", "expired"}


def take_prints() -> None:
    """Write down how everything looks, at the end of making it."""
    prints: dict[str, Any] = {}
    by_model: dict[str, list[DemoItem]] = defaultdict(list)
    for item in ledger.items():
        by_model[item.model].append(item)
    for label, items in by_model.items():
        rows = apps.get_model(label)._base_manager.in_bulk([int(item.key) for item in items])
        for item in items:
            if (row := rows.get(int(item.key))) is not None and label not in UNWATCHED:
                prints[f"{label} {item.key}"] = {
                    "print": print_of(row, item),
                    "upto": _last_deed(row),
                    "below": words_below(row) if item.before is None else {},
                }
    ledger.keep_prints(prints)


def print_of(row: Model, item: DemoItem) -> str:
    """A fingerprint of what people edit in a row; of one that was only changed, of what was changed."""
    names = item.before.keys() if item.before is not None else None
    said = {
        field.name: field.value_to_string(row)
        for field in row._meta.concrete_fields
        if (names is None or field.name in names) and not _is_by_machines(row, field)
    }
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _is_by_machines(row: Model, field: Any) -> bool:
    if field.name in BY_MACHINES or isinstance(field, BinaryField | DateTimeField):
        return True
    return isinstance(row, Page) and field.name in OF_TREES


def deeds_on(row: Model) -> Any:
    """What people did on this petition, event or drive; None for any other row."""
    match row:
        case Petition():
            return Signature.objects.filter(petition=row)
        case Event():
            return Attendance.objects.filter(occurrence__event=row)
        case Fundraiser():
            return Donation.objects.filter(fundraiser=row)
    return None


def _last_deed(row: Model) -> int:
    deeds = deeds_on(row)
    last = deeds.order_by("-pk").values_list("pk", flat=True).first() if deeds is not None else None
    return last or 0
