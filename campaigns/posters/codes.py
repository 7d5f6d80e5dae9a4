"""QR codes, for pictures and paper alike."""

from functools import lru_cache

import segno
from PIL import Image

# Light modules around the code, as its standard wants.
QUIET = 4


@lru_cache(maxsize=8)
def code_image(address: str, least: int) -> Image.Image:
    """The QR code of an address, one bit a pixel, ``least`` pixels wide or a little more.

    It survives some dirt and a fold (level M). Each module has as many pixels as any other.
    """
    rows = list(segno.make_qr(address, error="m").matrix_iter(border=QUIET))
    modules = len(rows)
    flat = bytes(0 if dark else 255 for row in rows for dark in row)
    side = modules * -(-least // modules)
    small = Image.frombytes("L", (modules, modules), flat).convert("1")
    return small.resize((side, side), Image.Resampling.NEAREST)
