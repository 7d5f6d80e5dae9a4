"""The petition to a vendor. Every figure names where and when it was published."""

from campaigns.enums import TargetKind
from pages.demo.bodies import fact, facts, steps
from pages.demo.words import PageWords, PetitionWords, TargetWords

_WIRED = "https://www.wired.com/story/ice-palantir-immigrationos/"
_WNYC = "https://wnyc.org/story/palantir-directly-powers-ice-workplace-raids-emails-show"

_ENGLISH = PageWords(
    title="Palantir: drop the ICE contracts",
    slug="palantir-drop-the-ice-contracts",
    fields={
        "ask": "End every contract with Immigration and Customs Enforcement, and sign no new one.",
        "demand": (
            "<p>Software decides who is looked for first. Palantir Technologies builds it for Immigration "
            "and "
            "Customs Enforcement, and is paid for it with public money. A company can leave a contract. "
            "It does so when staying costs more than going: staff, customers, investors and the campuses "
            "it recruits on all have a say in that. So have you.</p>"
        ),
        "thanks": "<p>One name is a name. The next one you bring makes it two.</p>",
        "closed": "<p>This petition is closed. The count was handed over; see below what came of it.</p>",
        "victory": "<p>The contracts are over. Thank you to all who signed.</p>",
    },
    body=(
        facts(
            "What is known",
            fact(
                "More than this went to Palantir for its FALCON app, in contracts with ICE since 2013.",
                "Truthout, July 2019",
                figure="US$62 million",
            ),
            fact(
                "This is what ICE pays Palantir for ImmigrationOS, a platform that is to help choose whom "
                "to deport.",
                "WIRED, April 2025",
                url=_WIRED,
                figure="US$30 million",
            ),
            fact(
                "In January 2018 agents raided nearly a hundred 7-Eleven stores. In an e-mail sent before, "
                "a supervisor asked that all team leaders use Palantir’s FALCON mobile app.",
                "WNYC, July 2019",
                url=_WNYC,
            ),
        ),
        steps(
            "How this goes on",
            "You sign, and confirm by pressing one button in our mail.",
            "We hand the count to the company, in public, together with the states people sign from. "
            "Never your name, unless you say so.",
            "If you want to hear what they answer, tick that box. Otherwise you hear nothing more from us.",
        ),
    ),
)

_SPANISH = PageWords(
    title="Palantir: fuera de los contratos con ICE",
    slug="palantir-fuera-de-los-contratos-con-ice",
    fields={
        "ask": "Terminen todos los contratos con el Servicio de Inmigración y Control de Aduanas (ICE), "
        "y no firmen ninguno más.",
        "demand": (
            "<p>Un programa decide a quién se busca primero. Palantir Technologies lo hace para ICE y cobra "
            "por "
            "ello dinero público. Una empresa puede dejar un contrato. Lo deja cuando quedarse le cuesta más "
            "que irse: su personal, sus clientes, quienes invierten en ella y las universidades donde "
            "recluta "
            "tienen algo que decir. Tú también.</p>"
        ),
        "thanks": "<p>Una firma es una firma. Con la próxima que traigas ya son dos.</p>",
        "closed": "<p>Esta petición está cerrada. El total ya se entregó; abajo puedes ver qué pasó.</p>",
        "victory": "<p>Los contratos se acabaron. Gracias a quienes firmaron.</p>",
    },
    body=(
        facts(
            "Lo que se sabe",
            fact(
                "Más que esto recibió Palantir por su aplicación FALCON, en contratos con ICE desde 2013.",
                "Truthout, julio de 2019",
                figure="US$62 millones",
            ),
            fact(
                "Esto le paga ICE a Palantir por ImmigrationOS, una plataforma que debe ayudar a elegir a "
                "quién deportar.",
                "WIRED, abril de 2025",
                url=_WIRED,
                figure="US$30 millones",
            ),
            fact(
                "En enero de 2018 agentes de ICE entraron a casi cien tiendas 7-Eleven. En un correo "
                "enviado antes, "
                "un supervisor pedía que quienes dirigían los equipos usaran la aplicación FALCON de "
                "Palantir.",
                "WNYC, julio de 2019",
                url=_WNYC,
            ),
        ),
        steps(
            "Cómo sigue",
            "Firmas y lo confirmas con un botón en nuestro correo.",
            "Entregamos el total a la empresa, en público, con los estados desde donde firma la gente. "
            "Tu nombre nunca, salvo que tú lo digas.",
            "Si quieres saber qué contestan, marca esa opción. Si no, no te escribimos más.",
        ),
    ),
)

_ABOUT = {
    "en": "It sells software that joins data from many sources. Immigration and Customs Enforcement (ICE) "
    "works with it on cases and on raids.",
    "es": "Vende programas que juntan datos de muchas fuentes. El Servicio de Inmigración y Control de "
    "Aduanas (ICE) los usa en sus casos y en sus redadas.",
}
VENDOR = PetitionWords(
    name="Demo: Palantir, drop the ICE contracts",
    pages={"en": _ENGLISH, "es": _SPANISH},
    target=TargetWords(
        name="Palantir Technologies Inc.",
        kind=TargetKind.VENDOR,
        website="https://www.palantir.com/",
        mail_domains=("palantir.com",),
        about=_ABOUT,
    ),
    signers=132,
)
