"""What a page could do better, in sentences for its editor: hints, nothing is refused for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from pages.reading import Reading, read

# "IMG_2041", "foto-3.jpg", "Screenshot 2026-01-02": what a device called it.
_FILE_NAME = re.compile(
    r"^\s*(?:(?:img|dsc|pxl|image|imagen|foto|photo|picture|screenshot|captura)[\s_\-0-9.:()]*|\S+\.(?:jpe?g|png|webp))\s*$",
    re.IGNORECASE,
)
# An end of a paragraph is one of a sentence, also where nobody wrote a full stop.
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>")


@dataclass(frozen=True)
class Hint:
    """One sentence on what to look at."""

    name: str
    says: str


def hints_of(page: Page) -> list[Hint]:
    """What could be better in what this draft says now."""
    return [*_picture_hints(page), *_reading_hints(page)]


def reading_of(page: Page) -> Reading | None:
    """How hard the words of the page are in its language; None where there are too few to say."""
    return read("\n".join(words_of(page)), page.locale.language_code)


def words_of(page: Page) -> Iterator[str]:
    """Every text that a visitor reads on the page, without marks."""
    own = [field for field in page._meta.concrete_fields if not _is_of_every_page(field)]
    for field in own:
        value = getattr(page, field.name, None)
        if isinstance(field, StreamField):
            yield from _words_in(field.stream_block, value)
        elif isinstance(field, RichTextField | models.TextField) and isinstance(value, str) and value:
            yield _plain(value)


def pictures_of(page: Page) -> Iterator[tuple[Any, str | None]]:
    """Every picture in the bodies of the page with what is said of it; None for one that only decorates."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField) and not _is_of_every_page(field):
            yield from _pictures_in(field.stream_block, getattr(page, field.name))


def _pictures_in(block: Block, value: Any) -> Iterator[tuple[Any, str | None]]:
    if value is None:
        return
    if isinstance(block, ImageBlock):
        yield value, None if value.decorative else (value.contextual_alt_text or "")
    elif isinstance(block, ImageChooserBlock):
        yield value, value.default_alt_text
    else:
        for child, its_value in _children(block, value):
            yield from _pictures_in(child, its_value)


def _words_in(block: Block, value: Any) -> Iterator[str]:
    if not value:
        return
    if isinstance(block, RichTextBlock):
        yield _plain(value.source)
    elif isinstance(block, CharBlock | TextBlock):
        yield str(value)
    else:
        for child, its_value in _children(block, value):
            yield from _words_in(child, its_value)


def _children(block: Block, value: Any) -> list[tuple[Block, Any]]:
    if isinstance(block, StreamBlock):
        return [(child.block, child.value) for child in value]
    if isinstance(block, ListBlock):
        return [(child.block, child.value) for child in value.bound_blocks]
    # A picture's value is the picture itself.
    if isinstance(block, StructBlock) and not isinstance(block, ImageBlock):
        return [(child, value.get(name)) for name, child in block.child_blocks.items()]
    return []


def _picture_hints(page: Page) -> list[Hint]:
    silent, named = 0, []
    for _picture, said in pictures_of(page):
        if said is None:
            continue
        if not said.strip():
            silent += 1
        elif _FILE_NAME.match(said):
            named.append(said.strip())
    hints = []
    if silent:
        hints.append(
            Hint(
                "alt",
                _(
                    "Pictures without a description: %(number)s. Say what is to be seen, or tick that one "
                    "only decorates: people who listen to the page learn of it no other way."
                )
                % {"number": silent},
            )
        )
    if named:
        hints.append(
            Hint(
                "alt",
                _(
                    "“%(name)s” is the name of a file, not what is to be seen. Describe the picture to "
                    "somebody on the phone."
                )
                % {"name": named[0]},
            )
        )
    return hints


def _reading_hints(page: Page) -> list[Hint]:
    reading = reading_of(page)
    if reading is None or not reading.is_hard:
        return []
    return [
        Hint(
            "reading",
            _(
                "Reads with ease from about %(age)s years on. Aim for 14: many read in a second language, "
                "or on a bus. The longest sentence has %(words)s words (“%(opening)s …”): make two of it."
            )
            % {"age": reading.age, "words": reading.longest, "opening": reading.opening},
        )
    ]


def _plain(text: str) -> str:
    return strip_tags(_BLOCK_END.sub("\n", text))


def _is_of_every_page(field: Any) -> bool:
    return issubclass(Page, field.model) or field.model in Page.__mro__
