"""The demo's events: a training, a call, flyering and a rally, all of them in public places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from events.enums import PlaceKind, Risk, ShiftRole
from pages.demo.bodies import steps
from pages.demo.words import PageWords


@dataclass(frozen=True)
class ShiftWords:
    """A part of a date; ``begins`` and ``lasts`` are its own."""

    role: ShiftRole
    begins: time
    lasts: timedelta
    capacity: int


@dataclass(frozen=True)
class EventWords:
    """An event with its page in each language.

    ``in_days``: the first such weekday (0 is Monday) after so many days; ``people`` have signed up for its
    first date. ``private``: what those who are accepted get to know, by language; ``online_link`` too.
    """

    name: str
    kind: str
    pages: Mapping[str, PageWords]
    fields: Mapping[str, object]
    words: Mapping[str, Mapping[str, str]]
    in_days: int
    weekday: int
    begins: time
    lasts: timedelta
    rule: str = ""
    capacity: int | None = None
    people: int = 0
    shifts: tuple[ShiftWords, ...] = ()
    private: Mapping[str, str] = field(default_factory=dict)
    online_link: str = ""
    question: Mapping[str, str] = field(default_factory=dict)


TRAINING = EventWords(
    name="Demo: know your rights",
    kind="training",
    pages={
        "en": PageWords(
            title="Know your rights: an evening to practice",
            slug="know-your-rights-training",
            fields={
                "ask": "At the door, at work, on the street: what you may say, and what you need not.",
                "about": (
                    "<p>Two hours, with more practice than talk. We play through a knock at the door, a stop "
                    "on the street and a visit at work, in English and Spanish, and go home with a card for "
                    "the wallet.</p><p>You are asked for nothing but a name to call you by.</p>"
                ),
                "thanks": "<p>Bring a neighbor: the table has room.</p>",
            },
            body=(
                steps(
                    "The evening",
                    "What the law says, in half an hour.",
                    "Three scenes, in groups of four. Everybody plays every part once.",
                    "Questions, and tea.",
                ),
            ),
        ),
        "es": PageWords(
            title="Conoce tus derechos: una tarde para practicar",
            slug="conoce-tus-derechos-taller",
            fields={
                "ask": "En la puerta, en el trabajo, en la calle: qué decir y qué no tienes que decir.",
                "about": (
                    "<p>Dos horas, con más práctica que charla. Ensayamos qué hacer si tocan a la puerta, "
                    "si nos paran en la calle o si llegan al trabajo, en español y en inglés, y cada quien "
                    "se lleva una tarjeta para la cartera.</p>"
                    "<p>No te pedimos más que un nombre para llamarte.</p>"
                ),
                "thanks": "<p>Trae a alguien de tu barrio: hay lugar en la mesa.</p>",
            },
            body=(
                steps(
                    "La tarde",
                    "Lo que dice la ley, en media hora.",
                    "Tres escenas, en grupos de cuatro. Cada quien hace cada papel una vez.",
                    "Preguntas y un té.",
                ),
            ),
        ),
    },
    fields={
        "zone": "America/Los_Angeles",
        "place_kind": PlaceKind.VENUE,
        "venue": {"en": "Public Library", "es": "Biblioteca pública"},
        "locality": "Oakland",
        "region": "CA",
        "country": "US",
        "postal_code": "94612",
        "languages": ["en", "es"],
        "is_step_free": True,
        "has_seating": True,
        "has_childcare": True,
        "max_guests": 3,
    },
    words={
        "what_will_happen": {
            "en": "We practice three situations in small groups. Everybody goes home with a card of rights.",
            "es": "Practicamos tres situaciones en grupos pequeños. Cada quien se lleva una tarjeta.",
        },
        "bring": {"en": "Nothing. Paper and tea are there.", "es": "Nada. Hay papel y té."},
    },
    in_days=6,
    weekday=3,
    begins=time(18, 30),
    lasts=timedelta(hours=2),
    rule="FREQ=WEEKLY;INTERVAL=2;COUNT=6",
    capacity=30,
    people=17,
    private={
        "en": "The room is on the second floor; the lift is to the left of the desk.",
        "es": "El salón está en el segundo piso; el elevador queda a la izquierda del mostrador.",
    },
    question={
        "en": "Would you like headphones with interpretation?",
        "es": "¿Quieres audífonos con interpretación?",
    },
)

CALLS = EventWords(
    name="Demo: an hour of calls",
    kind="phone-bank",
    pages={
        "en": PageWords(
            title="One hour of calls for the ordinance",
            slug="one-hour-of-calls",
            fields={
                "ask": "You call from your kitchen table; the words and the numbers are on the screen.",
                "about": "<p>We meet online, read the words aloud together, and call for forty minutes. "
                "Ten minutes remain to tell each other what was said.</p>",
                "thanks": "<p>Put your phone on the charger.</p>",
            },
        ),
        "es": PageWords(
            title="Una hora de llamadas por la ordenanza",
            slug="una-hora-de-llamadas",
            fields={
                "ask": "Llamas desde tu mesa; el texto y los números están en la pantalla.",
                "about": "<p>Nos vemos en línea, leemos el texto en voz alta y llamamos cuarenta minutos. "
                "Quedan diez para contarnos qué nos dijeron.</p>",
                "thanks": "<p>Pon tu teléfono a cargar.</p>",
            },
        ),
    },
    fields={
        "zone": "America/New_York",
        "place_kind": PlaceKind.ONLINE,
        "languages": ["en", "es"],
    },
    words={
        "what_will_happen": {
            "en": "We call people of our city and ask them to write to their council.",
            "es": "Llamamos a gente de nuestra ciudad y le pedimos que escriba a su concejo.",
        },
        "bring": {"en": "A phone and a computer.", "es": "Un teléfono y una computadora."},
    },
    in_days=3,
    weekday=1,
    begins=time(19),
    lasts=timedelta(hours=1),
    people=6,
    private={"en": "Headphones help.", "es": "Ayudan los audífonos."},
    online_link="https://meet.example.org/an-hour-of-calls",
)

FLYERING = EventWords(
    name="Demo: flyering at the career fair",
    kind="flyering",
    pages={
        "en": PageWords(
            title="Flyers at the career fair",
            slug="flyers-at-the-career-fair",
            fields={
                "ask": "One sheet of paper for everybody who goes in: what the company at table 12 builds.",
                "about": "<p>We stand on the pavement, smile, and hand out paper. Who does not want it walks "
                "on. Organizers who did this before are with every group.</p>",
                "thanks": "<p>Wear shoes in which you can stand.</p>",
            },
        ),
        "es": PageWords(
            title="Volanteo en la feria de empleo",
            slug="volanteo-en-la-feria-de-empleo",
            fields={
                "ask": "Una hoja para cada quien que entra: qué construye la empresa de la mesa 12.",
                "about": "<p>Nos paramos en la banqueta, sonreímos y repartimos papel. Quien no quiere, "
                "sigue de largo. Con cada grupo va alguien que ya lo hizo antes.</p>",
                "thanks": "<p>Ponte zapatos cómodos.</p>",
            },
        ),
    },
    fields={
        "zone": "America/Los_Angeles",
        "place_kind": PlaceKind.AREA,
        "locality": "Berkeley",
        "region": "CA",
        "country": "US",
        "languages": ["en", "es"],
        "is_step_free": True,
        "risk": Risk.PAVEMENT,
        "contact": {"en": "Flyering team", "es": "Equipo de volanteo"},
        "legal_number": "510-555-0142",
        "max_guests": 1,
    },
    words={
        "area": {"en": "South side of the Berkeley campus", "es": "Lado sur del campus de Berkeley"},
        "what_will_happen": {
            "en": "We hand out flyers on the public pavement for two hours. Nobody blocks a door.",
            "es": "Repartimos volantes dos horas en la banqueta pública. Nadie bloquea una puerta.",
        },
        "bring": {"en": "Water, and a friend.", "es": "Agua, y a alguien."},
        "not_to_bring": {
            "en": "Megaphones. Leave your phone at home, or switch it off.",
            "es": "Megáfonos. Deja el teléfono en casa, o apágalo.",
        },
        "way_out": {
            "en": "Along the avenue to the south: level, and with benches.",
            "es": "Por la avenida hacia el sur: plano y con bancas.",
        },
    },
    in_days=8,
    weekday=2,
    begins=time(10),
    lasts=timedelta(hours=4),
    people=9,
    shifts=(
        ShiftWords(ShiftRole.FLYERING, time(10), timedelta(hours=2), 12),
        ShiftWords(ShiftRole.FLYERING, time(12), timedelta(hours=2), 12),
        ShiftWords(ShiftRole.INTERPRETER, time(10), timedelta(hours=4), 2),
        ShiftWords(ShiftRole.LEGAL, time(10), timedelta(hours=4), 2),
    ),
    private={
        "en": "By the fountain, at the blue umbrella.",
        "es": "Junto a la fuente, bajo la sombrilla azul.",
    },
)

RALLY = EventWords(
    name="Demo: rally at the office",
    kind="rally",
    pages={
        "en": PageWords(
            title="Out of the deportation business: a rally",
            slug="out-of-the-deportation-business-rally",
            fields={
                "ask": "An hour of songs and short speeches outside the company’s office, at lunch time.",
                "about": "<p>We come together, hand over the count of all who have signed, and go home "
                "together. The speeches are short, the songs are not.</p>",
                "thanks": "<p>Paint a sign. Cardboard is enough.</p>",
            },
        ),
        "es": PageWords(
            title="Fuera del negocio de las deportaciones: concentración",
            slug="fuera-del-negocio-de-las-deportaciones",
            fields={
                "ask": "Una hora de canciones y discursos cortos frente a la oficina, al mediodía.",
                "about": "<p>Nos juntamos, entregamos el total de quienes firmaron y nos vamos acompañados. "
                "Los discursos son cortos; las canciones, no.</p>",
                "thanks": "<p>Pinta un cartel. Con cartón basta.</p>",
            },
        ),
    },
    fields={
        "zone": "America/Los_Angeles",
        "place_kind": PlaceKind.AREA,
        "locality": "Palo Alto",
        "region": "CA",
        "country": "US",
        "languages": ["en", "es"],
        "is_step_free": True,
        "has_sign_language": True,
        "asks_masks": True,
        "risk": Risk.LEAVE,
        "contact": {"en": "Yellow vests", "es": "Chalecos amarillos"},
        "legal_number": "510-555-0142",
        "max_guests": 4,
    },
    words={
        "area": {"en": "Downtown, a short walk from the station", "es": "Centro, cerca de la estación"},
        "what_will_happen": {
            "en": "We stand, sing and hand over the count. If we are asked to leave, we leave together.",
            "es": "Nos paramos, cantamos y entregamos el total. Si nos piden irnos, nos vamos en grupo.",
        },
        "bring": {
            "en": "A sign of cardboard, water, a hat.",
            "es": "Un cartel de cartón, agua, un sombrero.",
        },
        "not_to_bring": {"en": "Sticks, glass, alcohol.", "es": "Palos, vidrio, alcohol."},
        "way_out": {
            "en": "Around the square to the station: step-free, without a crowd.",
            "es": "Por la plaza hacia la estación: sin escalones y sin multitud.",
        },
    },
    in_days=15,
    weekday=5,
    begins=time(12),
    lasts=timedelta(hours=1),
    people=12,
    private={
        "en": "At the clock on the square, under the yellow banner.",
        "es": "En el reloj de la plaza, bajo la manta amarilla.",
    },
)

HAPPENINGS = (TRAINING, CALLS, FLYERING, RALLY)

LIST = {
    "en": PageWords(
        title="Events",
        slug="events",
        fields={"lead": "Trainings, calls and actions. Come as you are; you are asked for little."},
    ),
    "es": PageWords(
        title="Actividades",
        slug="actividades",
        fields={"lead": "Talleres, llamadas y acciones. Ven como eres; te pedimos poco."},
    ),
}
