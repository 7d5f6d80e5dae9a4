"""The kinds of events and the agreements that an installation begins with. A leaf.

Written once by ``services/kinds.py``; staff change them as they like.
"""

from typing import NamedTuple

from events.enums import AgreementKey


class FirstKind(NamedTuple):
    key: str
    en: str
    es: str
    is_guarded: bool


FIRST_KINDS = (
    FirstKind("training", "Training", "Taller", is_guarded=False),
    FirstKind("talk", "Talk", "Charla", is_guarded=False),
    FirstKind("phone-bank", "Phone bank", "Jornada de llamadas", is_guarded=False),
    FirstKind("meeting", "Meeting", "Reunión", is_guarded=False),
    FirstKind("watch-party", "Watch party", "Proyección en grupo", is_guarded=False),
    FirstKind("rally", "Rally", "Concentración", is_guarded=True),
    FirstKind("walk-out", "Walk-out", "Paro y salida", is_guarded=True),
    FirstKind("flyering", "Flyering", "Volanteo", is_guarded=True),
)


class FirstAgreement(NamedTuple):
    key: AgreementKey
    name: dict[str, str]
    words: dict[str, str]


FIRST_AGREEMENTS = (
    FirstAgreement(
        AgreementKey.NON_VIOLENCE,
        {"en": "We stay peaceful", "es": "Actuamos en paz"},
        {
            "en": "I come in peace: no violence, no threats, nothing broken. If others start, I step back "
            "and follow the marshals.",
            "es": "Vengo en paz: sin violencia, sin amenazas y sin romper nada. Si otras personas empiezan, "
            "me aparto y sigo al equipo de seguridad.",
        },
    ),
    FirstAgreement(
        AgreementKey.PHOTOS,
        {"en": "Photos", "es": "Fotos"},
        {
            "en": "I take no picture in which somebody can be recognized who has not said yes, and I post "
            "none.",
            "es": "No saco ni publico fotos en las que se reconozca a alguien que no haya dicho que sí.",
        },
    ),
    FirstAgreement(
        AgreementKey.CONDUCT,
        {"en": "How we treat each other", "es": "Cómo nos tratamos"},
        {
            "en": "I treat everybody with respect, ask nobody about their papers, and share nothing that I "
            "hear about others.",
            "es": "Trato a todo el mundo con respeto, no pregunto a nadie por sus papeles y no cuento lo que "
            "oiga de otras personas.",
        },
    ),
)
