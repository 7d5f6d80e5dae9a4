"""Which code empties the rows of an erased subject. Upper floors register theirs in ``ready()``."""

from collections.abc import Callable, Sequence
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


def erase_all(model: type[models.Model], subject_ids: Sequence[UUID]) -> list[Exception]:
    """Empty the rows of one model that name these subjects; returns what its eraser raised.

    An eraser has a transaction for each subject, so that one that fails stops no other. Without an
    eraser it is one UPDATE.
    """
    if (eraser := _erasers.get(model._meta.label_lower)) is None:
        columns = {field.name for field in model._meta.local_fields}
        model._base_manager.filter(subject_id__in=subject_ids).update(
            **dict.fromkeys(columns & {"subject_id", "sealed"})
        )
        return []
    failures: list[Exception] = []
    for subject_id in subject_ids:
        try:
            with transaction.atomic():
                eraser(subject_id)
        except Exception as error:  # noqa: BLE001 (the caller raises them together)
            failures.append(error)
    return failures
