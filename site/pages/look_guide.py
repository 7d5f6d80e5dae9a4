"""The living page of the look: every part in each of its states, drawn as visitors see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from wagtail.blocks import Block

from pages.blocks import BodyBlock
from pages.models.look import Mode
from privacy.audiences import Audience, audience

COLOURS = (
    "accent",
    "accent-text",
    "ground",
    "sunken",
    "raised",
    "ink",
    "soft-ink",
    "line",
    "soft-line",
    "field",
    "field-line",
    "wrong",
    "good",
)
STEPS = ("--1", "-0", "-1", "-2", "-3", "-4", "-5")
DIRECTIONS = ("ltr", "rtl")


@dataclass(frozen=True)
class DrawnBlock:
    """One kind of block, as it is drawn with the words of its own preview."""

    name: str
    label: str
    html: SafeString


@require_safe
@audience(Audience.STAFF)
def look_guide(request: HttpRequest) -> HttpResponse:
    """The parts of the look; ``?mode=`` and ``?direction=`` turn them dark or to the right."""
    return TemplateResponse(
        request,
        "look/guide.html",
        {
            "mode": one_of(request.GET.get("mode"), Mode.values),
            "direction": one_of(request.GET.get("direction"), DIRECTIONS),
            "modes": Mode.choices,
            "colours": COLOURS,
            "steps": STEPS,
            "blocks": list(drawn_blocks(request)),
        },
    )


def one_of(asked: str | None, choices: tuple[str, ...] | list[str]) -> str:
    """What was asked for, else the first choice."""
    return asked if asked is not None and asked in choices else choices[0]


def drawn_blocks(request: HttpRequest) -> Iterator[DrawnBlock]:
    """Each kind of block that an editor can put into a page and that has words to show."""
    for name, block in BodyBlock().child_blocks.items():
        if block.is_previewable:
            yield DrawnBlock(name, str(block.label), _drawn(block, request))


def _drawn(block: Block, request: HttpRequest) -> SafeString:
    html: SafeString = block.render(block.get_preview_value(), context={"request": request, "page": None})
    return html
