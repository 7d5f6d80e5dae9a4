"""One text at several campuses: what was signed at one is handed over to its own office."""

from campaigns.enums import TargetKind
from pages.demo.bodies import steps
from pages.demo.words import PageWords, PetitionWords, PlaceWords, TargetWords

_ENGLISH = PageWords(
    title="One rule for all ten UC campuses",
    slug="one-rule-for-all-uc-campuses",
    fields={
        "ask": "No recruiting program, career fair or talk for Palantir on any campus, while it works for "
        "ICE.",
        "demand": (
            "<p>What one campus decides, the others can decide too. We ask the Office of the President for "
            "one rule for all ten, and each campus for its own word on it.</p>"
        ),
        "thanks": "<p>Now bring somebody of another campus.</p>",
        "closed": "<p>This petition is closed. Below you can read what came of it.</p>",
        "victory": "<p>One rule, ten campuses. Thank you to everybody who signed.</p>",
    },
    body=(
        steps(
            "How it goes on",
            "You sign for your campus, or for none.",
            "From ten signatures on, a campus is handed over to its own office.",
            "All of it goes to the Office of the President: the number, and never a name you did not give.",
        ),
    ),
)

_SPANISH = PageWords(
    title="Una sola regla para los diez campus de la UC",
    slug="una-sola-regla-para-los-campus-de-la-uc",
    fields={
        "ask": "Ningún programa de reclutamiento, feria de empleo ni charla para Palantir en ningún campus "
        "mientras trabaje para ICE.",
        "demand": (
            "<p>Lo que decide un campus también lo pueden decidir los demás. Pedimos a la Oficina de la "
            "Presidencia una sola regla para los diez, y a cada campus su propia palabra.</p>"
        ),
        "thanks": "<p>Ahora trae a alguien de otro campus.</p>",
        "closed": "<p>Esta petición está cerrada. Abajo puedes leer qué pasó.</p>",
        "victory": "<p>Una regla, diez campus. Gracias a quienes firmaron.</p>",
    },
    body=(
        steps(
            "Cómo sigue",
            "Firmas por tu campus, o por ninguno.",
            "Desde diez firmas, lo de un campus se entrega en su propia oficina.",
            "Todo va a la Oficina de la Presidencia: el número, y nunca un nombre que no diste.",
        ),
    ),
)

SYSTEM = PetitionWords(
    name="Demo: one rule for all UC campuses (paused)",
    pages={"en": _ENGLISH, "es": _SPANISH},
    target=TargetWords(
        name="Office of the President, University of California",
        kind=TargetKind.UNIVERSITY,
        website="https://www.ucop.edu/",
        mail_domains=("ucop.edu",),
    ),
    signers=38,
    places=(
        PlaceWords("University of California, Berkeley", signers=4),
        PlaceWords(
            "University of California, San Diego",
            signers=12,
            target=TargetWords(
                name="Office of the Chancellor, University of California, San Diego",
                kind=TargetKind.UNIVERSITY,
                website="https://chancellor.ucsd.edu/",
                mail_domains=("ucsd.edu",),
            ),
        ),
    ),
    paused={
        "en": "We are agreeing on a day with the campuses. Signing goes on after that.",
        "es": "Estamos acordando un día con los campus. Después se podrá firmar otra vez.",
    },
)
