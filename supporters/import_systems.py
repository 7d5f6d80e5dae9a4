"""Exports of the systems that people come from: told by their headings, which say what a column holds.

Headings and words of status are folded as ``privacy.words.fold()`` does. Where each is from stands in
``tests/supporters/imports/README.md``. Pure: nothing here asks a database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from privacy.denylist import find_status_word
from privacy.words import fold
from supporters.enums import ImportField, ImportSystem, RowStanding

F = ImportField

# What a column is called anywhere: in these systems, in spreadsheets, in English and Spanish.
HEADINGS: Mapping[ImportField, frozenset[str]] = {
    F.EMAIL: frozenset({
        "email", "e mail", "email address", "e mail address", "mail", "emailaddress", "email 1", "email1",
        "user email address", "participant email", "correo", "correo electronico", "direccion de correo",
        "direccion de correo electronico", "correo e",
    }),
    F.GIVEN_NAME: frozenset({
        "first name", "firstname", "given name", "fname", "user given name", "participant first name",
        "nombre", "nombres", "primer nombre", "nombre de pila",
    }),
    F.FAMILY_NAME: frozenset({
        "last name", "lastname", "family name", "surname", "lname", "user family name",
        "participant last name", "apellido", "apellidos",
    }),
    F.FULL_NAME: frozenset({
        "name", "full name", "fullname", "participant name", "nombre completo", "nombre y apellidos",
    }),
    F.PHONE: frozenset({
        "phone", "phone number", "mobile", "mobile number", "mobile phone", "cell", "cell phone",
        "can2 phone", "user phone number", "participant phone", "telefono", "numero de telefono", "celular",
        "telefono movil", "movil",
    }),
    F.POSTAL_CODE: frozenset({
        "zip", "zip code", "zipcode", "postal code", "postcode", "postal", "zip postal code",
        "primary zip", "address zip", "user postal code", "participant zip code", "codigo postal", "cp",
    }),
    F.COUNTRY: frozenset({
        "country", "country code", "primary country code", "address country code", "cc", "user country",
        "can2 user country", "pais", "codigo de pais",
    }),
    F.LANGUAGE: frozenset({
        "language", "lang", "preferred language", "language preferred", "can2 language preferred", "idioma",
        "lengua",
    }),
    F.TAGS: frozenset({"tags", "tag list", "tag", "can2 user tags", "etiquetas", "etiqueta"}),
    F.STATUS: frozenset({
        "status", "subscription status", "can2 subscription status", "email status",
        "email subscription status", "member status", "estado", "estado de suscripcion", "estatus",
        "suscripcion",
    }),
    F.OPTED_IN: frozenset({
        "email opt in", "opt in", "opted in", "subscribed", "is subscribed", "email opted in",
        "suscrito", "suscrita", "acepta correos",
    }),
    F.BAD_ADDRESS: frozenset({"email1 is bad", "email is bad", "is bad", "bounced", "bouncing", "rebotado"}),
    F.NEVER: frozenset({
        "is deceased", "deceased", "do not contact", "do not email", "donotcontact", "blocked",
        "no contactar", "fallecido", "fallecida",
    }),
    F.LEFT_ON: frozenset({
        "unsub time", "unsubscribed at", "unsubscribe date", "opt out date", "fecha de baja",
    }),
    F.CLEANED_ON: frozenset({"clean time", "bounced at", "email1 bounced at"}),
    F.SAID_ON: frozenset({
        "optin time", "confirm time", "subscribed at", "subscription date", "date subscribed", "opt in date",
        "can2 subscription date", "fecha de alta", "fecha de suscripcion",
    }),
}  # fmt: skip

# Several columns may say it; the strictest counts.
REPEATED = frozenset({F.TAGS, F.STATUS, F.OPTED_IN, F.BAD_ADDRESS, F.NEVER, F.LEFT_ON, F.CLEANED_ON})

STATUS_WORDS: Mapping[str, RowStanding] = {
    **dict.fromkeys(
        ("subscribed", "active", "opted in", "opt in", "confirmed", "emailable", "suscrito", "suscrita",
         "activo", "activa", "confirmado", "confirmada", "de alta", "alta"),
        RowStanding.SUBSCRIBED,
    ),
    **dict.fromkeys(
        ("", "never", "none", "pending", "unconfirmed", "not confirmed", "non subscribed", "nonsubscribed",
         "transactional", "unknown", "registered", "attended", "no show", "pendiente", "sin confirmar",
         "ninguno", "desconocido"),
        RowStanding.UNCONFIRMED,
    ),
    **dict.fromkeys(
        ("unsubscribed", "unsub", "opted out", "opt out", "not subscribed", "inactive", "removed", "archived",
         "cancelled", "canceled", "dado de baja", "dada de baja", "baja", "de baja", "no suscrito",
         "no suscrita", "cancelado", "cancelada", "inactivo", "inactiva"),
        RowStanding.UNSUBSCRIBED,
    ),
    **dict.fromkeys(
        ("bounced", "bouncing", "bounce", "hard bounce", "cleaned", "invalid", "bad", "blocked",
         "undeliverable", "rebotado", "rebotada", "invalido", "invalida"),
        RowStanding.BOUNCED,
    ),
    **dict.fromkeys(
        ("complained", "complaint", "spam", "spam complaint", "spam complained", "marked as spam", "abuse",
         "queja", "queja de spam"),
        RowStanding.COMPLAINED,
    ),
    **dict.fromkeys(
        ("deceased", "do not contact", "fallecido", "fallecida", "no contactar"), RowStanding.NEVER
    ),
}  # fmt: skip

# Headings that no other system has. The first system of which all of one line are there is meant.
SIGNS: Sequence[tuple[ImportSystem, frozenset[str]]] = (
    (ImportSystem.ACTION_NETWORK, frozenset({"can2 subscription status"})),
    (ImportSystem.ACTION_NETWORK, frozenset({"can2 user tags"})),
    (ImportSystem.NATION_BUILDER, frozenset({"nationbuilder id"})),
    (ImportSystem.NATION_BUILDER, frozenset({"email1 is bad"})),
    (ImportSystem.NATION_BUILDER, frozenset({"email opt in", "tag list"})),
    (ImportSystem.MAILCHIMP, frozenset({"member rating", "leid"})),
    (ImportSystem.MAILCHIMP, frozenset({"member rating", "optin time"})),
    (ImportSystem.MOBILIZE, frozenset({"user email address", "timeslot id"})),
    (ImportSystem.MOBILIZE, frozenset({"participant email", "event id"})),
    (ImportSystem.MOBILIZE, frozenset({"email", "timeslot id"})),
    (ImportSystem.MOBILIZE, frozenset({"email", "event name", "signup created time"})),
    (ImportSystem.ACTION_KIT, frozenset({"email", "subscription status", "akid"})),
    (ImportSystem.ACTION_KIT, frozenset({"email", "subscription status", "plus4"})),
    (ImportSystem.ACTION_KIT, frozenset({"email", "subscription status", "lang id"})),
)
# What such a heading means in these systems alone; None: something else than elsewhere.
MEANINGS: Mapping[ImportSystem, Mapping[str, ImportField | None]] = {
    # Whether somebody came, not whether they want mail.
    ImportSystem.MOBILIZE: {"status": None, "name": None},
    ImportSystem.NATION_BUILDER: {"status": None},
    ImportSystem.MAILCHIMP: {"cc": F.COUNTRY},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its heading, what it seems to hold, and the word for which it is left out."""

    heading: str
    field: ImportField | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Recognized:
    """What a heading tells: the system, each column, and how rows stand that do not say it themselves."""

    system: ImportSystem
    columns: Sequence[Column]
    others: RowStanding


def recognize(heading: Sequence[str]) -> Recognized:
    """Tell what exported this, and what its columns hold: one whose name asks for a status, nothing."""
    words = [fold(cell) for cell in heading]
    system = next((one for one, signs in SIGNS if signs <= set(words)), ImportSystem.OTHER)
    columns: list[Column] = []
    taken: set[ImportField] = set()
    for cell, word in zip(heading, words, strict=True):
        if (found := find_status_word(cell)) is not None:
            columns.append(Column(cell, None, refused=found.word))
            continue
        field = _field_of(word, system)
        if field in taken and field not in REPEATED:
            field = None
        if field is not None:
            taken.add(field)
        columns.append(Column(cell, field))
    return Recognized(system, columns, _others(system, words, taken))


def _field_of(word: str, system: ImportSystem) -> ImportField | None:
    own = MEANINGS.get(system, {})
    if word in own:
        return own[word]
    return next((field for field, names in HEADINGS.items() if word in names), None)


def _others(system: ImportSystem, words: Iterable[str], taken: set[ImportField]) -> RowStanding:
    """Mailchimp writes one file for each status, and no column of it."""
    if system == ImportSystem.MAILCHIMP and ImportField.STATUS not in taken:
        if "clean time" in words:
            return RowStanding.BOUNCED
        return RowStanding.UNSUBSCRIBED if "unsub time" in words else RowStanding.SUBSCRIBED
    return RowStanding.UNCONFIRMED
