"""What the demo shows of partners' pages: one partner, one site, and the petitions it may show."""

from pyrage.x25519 import Identity

from campaigns.services import allow_origin
from pages.demo import ledger
from petitions.models import Petition
from petitions.services import offer_embed
from privacy.actors import Actor
from supporters.models import Partner
from supporters.services import add_partner

NAME = "Example Coalition"
WEBSITE = "https://example.org"


def make_partner(*, actor: Actor) -> Partner:
    """The partner with its one site; as it is if somebody added it before.

    Noted with the words of its box, which go before it when the demo is removed.
    """
    known = Partner.objects.filter(name=NAME).first()
    if known is not None:
        return known
    made = Partner(name=NAME, website=WEBSITE, recipient=_public_key())
    partner = ledger.note_made(add_partner(partner=made, actor=actor))
    for wording in partner.wordings.order_by("pk"):
        ledger.note_made(wording)
    allow_origin(partner=partner, address=WEBSITE, actor=actor)
    return partner


def show_at_the_partners(petition: Petition, partner: Partner, *, actor: Actor) -> None:
    """Let the partner show the form: its code is under *Partners' pages*, beside the petition."""
    offer_embed(petition=petition, partner=partner, actor=actor)


def _public_key() -> str:
    """A key of age whose other half nobody keeps: what is handed over can be looked at by nobody."""
    return str(Identity.generate().to_public())
