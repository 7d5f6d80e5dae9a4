"""The pages of what is known: the dossiers of the vendor and of a made-up council, the local fights."""

from pages.demo.bodies import fact, facts
from pages.demo.words import PageWords

VENDOR_PAGE = {
    "en": PageWords(
        title="What is known of Palantir",
        slug="palantir",
        fields={"lead": "Contracts, ties, recruiting, answers: each with its source and the day it is of."},
    ),
    "es": PageWords(
        title="Lo que se sabe de Palantir",
        slug="palantir",
        fields={
            "lead": "Contratos, vínculos, reclutamiento, respuestas: cada dato con su fuente y su fecha."
        },
    ),
}

COUNCIL_PAGE = {
    "en": PageWords(
        title="Demo: a dossier with dates ahead",
        slug="demo-dossier",
        fields={
            "lead": "This city, its council and its contract are made up. They show what comes next on a "
            "page like this: a hearing, and a contract that is about to be renewed."
        },
    ),
    "es": PageWords(
        title="Demo: una ficha con fechas por venir",
        slug="demo-ficha",
        fields={
            "lead": "Esta ciudad, su concejo y su contrato son inventados. Muestran lo que sigue en una "
            "página como esta: una audiencia y un contrato que está por renovarse."
        },
    ),
}

FIGHTS_PAGE = {
    "en": PageWords(
        title="Local fights",
        slug="local-fights",
        fields={"lead": "City by city, state by state: what was passed, what is coming, who votes on it."},
        body=(
            facts(
                "A model to begin with",
                fact(
                    "places had a law by February 2020 after the model of the American Civil Liberties "
                    "Union (ACLU): surveillance technology needs a public vote before it is bought.",
                    "S.T.O.P. and Hogan Lovells, January 2021",
                    url="https://stopspying.org/ccops",
                    figure="15",
                ),
            ),
        ),
    ),
    "es": PageWords(
        title="Luchas locales",
        slug="luchas-locales",
        fields={"lead": "Ciudad por ciudad, estado por estado: qué se aprobó, qué viene, quién vota."},
        body=(
            facts(
                "Un modelo para empezar",
                fact(
                    "lugares tenían en febrero de 2020 una ley según el modelo de la American Civil "
                    "Liberties Union (ACLU): la tecnología de vigilancia necesita una votación pública "
                    "antes de la compra.",
                    "S.T.O.P. y Hogan Lovells, enero de 2021",
                    url="https://stopspying.org/ccops",
                    figure="15",
                ),
            ),
        ),
    ),
}
