"""Taking out of a picture what stands beside its pixels: place, minute, device, author, smaller copies.

For pictures inside of office files, which say themselves how big each is drawn: so nothing is drawn anew, as
``pages.pictures`` does with what is uploaded alone. What is left out is left out whole, and all else stays
byte for byte. A colour profile may name a screen and goes too: colours may shift by a shade.
"""

import re
from collections.abc import Callable
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# JPEG's markers, by their second byte. From START_OF_FRAME to LAST_OF_IMAGE: what the pixels are made of.
START_OF_FRAME, LAST_OF_IMAGE = 0xC0, 0xDF
START, END, SCAN, JFIF, EXIF, ADOBE = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE
ORIENTATION = 0x0112
# An EXIF of that alone, up to its value.
ONLY_TURNED = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"
# What follows a scan's own bytes, in which FF stands before 00 or a restart.
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
# Of PNG: pixels, transparency, size on paper, frames; and nothing in words.
PNG_KEEPS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA sRGB sBIT bKGD pHYs acTL fcTL fdAT".split())
WEBP_KEEPS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
# Of GIF: its blocks, and of the programs' own those that say how often the frames are shown.
GIF_PIXELS, GIF_MORE, GIF_END = 0x2C, 0x21, 0x3B
GIF_HOW_LONG, GIF_OF_A_PROGRAM = 0xF9, 0xFF
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
# Of EMF: up to what every one has.
EMF_HEAD = 88
# Of JPEG 2000: what it is, its size and colours, its pixels.
JP2_KEEPS = frozenset((b"jP  ", b"ftyp", b"jp2h", b"jp2c"))
# In the head of an extended WebP: that there is a profile, an EXIF, an XMP.
WEBP_SAYS = 0x20 | 0x08 | 0x04


def bare_picture(data: bytes) -> bytes:
    """The same picture without metadata; ``data`` itself where it is no picture that could hold any.

    How it is turned stays. Raises ``ValidationError`` for a picture that is damaged, or of a kind that cannot
    be cleaned (TIFF, HEIC, AVIF).
    """
    clean = next((clean for head, clean in _KINDS if head.match(data)), None)
    if clean is None:
        return data
    try:
        return clean(data)
    except (ValueError, IndexError) as error:
        raise ValidationError(
            _(
                "A picture in this file may say where and by whom it was taken, and that cannot be taken "
                "out. Insert it anew, as JPG or PNG, and save the file."
            )
        ) from error


def _refuse(_data: bytes) -> bytes:
    raise ValueError("of a kind that is not taken apart")


def _jpeg(data: bytes) -> bytes:
    kept, at, jfif, turned = [data[:2]], 2, b"", b""
    while at < len(data) and data[at + 1] != END:
        mark = data[at + 1]
        if data[at] != 0xFF or mark == START:
            raise ValueError("no segment where one must begin")
        if mark == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end < at + 4 or end > len(data):
            raise ValueError("a segment that ends nowhere")
        body = data[at + 4 : end]
        if mark == SCAN:
            found = _AFTER_SCAN.search(data, end)
            end = found.start() if found else len(data)
        if mark == JFIF and body.startswith(b"JFIF\0"):
            # Its last two bytes are the size of a smaller copy.
            jfif = b"\xff\xe0\x00\x10" + body[:12].ljust(12, b"\0") + b"\0\0"
        elif mark == EXIF and body.startswith(b"Exif\0\0"):
            turned = _turned(body[6:])
        elif mark == ADOBE and body.startswith(b"Adobe"):
            # How its colours are meant.
            kept.append(b"\xff\xee\x00\x0e" + body[:12].ljust(12, b"\0"))
        elif START_OF_FRAME <= mark <= LAST_OF_IMAGE:
            kept.append(data[at:end])
        at = end
    # Whatever stands behind the end (a second picture, a film) is not looked at.
    return b"".join([kept[0], jfif, turned, *kept[1:], b"\xff\xd9"])


def _turned(exif: bytes) -> bytes:
    """A segment that says which way up the picture is, and nothing else; empty where it is upright."""
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"
    at = int.from_bytes(exif[4:8], order)
    for entry in range(at + 2, at + 2 + 12 * int.from_bytes(exif[at : at + 2], order), 12):
        said = int.from_bytes(exif[entry + 8 : entry + 10], order)
        if int.from_bytes(exif[entry : entry + 2], order) == ORIENTATION and said in range(2, 9):
            return b"\xff\xe1\0\x22" + ONLY_TURNED + bytes([said]) + b"\0" * 6
    return b""


def _png(data: bytes) -> bytes:
    kept, at, kind = [data[:8]], 8, b""
    while kind != b"IEND":
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if end > len(data):
            raise ValueError("a chunk that ends nowhere")
        if kind in PNG_KEEPS:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    kept, at, whole = [], 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at < whole:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        if end > len(data):
            raise ValueError("a chunk that ends nowhere")
        chunk = data[at:end] + b"\0" * (size % 2)
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_SAYS]) + chunk[9:]
        if kind in WEBP_KEEPS:
            kept.append(chunk)
        at = end + size % 2
    if not kept:
        raise ValueError("no picture in it")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _gif(data: bytes) -> bytes:
    at = 13 + _gif_colours(data[10])
    kept = [data[:at]]
    # Some end where their last picture does.
    while at < len(data) and data[at] != GIF_END:
        begun, kind, is_pixels = at, data[at + 1], data[at] == GIF_PIXELS
        if is_pixels:
            # Its place, its colours, and how long its codes are.
            at += 11 + _gif_colours(data[at + 9])
        elif data[at] == GIF_MORE:
            at += 2
        else:
            raise ValueError("no block where one must begin")
        first = data[at + 1 : at + 1 + data[at]]
        while size := data[at]:
            at += 1 + size
        at += 1
        # It tells what it holds: how often to show the frames, or something in words.
        is_loop = kind == GIF_OF_A_PROGRAM and first in GIF_LOOPS
        if is_pixels or kind == GIF_HOW_LONG or is_loop:
            kept.append(data[begun:at])
    return b"".join([*kept, bytes([GIF_END])])


def _gif_colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _jp2(data: bytes) -> bytes:
    kept, at = [], 0
    while at < len(data):
        size, kind, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        # The last one may say no size.
        end = at + size if size else len(data)
        if end < at + head or end > len(data):
            raise ValueError("a box that ends nowhere")
        if kind in JP2_KEEPS:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _emf(data: bytes) -> bytes:
    letters, at = (int.from_bytes(data[begin : begin + 4], "little") for begin in (60, 64))
    end = at + 2 * letters
    if letters and (at < EMF_HEAD or end > len(data)):
        raise ValueError("a description that is nowhere")
    # The program and the title, often the path of the drawing. Whatever stands behind stays where it is.
    return data[:at] + b"\0" * (2 * letters) + data[end:] if letters else data


# By the first bytes, whatever the file is named.
_KINDS: tuple[tuple[re.Pattern[bytes], Callable[[bytes], bytes]], ...] = (
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n"), _jp2),
    (re.compile(rb"\x01\0\0\0.{36} EMF", re.DOTALL), _emf),
    (re.compile(rb"II\*\0|MM\0\*|....ftyp(hei|hev|mif1|msf1|avi)", re.DOTALL), _refuse),
)
