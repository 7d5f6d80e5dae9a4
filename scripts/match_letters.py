"""Write site/static/site/css/letters.css: what stands in for our letters until they have come.

A heading in Archivo at 75 % of its width takes two lines where a device's own letters take three, and when
ours come all below it jumps. So letters that most devices have are declared again under names of their own,
scaled until common text is as wide as in Archivo (``size-adjust``), once for each width and weight that the
styles use; the height above and below the line is Archivo's (``ascent-override``, ``descent-override``).

Usage: python scripts/match_letters.py ARIAL ARIAL_BOLD ROBOTO ROBOTO_BOLD DEJAVU DEJAVU_BOLD, six font files;
those of Liberation Sans do for Arial, whose widths they have. Reading WOFF2 wants the package ``brotli``,
which nothing else here does.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LOOK = Path(__file__).resolve().parents[1] / "site" / "static" / "site"
ARCHIVO = LOOK / "fonts" / "archivo-latin-wdth-normal.woff2"
# What devices call them; a line's are equally wide. The last resort of Linux is wider than all others.
STAND_INS = (
    ("Arial", "Liberation Sans", "Arimo", "Helvetica"),
    ("Roboto",),
    ("DejaVu Sans",),
)
# From which width to which (percent) and which weight to which, and at which of them it is measured.
WIDTHS = (
    (62, 68, 66, 600, 900, 880),
    (69, 73, 72, 600, 900, 880),
    (74, 77, 75, 600, 900, 850),
    (78, 81, 80, 600, 900, 800),
    (82, 86, 84, 600, 900, 800),
    (87, 93, 90, 600, 900, 800),
    (94, 100, 97, 600, 900, 680),
    (82, 93, 84, 400, 599, 400),
    (94, 100, 97, 500, 599, 550),
    (94, 100, 97, 400, 499, 400),
)
BOLD = 600
# What Archivo has; other scripts keep the size of the device's own letters.
RANGE = "U+0-2FF,U+1E00-1EFF,U+2000-20CF,U+2100-22FF"
# As titles, buttons and sentences are written, in both languages: what is measured is how often letters come.
TEXT = (
    "End the Contract for Facial Recognition. Sign the Petition. 4,812 of 5,000 people have signed; May 14, "
    "2019, 6:30 p.m. ICE, DHS, CBP. What We Hold. Give. House Rules. News by Mail. San Francisco, CA 94110. "
    "We, the undersigned, ask the city council to end every agreement by which our faces, plates and "
    "addresses are sold. Nobody should be watched for going to school, to work or to church. "
    "Fuera del Negocio de las Deportaciones. Firma la Petición. Han firmado 4,812 personas de 5,000; 14 de "
    "mayo de 2019. Actividades. Dona. Tus Derechos Aquí. Reglas de la Casa. Quienes firmamos pedimos a la "
    "ciudad que ponga fin a todo acuerdo por el que se vendan nuestras caras, placas y direcciones: nadie "
    "debe ser vigilado por ir a la escuela, al trabajo o a la iglesia."
)


def width_of(font: TTFont) -> float:
    """How wide the text is in it, in ems."""
    letters, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[letters[ord(letter)]][0] for letter in TEXT) / font["head"].unitsPerEm


@dataclass(frozen=True)
class Ours:
    """Archivo at one width and weight: how wide the text is, how far letters reach from the line; in ems."""

    stretch: str
    weights: str
    is_bold: bool
    width: float
    ascent: float
    descent: float


def ours() -> Iterator[Ours]:
    """Archivo at each width and weight that has stand-ins."""
    for least, most, width, lightest, boldest, weight in WIDTHS:
        font = instantiateVariableFont(TTFont(ARCHIVO), {"wght": weight, "wdth": width})
        line, em = font["hhea"], font["head"].unitsPerEm
        yield Ours(
            f"{least}% {most}%",
            f"{lightest} {boldest}",
            lightest >= BOLD,
            width_of(font),
            line.ascent / em,
            -line.descent / em,
        )


def rule(number: int, face: Ours, width: float) -> str:
    """One stand-in, whose text measures ``width``, for one face of ours."""
    scale = face.width / width
    names = [f"{name} Bold" if face.is_bold else name for name in STAND_INS[number]]
    sources = ", ".join(f'local("{name}")' for name in names)
    # What is said of heights is scaled along with the letters.
    return (
        "@font-face {\n"
        f'  font-family: "Nearly Archivo {number + 1}";\n'
        f"  src: {sources};\n"
        f"  font-weight: {face.weights};\n"
        f"  font-stretch: {face.stretch};\n"
        f"  size-adjust: {scale:.1%};\n"
        f"  ascent-override: {face.ascent / scale:.1%};\n"
        f"  descent-override: {face.descent / scale:.1%};\n"
        "  line-gap-override: 0%;\n"
        f"  unicode-range: {RANGE};\n"
        "}\n"
    )


if __name__ == "__main__":
    widths = [width_of(TTFont(path)) for path in sys.argv[1:]]
    rules = [
        rule(number, face, widths[2 * number + face.is_bold])
        for face in ours()
        for number in range(len(STAND_INS))
    ]
    head = "/* Written by scripts/match_letters.py, which says why and how: not by hand. */\n\n"
    (LOOK / "css" / "letters.css").write_text(head + "\n".join(rules), encoding="utf-8")
