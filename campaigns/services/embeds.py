"""Forms on partners' pages, ended and taken up again; and the sites that may show them."""

from django.db import transaction
from django.utils.text import slugify

from campaigns.exceptions import EmbedOver, TooManyOrigins
from campaigns.models import EmbeddedForm, PartnerOrigin
from campaigns.origins import clean_origin
from campaigns.page_cache import purge_all
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import Partner

# What marks the source of a deed that came by a partner's page. The code of a link holds no colon, so
# nobody can claim one with an address.
PARTNER_SOURCE = "partner:"
LONGEST_PARTNER = 35
# All of them stand in one header.
MOST_ORIGINS = 10


def embed_source(partner: Partner) -> str:
    """What marks the deeds that come by this partner's pages; no code of a link is written like it."""
    # The end keeps two partners of one name apart, and names one that cannot be written in ASCII.
    return f"{PARTNER_SOURCE}{slugify(partner.name)[:LONGEST_PARTNER]}-{partner.public_id.hex[:4]}"


def end_embed(*, embed: EmbeddedForm, actor: Actor) -> None:
    """Take no more forms from this partner's pages, which say so. Raises EmbedOver when it is ended."""
    _turn(embed, is_live=False)


def resume_embed(*, embed: EmbeddedForm, actor: Actor) -> None:
    """Take forms from this partner's pages again. Raises EmbedOver when a colleague was first."""
    _turn(embed, is_live=True)


def _turn(embed: EmbeddedForm, *, is_live: bool) -> None:
    with transaction.atomic():
        others = type(embed)._default_manager.filter(pk=embed.pk, is_live=not is_live)
        if not others.update(is_live=is_live, changed=utc_today()):
            raise EmbedOver
        purge_all()


def allow_origin(*, partner: Partner, address: str, actor: Actor) -> PartnerOrigin:
    """Let pages of this site show the partner's forms in a frame; the row it has already, if it has one.

    Raises NotPublic for what is no https origin, TooManyOrigins beyond ten.
    """
    origin = clean_origin(address)
    with transaction.atomic():
        # One at a time: two cannot both be the tenth.
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        known = PartnerOrigin.objects.filter(partner=partner)
        if (row := known.filter(origin=origin).first()) is not None:
            return row
        if known.count() >= MOST_ORIGINS:
            raise TooManyOrigins
        purge_all()
        return PartnerOrigin.objects.create(partner=partner, origin=origin)


def forbid_origin(*, origin: PartnerOrigin, actor: Actor) -> None:
    """Let pages of this site show no form any more. Raises EmbedOver when a colleague was first."""
    with transaction.atomic():
        if not PartnerOrigin.objects.filter(pk=origin.pk).delete()[0]:
            raise EmbedOver
        purge_all()
