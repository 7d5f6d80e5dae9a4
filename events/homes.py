"""What a moderator should look at twice: a place that may be somebody's home, words about somebody's status.

An event is never at a home (DESIGN §4). Nothing is refused by these words: a person reads each proposal.
"""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.denylist import find_status_word, plain_words

# Whole words, in both languages, as plain_words() writes them.
_HOMES = (
    (
        r"(?:my|our|her|his|their|s|someones|somebodys) "
        r"(?:house|home|place|apartment|apt|flat|condo|dorm room|room|garage|backyard|back yard|front yard"
        r"|yard|porch|basement|kitchen|living room|driveway|roof|rooftop)"
    ),
    r"(?:at|in) (?:the )?home of",
    (
        r"(?:apartment|apt|unit|suite|ste|flat|depto|dpto|departamento|apartamento|apto) "
        r"(?:no |num |number )?(?:\d+[a-z]?|[a-z]\d*)"
    ),
    r"(?:living room|backyard|back yard|driveway|doorbell|buzzer|ring the bell|house party)",
    (
        r"(?:mi|nuestra|nuestro|su|tu) (?:casa|hogar|apartamento|departamento|depa|piso|cuarto|patio|garaje"
        r"|cochera|azotea|sala|cocina|sotano)"
    ),
    r"(?:en )?(?:la )?casa de (?!la cultura|la comunidad|cultura|estudiantes|los trabajadores|campesinos)\w+",
    r"(?:toca el timbre|tocar el timbre|timbre)",
)
_HOME = re.compile(rf"(?<!\S)(?:{'|'.join(_HOMES)})(?!\S)")

_STREETS = (
    r"street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|circle|cir|terrace|ter|way|place|pl"
    r"|calle|avenida|av|camino|calzada|paseo|privada|cerrada|callejon"
)
_ADDRESS = re.compile(
    rf"(?<!\S)(?:\d+ (?:\w+ ){{1,4}}(?:{_STREETS})|(?:{_STREETS}) (?:\w+ ){{1,4}}\d+)(?!\S)"
)
# What makes an address a place that everybody may enter.
_PUBLIC = re.compile(
    r"(?<!\S)(?:library|libraries|cafe|coffee|tea|bakery|diner|restaurant|bar|pub|brewery|park|plaza|square"
    r"|school|college|university|campus|hall|center|centre|church|parish|temple|mosque|synagogue|museum|gallery"
    r"|theater|theatre|cinema|union|office|bookstore|bookshop|books|store|shop|market|mall|station|stop|gym"
    r"|clinic|hospital|court ?house|town ?hall|city ?hall|commons|quad|auditorium|arena|stadium|garden|hotel"
    r"|biblioteca|cafeteria|panaderia|restaurante|parque|jardin|escuela|colegio|universidad|salon|centro|iglesia"
    r"|parroquia|templo|mezquita|museo|galeria|teatro|cine|sindicato|oficina|libreria|tienda|mercado|estacion"
    r"|parada|gimnasio|ayuntamiento|alcaldia|auditorio|estadio|hotel|casa de la cultura)(?!\S)"
)


def marks_of(*, place: Iterable[str], words: Iterable[str]) -> list[str | Promise]:
    """Why a proposal should be read twice, a sentence each; empty where nothing stands out.

    ``place``: what was typed of where it is, ``words``: the rest.
    """
    where = plain_words(" . ".join(place))
    said = plain_words(" . ".join(words))
    marks: list[str | Promise] = []
    if _HOME.search(where) or _HOME.search(said):
        marks.append(_("It may be at somebody’s home: the words sound like one."))
    elif _ADDRESS.search(where) and not _PUBLIC.search(where):
        marks.append(_("It is an address without the name of a public place: look up what is there."))
    if find_status_word(f"{where} . {said}") is not None:
        marks.append(_("It may say something about somebody’s immigration status."))
    return marks
