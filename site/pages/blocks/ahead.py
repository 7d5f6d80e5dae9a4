"""Fetching what a whole body names at once, so that a page of forty blocks asks the database as often as one.

Wagtail fetches rows that blocks of one sort name in one query. What hangs on them is fetched here, before
anything is drawn: a block whose class has ``fetch_ahead(values)`` is given the values of all its kind, and
finds what that returned in its context, ``ahead``, under its class.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


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


def fetch_ahead(block: blocks.Block, value: Any) -> dict[type[blocks.Block], Any]:
    """What the blocks of this body asked for, by their class; renditions of its pictures are prefetched."""
    images = []
    asking: dict[type[blocks.Block], list[Any]] = {}
    for found, inner in walk(block, value):
        if isinstance(found, ImageBlock):
            images += [inner] if inner is not None else []
        elif hasattr(type(found), "fetch_ahead"):
            asking.setdefault(type(found), []).append(inner)
    prefetch_related_objects(images, "renditions")
    return {kind: kind.fetch_ahead(values) for kind, values in asking.items()}
