"""Which code empties the rows of an erased subject. Upper floors register theirs in ``ready()``."""

from collections.abc import Callable
from uuid import UUID

from django.db import models, transaction

type Eraser = Callable[[UUID], None]

_erasers: dict[str, Eraser] = {}


def register_eraser(model_label: str, eraser: Eraser) -> None:
    """Say what becomes of rows of this model ("app_label.Model") whose subject was destroyed.

    ``eraser(subject_id)`` leaves no row that names the subject; it may run twice, and concurrently.
    Without one the row stays, and ``subject_id`` and ``sealed`` go empty.
    """
    _erasers[model_label.lower()] = eraser


def erase_rows(model: type[models.Model], subject_id: UUID) -> None:
    """Empty the rows of one model that name this subject, in one transaction."""
    with transaction.atomic():
        if (eraser := _erasers.get(model._meta.label_lower)) is not None:
            eraser(subject_id)
            return
        columns = {field.name for field in model._meta.local_fields}
        model._base_manager.filter(subject_id=subject_id).update(
            **dict.fromkeys(columns & {"subject_id", "sealed"})
        )
