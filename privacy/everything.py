"""Every table of this installation as rows that other programs read: what is sealed is opened.

Which tables and fields there are comes from the models themselves and from the inventory, so that none can
be forgotten.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from itertools import batched
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

from privacy.inventory import our_models
from privacy.models.sealed import SealedModel
from privacy.sealing import unseal_many

TOGETHER = 500
SEALED = "sealed"
KEY_MATERIAL = _("a key: what it opens is in clear here")
# Our tables that are not in it, and why.
LEFT_OUT = {
    "countersign_privacy.DayKey": KEY_MATERIAL,
    "countersign_privacy.KeyCheck": KEY_MATERIAL,
    "countersign_privacy.ScopeKey": KEY_MATERIAL,
    "countersign_privacy.SubjectKey": KEY_MATERIAL,
    "countersign_privacy.SealedChunk": _("pieces of files, which are whole in files/"),
}
# Apps of others that ours cannot be understood without.
OTHER_APPS = {"auth", "taggit", "wagtailcore", "wagtaildocs", "wagtailredirects", "wagtailusers"}
# Columns of them that stay here: of staff, and of pages that were shown to who knew one.
WITHOUT = ("password",)


@dataclass(frozen=True)
class Table:
    """One table to take along."""

    model: type[Model]
    without: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def is_sealed(self) -> bool:
        return issubclass(self.model, SealedModel)

    @cached_property
    def fields(self) -> "list[Field[Any, Any]]":
        """The columns of its own table, a link to a parent's row too: by it the two are joined again."""
        return [
            field for field in self.model._meta.local_concrete_fields if field.attname not in self.without
        ]

    @property
    def heading(self) -> list[str]:
        """The columns of the CSV: a sealed one is as many as it holds."""
        found = []
        for field in self.fields:
            inside = self._inside if self.is_sealed and field.name == SEALED else ()
            found += [f"{SEALED}.{name}" for name in inside] or [field.attname]
        return found

    @cached_property
    def _inside(self) -> tuple[str, ...]:
        return self.model.Sealed._field_names() if issubclass(self.model, SealedModel) else ()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row, ready for JSON; what cannot be opened any more is null. One keystore query per 500."""
        rows = self.model._base_manager.order_by("pk").iterator(TOGETHER)
        for some in batched(rows, TOGETHER):
            opened = unseal_many(some, skip_unreadable=True) if self.is_sealed else [None] * len(some)  # type: ignore[arg-type]
            for row, said in zip(some, opened, strict=True):
                yield self._as_data(row, said)

    def _as_data(self, row: Model, said: Any) -> dict[str, Any]:
        found = {field.attname: plain(getattr(row, field.attname), field, row) for field in self.fields}
        if self.is_sealed:
            found[SEALED] = plain(said.to_json()) if said is not None else None
        return found

    def as_cells(self, data: dict[str, Any]) -> list[Any]:
        """A row under the CSV's heading; what has parts of its own is JSON in its cell."""
        cells = []
        for name, value in data.items():
            if self.is_sealed and name == SEALED:
                cells += [_cell((value or {}).get(inside)) for inside in self._inside]
            else:
                cells.append(_cell(value))
        return cells


def tables() -> list[Table]:
    """Every table that goes along: ours but ``LEFT_OUT``, and those of ``OTHER_APPS`` that are installed."""
    ours = [model for model in our_models() if model._meta.label not in LEFT_OUT]
    others = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OTHER_APPS and not model._meta.proxy
    ]
    return [*map(Table, ours), *(Table(model, WITHOUT) for model in others)]


def plain(value: Any, field: "Field[Any, Any] | None" = None, row: Model | None = None) -> Any:
    """A value as JSON has it: bytes as base64, times in ISO 8601, amounts as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    # A field that has a form of its own writes it as fixtures have it: pages' bodies, files' names.
    return field.value_to_string(row) if field is not None and row is not None else str(value)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
