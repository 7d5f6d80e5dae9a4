"""The front page, the page about privacy, and the organization, in both languages."""

from pages.demo.bodies import heading, steps, text
from pages.demo.words import PageWords

CAMPAIGN_SLUG = "demo"
CAMPAIGN_TITLE = {"en": "Not with our data (demo)", "es": "Con nuestros datos, no (demo)"}

ORGANIZATION = {
    "name": "Your campaign (demo)",
    "contact_email": "hello@example.org",
    "privacy_contact": "privacy@example.org",
    "postal_address": "P.O. Box 0000, Oakland, CA 94600",
    "about": {
        "en": "This is a demonstration. Put your organization’s name and address here under Settings.",
        "es": "Esto es una demostración. Pon aquí el nombre y la dirección de tu organización en "
        "Configuración.",
    },
}

HOME = {
    "en": PageWords(
        title="Home",
        slug="demo",
        fields={
            "demand": "Not with our data. Not with our work.",
            "lead": (
                "A surveillance company helps find people for deportation, and recruits on our campuses to "
                "do it. "
                "We ask the company to stop, the campuses to close their doors, and each other not to work "
                "there."
            ),
        },
        body=(
            steps(
                "How we win",
                "We say what is so, and where it can be looked up.",
                "We count ourselves, in public, without handing anybody a list of who we are.",
                "We ask those who decide, in their office, until they answer.",
            ),
        ),
    ),
    "es": PageWords(
        title="Inicio",
        slug="demo-es",
        fields={
            "demand": "Con nuestros datos, no. Con nuestro trabajo, tampoco.",
            "lead": (
                "Una empresa de vigilancia ayuda a encontrar a la gente para deportarla, y recluta para eso "
                "en nuestras "
                "universidades. Pedimos a la empresa que pare, a las universidades que cierren la puerta, y "
                "a cada "
                "quien que no trabaje ahí."
            ),
        },
        body=(
            steps(
                "Cómo ganamos",
                "Decimos lo que es cierto y dónde se puede comprobar.",
                "Nos contamos en público, sin darle a nadie una lista de quiénes somos.",
                "Se lo pedimos a quienes deciden, en su oficina, hasta que contesten.",
            ),
        ),
    ),
}

ABOUT = {
    "en": PageWords(
        title="Your privacy here",
        slug="your-privacy-here",
        fields={
            "lead": "You give us a name and an address so that your voice counts. Here is what becomes of "
            "them."
        },
        body=(
            heading("What we ask, and why"),
            text(
                "Your first name and an e-mail address: so that one person counts once, and so that you can "
                "take it "
                "back. Your postal code if you like: so that we can say from which states people sign. "
                "Nothing else.",
            ),
            heading("What we never keep"),
            text(
                "No address of your connection, no kind of browser, no trace of which mails you open or "
                "which links "
                "you press. This site sets no cookie for visitors and loads nothing from anybody else’s "
                "machines.",
                "We never ask about anybody’s papers, status or country of birth. Please do not write it to "
                "us.",
            ),
            steps(
                "What you can do at any time",
                "Take your name back, by the link in our mail.",
                "Stop our mail, with one press, for ever.",
                "Ask us to forget you. Then what we held cannot be read any more, by us either.",
            ),
        ),
    ),
    "es": PageWords(
        title="Tu privacidad aquí",
        slug="tu-privacidad-aqui",
        fields={
            "lead": "Nos das un nombre y un correo para que tu voz cuente. Esto es lo que pasa con ellos."
        },
        body=(
            heading("Qué te pedimos y para qué"),
            text(
                "Tu nombre y un correo: para que cada persona cuente una vez y para que puedas retirarte. "
                "Tu código "
                "postal, si quieres: para decir desde qué estados firma la gente. Nada más.",
            ),
            heading("Lo que nunca guardamos"),
            text(
                "Ni la dirección de tu conexión, ni qué navegador usas, ni qué correos abres o qué enlaces "
                "tocas. "
                "Este sitio no pone cookies a quien lo visita y no carga nada de máquinas de otros.",
                "Nunca preguntamos por los papeles, el estatus o el país de nacimiento de nadie. "
                "Por favor, no nos lo escribas.",
            ),
            steps(
                "Lo que puedes hacer cuando quieras",
                "Retirar tu nombre, con el enlace de nuestro correo.",
                "Parar nuestros correos con un toque, para siempre.",
                "Pedir que te olvidemos. Entonces ya nadie puede leer lo que teníamos, nosotros tampoco.",
            ),
        ),
    ),
}
