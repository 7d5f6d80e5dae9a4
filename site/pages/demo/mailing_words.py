"""The words of the demo's mailings, in both languages."""

from typing import Any

# Stands for the block of the petition that is asked about.
ACTION = "action"

SENDER = {"en": "The campaign (demo)", "es": "La campaña (demo)"}
FOOT = {
    "en": "A demo: nobody gets this mail, and nobody wrote it.",
    "es": "Una demostración: nadie recibe este correo y nadie lo escribió.",
}


def _text(*paragraphs: str) -> tuple[str, str]:
    """A block of text with these paragraphs."""
    return "text", "".join(f"<p>{one}</p>" for one in paragraphs)


# Of each language: subject, preheader, body.
type Words = dict[str, tuple[str, str, list[Any]]]

WEEK_LEFT: Words = {
    "en": (
        "One week until they decide",
        "It takes two minutes, and your name counts.",
        [
            ("heading", "One week until they decide"),
            _text(
                'Hello {{ given_name|"friend" }},',
                (
                    "in a week the contract is up for renewal. Each name that stands under our demand by "
                    "then is handed over with it."
                ),
            ),
            ACTION,
            _text("Signed already? Pass it on to one person who has not."),
        ],
    ),
    "es": (
        "Falta una semana para que decidan",
        "Toma dos minutos, y tu nombre cuenta.",
        [
            ("heading", "Falta una semana para que decidan"),
            _text(
                'Hola, {{ given_name|"de nuevo" }}:',
                (
                    "en una semana vence el contrato. Cada nombre que esté bajo nuestra petición para "
                    "entonces se entrega con ella."
                ),
            ),
            ACTION,
            _text("¿Ya firmaste? Compártela con una persona que aún no lo ha hecho."),
        ],
    ),
}

THANKS: Words = {
    "en": (
        "What your signature did",
        "A short report, and what comes next.",
        [
            ("heading", "You were many"),
            _text(
                'Hello {{ given_name|"friend" }},',
                ("the room was full, and the report is read by those who decide. This is what comes next."),
            ),
            ACTION,
        ],
    ),
    "es": (
        "Lo que hizo tu firma",
        "Un informe breve y lo que sigue.",
        [
            ("heading", "Vino mucha gente"),
            _text(
                'Hola, {{ given_name|"de nuevo" }}:',
                "la sala estaba llena, y quienes deciden leyeron el informe. Esto es lo que sigue.",
            ),
            ACTION,
        ],
    ),
}

COUNCIL: Words = {
    "en": (
        "The council votes on Tuesday",
        "Come, or send your name.",
        [
            ("heading", "The council votes on Tuesday"),
            _text(
                'Hello {{ given_name|"friend" }},',
                "whoever is in the room is heard. Whoever cannot come is counted.",
            ),
            ACTION,
            ("divider", None),
            ("quote", {"words": "I came because my neighbors did.", "who": "somebody at the last hearing"}),
        ],
    ),
    "es": (
        "El concejo vota el martes",
        "Ven, o manda tu nombre.",
        [
            ("heading", "El concejo vota el martes"),
            _text(
                'Hola, {{ given_name|"de nuevo" }}:',
                "a quien está en la sala se le escucha. A quien no puede venir se le cuenta.",
            ),
            ACTION,
            ("divider", None),
            (
                "quote",
                {"words": "Vine porque mis vecinos vinieron.", "who": "alguien en la audiencia"},
            ),
        ],
    ),
}

WELCOME: Words = {
    "en": (
        "Welcome",
        "What you will hear from us, and how often.",
        [
            ("heading", "Good that you are here"),
            _text("One mail a month: where the next trainings are. Nothing else, unless you ask."),
            ACTION,
        ],
    ),
    "es": (
        "Te damos la bienvenida",
        "Qué te escribiremos y con qué frecuencia.",
        [
            ("heading", "Qué bueno que estás aquí"),
            _text("Un correo al mes: dónde son los próximos talleres. Nada más, a menos que lo pidas."),
            ACTION,
        ],
    ),
}

RIGHTS: Words = {
    "en": (
        "What to say at the door",
        "Four sentences that help.",
        [
            ("heading", "What to say at the door"),
            _text("You need not open. Ask for a paper that a judge signed. Say that you want a lawyer."),
            ACTION,
        ],
    ),
    "es": (
        "Qué decir en la puerta",
        "Cuatro frases que ayudan.",
        [
            ("heading", "Qué decir en la puerta"),
            _text("No tienes que abrir. Pide un papel firmado por un juez. Di que quieres un abogado."),
            ACTION,
        ],
    ),
}

FIRST_STEP: Words = {
    "en": (
        "A first thing to do",
        "It takes two minutes.",
        [
            ("heading", "A first thing to do"),
            _text("Put your name under this. Many before you have."),
            ACTION,
        ],
    ),
    "es": (
        "Algo para empezar",
        "Toma dos minutos.",
        [
            ("heading", "Algo para empezar"),
            _text("Pon tu nombre aquí. Mucha gente ya lo hizo."),
            ACTION,
        ],
    ),
}
