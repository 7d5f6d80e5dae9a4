"""What the demo shows of campuses that organize themselves: a link, what was told, what waits for staff."""

from uuid import uuid4

from outbox.models import Letter
from petitions.models import MOST_DAYS, Petition, Place
from petitions.services import (
    invite_organizer,
    open_kiosk,
    tell_from_campus,
    tell_update,
    write_from_campus,
)
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText

_TOLD = {
    "title": {"en": "This is how an update looks", "es": "Así se ve una noticia"},
    "body": {
        "en": "Tell here what was done and what was answered, in a few sentences.\n\n"
        "The newest stands first; older ones are one press away.",
        "es": "Cuenta aquí qué se hizo y qué respondieron, en unas pocas frases.\n\n"
        "La más nueva va primero; las anteriores están a un clic.",
    },
}
_PROPOSED = {
    "title": {"en": "An update that waits for a moderator", "es": "Una noticia que espera moderación"},
    "body": {
        "en": "Written behind a private link to this campus.",
        "es": "Escrita con un enlace privado a este campus.",
    },
}
_MESSAGE = {
    "subject": {"en": "A message that waits for a Mailer", "es": "Un mensaje que espera aprobación"},
    "text": {
        "en": "It would go to those at this campus who asked for news of the campaign.",
        "es": "Iría a quienes firmaron en este campus y pidieron novedades de la campaña.",
    },
    "button": {"en": "One button", "es": "Un botón"},
}


def open_a_table(petition: Petition, place: Place, *, actor: Actor) -> None:
    """A form on a table at a campus, for a week: its link and code are under *At a table*."""
    open_kiosk(
        petition=petition,
        public_id=uuid4(),
        place=place,
        code="demo",
        language="en",
        days=MOST_DAYS,
        actor=actor,
    )


def organize_locally(petition: Petition, place: Place, *, actor: Actor) -> None:
    """Tell one update on the petition's page; give a link to a campus, and write two things behind it.

    The link's letter is taken back: whoever wants to see it presses *Renew*.
    """
    title, body = LocalizedText(_TOLD["title"]), LocalizedText(_TOLD["body"])
    tell_update(petition=petition, title=title, body=body, actor=actor)
    organizer = invite_organizer(
        place=place, address="demo-organizer@example.org", language="en", actor=actor
    )
    Letter.objects.filter(ref_id=organizer.public_id).delete()
    person = Actor.the_person()
    proposed = {name: LocalizedText(text) for name, text in _PROPOSED.items()}
    tell_from_campus(organizer=organizer, url="", day=utc_today(), actor=person, **proposed)
    write_from_campus(
        organizer=organizer,
        subject=LocalizedText(_MESSAGE["subject"]),
        text=LocalizedText(_MESSAGE["text"]),
        button_label=LocalizedText(_MESSAGE["button"]),
        button_url="https://example.org/",
        actor=person,
    )
