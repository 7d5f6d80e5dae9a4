"""The campaign's own page, its news and a guide. What did not happen says so."""

from pages.demo.bodies import steps, text
from pages.demo.words import PageWords

CAMPAIGN = {
    "en": PageWords(
        title="Not with our data (demo)",
        slug="not-with-our-data",
        fields={
            "demand": "Not with our data",
            "lead": "A company sells the agency what it finds people with. Contracts end when enough of us "
            "ask for it.",
            "wrong": "Software finds, joins and passes on what is known of immigrant families. It is paid "
            "for by all of us.",
            "who": "The company can drop the contract. Universities can stop lending it their halls to "
            "recruit in.",
            "now": "Sign, come to a training, or pass it on: each takes a minute.",
        },
        body=(
            steps(
                "How we go about it: three ways at once",
                "We ask the company to let its contract end.",
                "We ask universities to end their recruiting deals.",
                "We ask cities for laws that put such purchases to a public vote.",
            ),
        ),
    ),
    "es": PageWords(
        title="Con nuestros datos, no (demo)",
        slug="con-nuestros-datos-no",
        fields={
            "demand": "Con nuestros datos, no",
            "lead": "Una empresa le vende a la agencia con qué encontrar a la gente. Los contratos terminan "
            "cuando lo pedimos entre muchas personas.",
            "wrong": "Un programa busca, junta y entrega lo que se sabe de familias inmigrantes. Se paga "
            "con dinero público.",
            "who": "La empresa puede dejar el contrato. Las universidades pueden dejar de prestarle sus "
            "salas para reclutar.",
            "now": "Firma, ven a una capacitación o pasa la voz: cada cosa toma un minuto.",
        },
        body=(
            steps(
                "Cómo lo hacemos: por tres caminos a la vez",
                "Le pedimos a la empresa que deje terminar su contrato.",
                "Les pedimos a las universidades que terminen sus acuerdos de reclutamiento.",
                "Les pedimos a las ciudades leyes que sometan esas compras a una votación pública.",
            ),
        ),
    ),
}

NEWS = {
    "en": PageWords(title="News", slug="news", fields={"lead": "What happened, the newest first."}),
    "es": PageWords(title="Novedades", slug="novedades", fields={"lead": "Lo que pasó, primero lo último."}),
}

UPDATE = {
    "en": PageWords(
        title="Demo: this is how news looks",
        slug="demo-news",
        fields={
            "office": "Press team",
            "lead": "Nothing in this update happened. It shows day, office, lead and words.",
        },
        body=(text("Everybody who follows the news in a feed reader gets it without giving an address."),),
    ),
    "es": PageWords(
        title="Demo: así se ve una noticia",
        slug="demo-noticia",
        fields={
            "office": "Equipo de prensa",
            "lead": "Nada de esto pasó. Muestra el día, la oficina, la entrada y el texto.",
        },
        body=(text("Quien sigue las novedades en un lector las recibe sin dar ninguna dirección."),),
    ),
}

GUIDE = {
    "en": PageWords(
        title="Demo: a guide to carry with you",
        slug="demo-guide",
        fields={
            "lead": "How a guide looks, on the screen and on paper. Nobody who knows the law has looked it "
            "over: replace it before you rely on it."
        },
        body=(
            steps(
                "When somebody rings",
                "You may ask who is there before you open.",
                "You may ask to be shown a paper through the window or under the door.",
                "You may say that you want to talk to a lawyer first.",
            ),
        ),
    ),
    "es": PageWords(
        title="Demo: una guía para llevar contigo",
        slug="demo-guia",
        fields={
            "lead": "Así se ve una guía, en la pantalla y en papel. Nadie que sepa de leyes la ha revisado: "
            "cámbiala antes de confiar en ella."
        },
        body=(
            steps(
                "Cuando alguien toca el timbre",
                "Puedes preguntar quién es antes de abrir.",
                "Puedes pedir que te muestren un papel por la ventana o por debajo de la puerta.",
                "Puedes decir que primero quieres hablar con alguien que ejerza la abogacía.",
            ),
        ),
    ),
}
