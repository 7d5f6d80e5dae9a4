"""A petition that is over: its page leads on to what is live now."""

from pages.demo.words import PageWords, PetitionWords

EARLIER = PetitionWords(
    name="Demo: the first text (archived)",
    pages={
        "en": PageWords(
            title="The first text of this petition",
            slug="the-first-text",
            fields={
                "ask": "End the contracts with ICE.",
                "demand": "<p>This was our first text. A better one took its place.</p>",
                "closed": "<p>This text is closed; another took its place.</p>",
            },
        ),
        "es": PageWords(
            title="El primer texto de esta petición",
            slug="el-primer-texto",
            fields={
                "ask": "Que terminen los contratos con ICE.",
                "demand": "<p>Este fue nuestro primer texto. Uno mejor tomó su lugar.</p>",
                "closed": "<p>Este texto está cerrado; otro tomó su lugar.</p>",
            },
        ),
    },
    target=None,
    signers=0,
)
