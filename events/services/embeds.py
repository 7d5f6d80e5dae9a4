"""An open event's form on partners' pages: offered. ``campaigns.services`` ends it, and takes it up again."""

from django.db import transaction

from campaigns.services import embed_source
from events.exceptions import NeverEmbedded
from events.models import Embed, Event
from privacy.actors import Actor
from supporters.models import Partner


def offer_embed(*, event: Event, partner: Partner, actor: Actor) -> Embed:
    """Let ``partner`` show the event's form; the one it has already, if there is one, ended or not.

    Who may show it in a frame: ``campaigns.services.allow_origin()``. Raises NeverEmbedded for a guarded one.
    """
    with transaction.atomic():
        # Whoever makes it guarded waits, and takes this one away with the others.
        if Event.objects.select_for_update(no_key=True).get(pk=event.pk).is_guarded:
            raise NeverEmbedded
        embed, _is_new = Embed.objects.get_or_create(
            event=event, partner=partner, defaults={"source": embed_source(partner)}
        )
    return embed
