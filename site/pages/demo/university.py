"""The petition to a public university: an office, and what a student newspaper reported."""

from campaigns.enums import TargetKind
from pages.demo.bodies import fact, facts, steps
from pages.demo.words import PageWords, PetitionWords, TargetWords

_DAILY_CAL_2019 = (
    "https://www.dailycal.org/2019/10/25/"
    "eecs-department-holds-discussion-about-uc-berkeleys-affiliation-with-palantir/"
)
_DAILY_CAL_2021 = (
    "https://www.dailycal.org/2021/03/14/ice-pulls-out-of-career-fair-following-student-activism/"
)

_ENGLISH = PageWords(
    title="UC Berkeley: no recruiting for deportation",
    slug="uc-berkeley-no-recruiting-for-deportation",
    fields={
        "ask": "Give Palantir no recruiting programs, career fairs or info sessions while it works for ICE.",
        "demand": (
            "<p>A university decides whom it opens its doors to. We ask the Office of the Chancellor for a "
            "rule that "
            "holds for every department: no special access to students for a company while it sells "
            "Immigration and Customs Enforcement the means to find people.</p>"
        ),
        "thanks": "<p>Now tell one person in your department, in your own words.</p>",
        "closed": "<p>This petition is closed. The count was handed over; see below what came of it.</p>",
        "victory": "<p>The door is closed to deportation’s recruiters. Thank you to all who signed.</p>",
    },
    body=(
        facts(
            "What is known",
            fact(
                "So many Berkeley students had pledged by October 2019 not to apply for or accept jobs at "
                "Palantir "
                "while it held its contracts with ICE.",
                "The Daily Californian, October 2019",
                url=_DAILY_CAL_2019,
                figure="542",
            ),
            fact(
                "Palantir took part in the Corporate Access Program of the computer science department, "
                "which had "
                "not examined any of the companies in it, as its division chair said in public.",
                "The Daily Californian, October 2019",
                url=_DAILY_CAL_2019,
            ),
            fact(
                "In March 2021 ICE withdrew from the Berkeley career fair after students organized against "
                "it. "
                "It can be done.",
                "The Daily Californian, March 2021",
                url=_DAILY_CAL_2021,
            ),
        ),
        steps(
            "How this goes on",
            "You sign with a personal address: your school can read the mail it gives you.",
            "We ask for a meeting with the Office of the Chancellor and hand over the count, never the "
            "names.",
            "You hear what was answered, if you want to.",
        ),
    ),
)

_SPANISH = PageWords(
    title="UC Berkeley: no recluten para deportar",
    slug="uc-berkeley-no-recluten-para-deportar",
    fields={
        "ask": "Ningún programa de reclutamiento, feria de empleo ni charla para Palantir mientras trabaje "
        "para ICE.",
        "demand": (
            "<p>Una universidad decide a quién le abre la puerta. Pedimos a la Oficina de la Rectoría una "
            "regla que "
            "valga para todos los departamentos: ningún acceso especial al estudiantado para una empresa "
            "mientras le venda a ICE los medios para encontrar a la gente.</p>"
        ),
        "thanks": "<p>Ahora cuéntaselo a una persona de tu departamento, con tus palabras.</p>",
        "closed": "<p>Esta petición está cerrada. El total ya se entregó; abajo puedes ver qué pasó.</p>",
        "victory": "<p>La puerta está cerrada para quien recluta para deportar. Gracias a quienes "
        "firmaron.</p>",
    },
    body=(
        facts(
            "Lo que se sabe",
            fact(
                "Estudiantes de Berkeley que en octubre de 2019 ya se habían comprometido a no pedir ni "
                "aceptar "
                "trabajo en Palantir mientras tuviera sus contratos con ICE.",
                "The Daily Californian, octubre de 2019",
                url=_DAILY_CAL_2019,
                figure="542",
            ),
            fact(
                "Palantir formaba parte del programa Corporate Access del departamento de computación, que "
                "no había "
                "examinado a ninguna de sus empresas, según dijo en público la dirección de la división.",
                "The Daily Californian, octubre de 2019",
                url=_DAILY_CAL_2019,
            ),
            fact(
                "En marzo de 2021 ICE se retiró de la feria de empleo de Berkeley después de que el "
                "estudiantado "
                "se organizó. Se puede.",
                "The Daily Californian, marzo de 2021",
                url=_DAILY_CAL_2021,
            ),
        ),
        steps(
            "Cómo sigue",
            "Firmas con un correo personal: tu universidad puede leer el que ella te da.",
            "Pedimos una reunión con la Oficina de la Rectoría y entregamos el total, nunca los nombres.",
            "Si quieres, te contamos qué contestaron.",
        ),
    ),
)

UNIVERSITY = PetitionWords(
    name="Demo: UC Berkeley, end the recruiting",
    pages={"en": _ENGLISH, "es": _SPANISH},
    target=TargetWords(
        name="Office of the Chancellor, University of California, Berkeley",
        kind=TargetKind.UNIVERSITY,
        website="https://chancellor.berkeley.edu/",
        mail_domains=("berkeley.edu",),
    ),
    signers=64,
    on_paper=12,
)
