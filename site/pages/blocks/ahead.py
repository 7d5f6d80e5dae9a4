"""Fetching what a whole body names at once, so that a page of forty blocks asks the database as often as one.

Wagtail fetches the rows that one sort of block names in one query: a picture may stand in six sorts. Here
all keys of a body are read first, and each sort of row is fetched once (``_shared``).

What hangs on them comes before anything is drawn, too: a class of blocks that has ``fetch_ahead(values)`` is
given the values of all its kind, and they find what it returned in their context, as ``ahead[class]``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

Rows = dict[type[Model], dict[Any, Any]]
Ahead = dict[type[blocks.Block], Any]
# Rows by model and primary key, while one body is being read.
_shared: ContextVar[Rows | None] = ContextVar("pages_shared_rows", default=None)


def share_rows() -> None:
    """Have Wagtail's choosers take their rows from what was fetched for the whole body, where it was."""
    fetch = blocks.ChooserBlock.bulk_to_python

    def bulk_to_python(self: blocks.ChooserBlock, values: Any) -> list[Any]:
        rows = (_shared.get() or {}).get(self.model_class)
        if rows is None:
            found: list[Any] = fetch(self, values)
            return found
        # A copy for each, as Wagtail's: the words beside a picture are kept on it.
        return [copy(rows[key]) if key in rows else None for key in values]

    blocks.ChooserBlock.bulk_to_python = bulk_to_python


def fetch_ahead(block: blocks.StreamBlock, value: blocks.StreamValue) -> tuple[Ahead, list[str]]:
    """Load this body, with the renditions of its pictures; what its blocks asked for, and its texts."""
    asking: dict[type[blocks.Block], list[Any]] = {}
    texts = []
    with _sharing(block, value):
        for found, inner in walk(block, value):
            if isinstance(found, blocks.RichTextBlock):
                texts.append(inner.source if inner else "")
            for kind in type(found).__mro__:
                if "fetch_ahead" in vars(kind):
                    asking.setdefault(kind, []).append(inner)
    return {kind: kind.fetch_ahead(values) for kind, values in asking.items()}, texts


def told_ahead(kind: Any, context: Mapping[str, Any], value: Any) -> Any:
    """What ``kind.fetch_ahead()`` returned for the whole body; of a block that stands alone, for that one."""
    ahead: Ahead = context.get("ahead") or {}
    return ahead[kind] if kind in ahead else kind.fetch_ahead([value])


def walk(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Every block of a body with its value, outermost first."""
    yield block, value
    if isinstance(block, blocks.StreamBlock):
        for child in value or ():
            yield from walk(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            yield from walk(block.child_block, item)
    # The value of an ImageBlock is the image itself.
    elif isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        for name, child_block in block.child_blocks.items():
            yield from walk(child_block, value.get(name))


@contextmanager
def _sharing(block: blocks.StreamBlock, value: blocks.StreamValue) -> Iterator[None]:
    keys: dict[type[Model], set[Any]] = {}
    for chooser, key in _keys(block, value.raw_data):
        keys.setdefault(chooser.model_class, set()).add(key)
    pictures = keys.pop(get_image_model(), set())
    rows: Rows = {model: model._default_manager.in_bulk(asked) for model, asked in keys.items()}
    rows[get_image_model()] = _pictures(pictures)
    token = _shared.set(rows)
    try:
        yield
    finally:
        _shared.reset(token)


def _pictures(keys: set[Any]) -> dict[Any, Any]:
    """These pictures with their renditions: one query, and a second where one was never drawn."""
    model = get_image_model()
    found: dict[Any, Any] = {}
    for rendition in model.get_rendition_model().objects.filter(image__in=keys).select_related("image"):
        picture = found.setdefault(rendition.image_id, rendition.image)
        # Where Wagtail looks for them first.
        picture.prefetched_renditions = [*getattr(picture, "prefetched_renditions", ()), rendition]
    for key, picture in model._default_manager.in_bulk(keys - found.keys()).items():
        picture.prefetched_renditions = []
        found[key] = picture
    return found


def _keys(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.ChooserBlock, Any]]:
    """Every chooser of a body as it is stored, with the key it holds."""
    if isinstance(block, blocks.ChooserBlock):
        if raw is not None:
            yield block, raw
    elif isinstance(block, blocks.StreamBlock):
        for child in raw or ():
            if child["type"] in block.child_blocks:
                yield from _keys(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in raw or ():
            value = item["value"] if block._item_is_in_block_format(item) else item
            yield from _keys(block.child_block, value)
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        for name, child_block in block.child_blocks.items():
            yield from _keys(child_block, raw.get(name))
