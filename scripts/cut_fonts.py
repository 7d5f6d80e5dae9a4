"""Write the small fonts of campaigns/data/fonts, which hold the letters that most documents are made of."""

from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parents[1] / "campaigns" / "data" / "fonts"
# Latin of Europe and Turkey, punctuation, and the signs that our own texts use.
LETTERS = (
    "20-7E,A0-17F,218-21B,2000-200A,2010-2027,202F-203A,20AC,2116,2122,2190-2193,2212,25A1,2610-2612,2713"
)

if __name__ == "__main__":
    for name in ("DejaVuSans", "DejaVuSans-Bold"):
        subset.main(
            [
                str(FONTS / f"{name}.ttf"),
                f"--unicodes={LETTERS}",
                f"--output-file={FONTS / f'{name}-Latin.ttf'}",
                "--layout-features=",
                # A PDF holds none of these.
                "--drop-tables+=GSUB,GPOS,GDEF,kern,FFTM,MATH",
                "--name-IDs=*",
                "--glyph-names",
                "--notdef-outline",
                "--recommended-glyphs",
            ]
        )
