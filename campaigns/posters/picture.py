"""The pictures that links show: 1200 × 630, and upright 1080 × 1920 with a QR code."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from campaigns.posters.codes import code_image
from campaigns.posters.look import BLACK, WHITE, ink_on
from campaigns.posters.type import BOLD, LEADING, PLAIN, Face, Fitted, drawable, fit
from campaigns.posters.words import STORY, PosterWords

CARD_SIZE = (1200, 630)
STORY_SIZE = (1080, 1920)
FOOT = 132
# Kept in each process, some 30 kB each: drawn anew only when something on it moved on.
KEPT = 64


@lru_cache(maxsize=KEPT)
def draw_card(words: PosterWords) -> bytes:
    """The picture of a link, as PNG; the same words give the same bytes."""
    canvas = _Canvas(CARD_SIZE, words.accent, margin=64)
    foot = CARD_SIZE[1] - FOOT
    top: float = 52
    if place := drawable(words.place):
        top = canvas.write(canvas.fit(place, BOLD, height=90, largest=44, least=30), BOLD, top) + 10
    title = canvas.fit(words.headline, BOLD, height=foot - top - 34, largest=150, least=38)
    canvas.write(title, BOLD, top)
    canvas.foot(words, foot, size=48)
    return canvas.png()


@lru_cache(maxsize=KEPT // 2)
def draw_story(words: PosterWords) -> bytes:
    """The upright picture with a QR code of the page, as PNG."""
    canvas = _Canvas(STORY_SIZE, words.accent, margin=80)
    # Programs lay their own buttons over the first and the last 250 rows.
    top: float = 250
    if place := drawable(words.place):
        top = canvas.write(canvas.fit(place, BOLD, height=140, largest=56, least=40), BOLD, top) + 16
    title = canvas.fit(words.headline, BOLD, height=820 - top, largest=170, least=52)
    top = canvas.write(title, BOLD, top) + 24
    if ask := drawable(words.ask):
        canvas.write(canvas.fit(ask, PLAIN, height=1040 - top, largest=46, least=32), PLAIN, top)
    canvas.foot(words, 1070, size=54)
    side = canvas.code(words.code_for(STORY), (canvas.margin, 1070 + FOOT + 48), least=430)
    left = canvas.margin + side + 40
    verb = fit(drawable(words.verb), BOLD, width=STORY_SIZE[0] - left - 60, height=side, largest=84, least=40)
    canvas.write(verb, BOLD, 1070 + FOOT + 48, left=left)
    return canvas.png()


@lru_cache(maxsize=64)
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    # BASIC: the same on every machine, whatever libraries it has.
    return ImageFont.truetype(face.path, size, layout_engine=ImageFont.Layout.BASIC)


class _Canvas:
    """A picture being drawn from above to below."""

    def __init__(self, size: tuple[int, int], ground: str, *, margin: int) -> None:
        self.image = Image.new("RGB", size, ground)
        self.draw = ImageDraw.Draw(self.image)
        self.ink = ink_on(ground)
        self.margin = margin
        self.width = size[0] - 2 * margin

    def fit(self, text: str, face: Face, *, height: float, largest: int, least: int) -> Fitted:
        """Text made to fit between the margins."""
        return fit(text, face, width=self.width, height=height, largest=largest, least=least)

    def write(self, text: Fitted, face: Face, top: float, *, left: int | None = None) -> float:
        """Draw lines; where they end."""
        font = _font(face, int(text.size))
        for line in text.lines:
            self.draw.text((self.margin if left is None else left, top), line, font=font, fill=self.ink)
            top += text.size * LEADING
        return top

    def foot(self, words: PosterWords, top: int, *, size: int) -> None:
        """A black bar with the total, or what to do, and the host."""
        self.draw.rectangle((0, top, self.image.width, top + FOOT), fill=BLACK)
        host = drawable(words.host)[:60]
        small = int(size * 0.68)
        room = max(300.0, self.width - PLAIN.width(host, small) - 40)
        said = drawable(words.count) or drawable(words.verb)
        left = fit(said, BOLD, width=room, height=size * LEADING, largest=size, least=size // 2)
        middle = top + FOOT / 2
        line = " ".join(left.lines[:1])
        font = _font(BOLD, int(left.size))
        self.draw.text((self.margin, middle), line, font=font, fill=WHITE, anchor="lm")
        right = (self.image.width - self.margin, middle)
        self.draw.text(right, host, font=_font(PLAIN, small), fill=WHITE, anchor="rm")

    def code(self, address: str, at: tuple[int, int], *, least: int) -> int:
        """Draw a QR code on white; how wide it became."""
        code = code_image(address, least)
        self.image.paste(code.convert("RGB"), at)
        return code.width

    def png(self) -> bytes:
        """Few colours make it small; no date, name or program is in it."""
        kept = BytesIO()
        self.image.quantize(32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(kept, "PNG")
        return kept.getvalue()
