"""Write the letters of the look (site/static/site/fonts) without the weights and widths that no style uses.

Usage: python scripts/cut_letters.py DIRECTORY, which holds archivo-latin-wdth-normal.woff2 and
archivo-latin-ext-wdth-normal.woff2 as they are given out (weights 100 to 900, widths 62 % to 125 %).
Reading and writing WOFF2 wants the package ``brotli``, which nothing else here does.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[1] / "site" / "static" / "site" / "fonts"
# What tokens.css says of both files.
WEIGHTS, WIDTHS = (400, 900), (62, 100)
FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk", "rvrn", "tnum"]

if __name__ == "__main__":
    for source in sorted(Path(sys.argv[1]).glob("archivo-*-wdth-normal.woff2")):
        font = TTFont(source)
        options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=font.getBestCmap())
        subsetter.subset(font)
        small = instantiateVariableFont(font, {"wght": WEIGHTS, "wdth": WIDTHS})
        small.flavor = "woff2"
        small.save(FONTS / source.name)
        print(f"{source.name}: {(FONTS / source.name).stat().st_size:,} bytes")
