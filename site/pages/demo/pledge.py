"""The pledge: a petition whose target is the signers' own promise."""

from pages.demo.bodies import fact, facts, steps
from pages.demo.words import PageWords, PetitionWords, PlaceWords

_DUKE = "https://www.dukechronicle.com/article/2019/11/duke-university-students-palantir-ice-day-of-action"

# Public universities by name and city, and nothing said of any: who signs there is the demo's own.
_CAMPUSES = (
    PlaceWords("San José State University", signers=3),
    PlaceWords("University of California, Berkeley", signers=16),
    PlaceWords("University of California, San Diego"),
    PlaceWords("Georgia Institute of Technology"),
    PlaceWords("University of Illinois Urbana-Champaign", signers=2),
    PlaceWords("University of Maryland, College Park"),
    PlaceWords("University of Michigan", signers=4),
    PlaceWords("The City College of New York"),
    PlaceWords("University of Puerto Rico, Río Piedras Campus"),
    PlaceWords("The University of Texas at Austin"),
    PlaceWords("University of Washington", signers=1),
    PlaceWords("University of Wisconsin–Madison"),
)

_ENGLISH = PageWords(
    title="I will not work there",
    slug="i-will-not-work-there",
    fields={
        "ask": "I will not apply for, interview for or accept a job at Palantir while it works for ICE.",
        "demand": (
            "<p>A company like this lives off the people who come to work for it. What you know is yours to "
            "give, "
            "and yours to withhold. Make the promise, and say how many of us there are.</p>"
        ),
        "thanks": "<p>A promise is easier to keep in company. Bring somebody.</p>",
        "closed": "<p>This pledge takes no more names. Every promise made still stands.</p>",
        "victory": "<p>The contracts are over. Your promise was part of it.</p>",
    },
    body=(
        facts(
            "You are not the first",
            fact(
                "From so many universities in the United States and the United Kingdom students took part "
                "in a day "
                "of action against Palantir’s work for ICE.",
                "The Chronicle (Duke University), November 2019",
                url=_DUKE,
                figure="16",
            ),
        ),
        steps(
            "What it means",
            "You promise it to yourself and to everybody else who signs. Nobody checks.",
            "Your name is never shown and never handed to anyone. Only the number is.",
            "You can take it back at any time, by the link in our mail.",
        ),
    ),
)

_SPANISH = PageWords(
    title="Yo no voy a trabajar ahí",
    slug="yo-no-voy-a-trabajar-ahi",
    fields={
        "ask": "No voy a pedir trabajo en Palantir, ni a ir a una entrevista, ni a aceptarlo, mientras "
        "trabaje para ICE.",
        "demand": (
            "<p>Una empresa así vive de la gente que va a trabajar para ella. Lo que sabes es tuyo: lo das "
            "o no lo das. "
            "Haz el compromiso y que se vea cuánta gente somos.</p>"
        ),
        "thanks": "<p>Una promesa se cumple mejor en compañía. Trae a alguien.</p>",
        "closed": "<p>Este compromiso ya no recibe más nombres. Cada promesa hecha sigue en pie.</p>",
        "victory": "<p>Los contratos se acabaron. Tu promesa fue parte de eso.</p>",
    },
    body=(
        facts(
            "No eres la primera persona",
            fact(
                "Universidades de Estados Unidos y del Reino Unido cuyos estudiantes participaron en un día "
                "de acción "
                "contra el trabajo de Palantir para ICE.",
                "The Chronicle (Duke University), noviembre de 2019",
                url=_DUKE,
                figure="16",
            ),
        ),
        steps(
            "Qué significa",
            "Te lo prometes a ti y a toda la gente que firma. Nadie lo vigila.",
            "Tu nombre nunca se muestra ni se entrega a nadie. Solo el número.",
            "Puedes retirarlo cuando quieras, con el enlace de nuestro correo.",
        ),
    ),
)

PLEDGE = PetitionWords(
    name="Demo: I will not work there",
    pages={"en": _ENGLISH, "es": _SPANISH},
    target=None,
    signers=41,
    places=_CAMPUSES,
)
