"""Writing down what the demo makes, and finding it again."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model

from pages.models import DemoItem

# Stands in the place of a model's label: the one line that is about all the others.
PRINTS = "prints"


def is_made() -> bool:
    """Whether the demo is there (or was begun)."""
    return DemoItem.objects.exists()


def note_made[Row: Model](row: Row) -> Row:
    """Remember that the demo made ``row``."""
    DemoItem.objects.create(model=row._meta.label_lower, key=str(row.pk))
    return row


def note_all_made(rows: Sequence[Model]) -> None:
    """Remember that the demo made all of ``rows``, in two or three queries."""
    DemoItem.objects.bulk_create(
        [DemoItem(model=row._meta.label_lower, key=str(row.pk)) for row in rows], batch_size=500
    )


def note_changed(row: Model, *fields: str) -> None:
    """Remember what these fields of ``row`` say now, before the demo changes them."""
    columns = [field for field in row._meta.concrete_fields if field.name in fields]
    before = {field.name: field.value_from_object(row) for field in columns}
    DemoItem.objects.create(model=row._meta.label_lower, key=str(row.pk), before=before)


def items() -> list[DemoItem]:
    """All that was made and changed, newest first."""
    return list(DemoItem.objects.exclude(model=PRINTS).order_by("-pk"))


def keep_prints(prints: dict[str, Any]) -> None:
    """Keep how the rows looked when they were made, in the place of what was kept before."""
    DemoItem.objects.update_or_create(model=PRINTS, key=PRINTS, defaults={"before": prints})


def prints() -> dict[str, Any]:
    """What was kept; nothing for a demo of an earlier release."""
    return DemoItem.objects.filter(model=PRINTS).values_list("before", flat=True).first() or {}


def forget_prints() -> None:
    """Forget them, at the end of removing."""
    DemoItem.objects.filter(model=PRINTS).delete()


def row_of(item: DemoItem) -> Any:
    """The row an item stands for; None if somebody took it away meanwhile."""
    return apps.get_model(item.model)._base_manager.filter(pk=item.key).first()
