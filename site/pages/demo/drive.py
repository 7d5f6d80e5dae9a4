"""The demo's drive: a sum and a number of new monthly donors by the last midnight of the year."""

from collections.abc import Mapping

from pages.demo.bodies import steps
from pages.demo.words import PageWords

NAME = "Demo: the drive of the year"
ZONE = "America/New_York"

# In cents.
RULES: Mapping[str, object] = {
    "zone": ZONE,
    "goal_money": 9_300_000,
    "goal_donors": 129,
    # Of people who gave before this page was there; all of it made up.
    "start_money": 5_612_000,
    "start_donors": 71,
    "takes_dedication": True,
    "is_on_banner": True,
}

OTHER_WAYS = {
    "en": "By check to Your campaign (demo), P.O. Box 0000, Oakland, CA 94600. For a transfer or stock, "
    "write to hello@example.org.",
    "es": "Con cheque a nombre de Your campaign (demo), P.O. Box 0000, Oakland, CA 94600. Para una "
    "transferencia o acciones, escribe a hello@example.org.",
}

DESIGNATIONS = (
    {"en": "Trainings: know your rights", "es": "Talleres: conoce tus derechos"},
    {"en": "Campus organizing", "es": "Organización en las universidades"},
)

PAGES = {
    "en": PageWords(
        title="Paid for by people (demo)",
        slug="give",
        fields={
            "ask": "No company pays for this campaign, so no company can stop it. Help us into the new year.",
            "about": (
                "<p>This is a demonstration: the amounts are made up, and no money moves.</p>"
                "<p>We print flyers, rent rooms, pay interpreters and keep a lawyer’s phone answered. All of "
                "it comes from gifts, most of them of twenty-five dollars.</p>"
                "<p>Monthly gifts are what we can plan with. That is why we count new monthly donors apart."
                "</p>"
            ),
            "banner_line": "The drive of the year (demo)",
            "thanks": "<p>You are one of those who make this last.</p>",
            "after_words": "<p>We tell in January what became of it.</p>",
        },
        body=(
            steps(
                "What it pays for",
                "$25: two hundred flyers in two languages.",
                "$100: an interpreter for one evening.",
                "$15 a month: one room, every month, for the people who plan.",
            ),
        ),
    ),
    "es": PageWords(
        title="Lo paga la gente (demo)",
        slug="dona",
        fields={
            "ask": "Ninguna empresa paga esta campaña, así que ninguna puede pararla. Ayúdanos a seguir.",
            "about": (
                "<p>Esto es una demostración: las cantidades son inventadas y no se mueve dinero.</p>"
                "<p>Imprimimos volantes, rentamos salones, pagamos intérpretes y alguien contesta el "
                "teléfono legal. Todo sale de donaciones, casi todas de veinticinco dólares.</p>"
                "<p>Con las donaciones mensuales podemos planear. Por eso contamos aparte a quienes empiezan "
                "a donar cada mes.</p>"
            ),
            "banner_line": "La campaña del año (demo)",
            "thanks": "<p>Gracias a ti esto dura.</p>",
            "after_words": "<p>En enero contamos qué se logró.</p>",
        },
        body=(
            steps(
                "Para qué alcanza",
                "$25: doscientos volantes en dos idiomas.",
                "$100: intérprete para una tarde.",
                "$15 al mes: un salón, cada mes, para quienes organizan.",
            ),
        ),
    ),
}

# What each of a handful of people gives, in cents, in turn.
ONCE = (2500, 5000, 2500, 10000, 5000, 25000, 2500)
MONTHLY = (1500, 1000, 2500, 500)
GIVEN_ONCE, BEGUN_MONTHLY = 21, 8
