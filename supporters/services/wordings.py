"""The words of consent questions, and the partners who have some of their own."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from privacy.actors import Actor
from supporters import registries
from supporters.models import ConsentWording, Partner
from supporters.services.partners import note_key


def publish_wording(
    *, key: str, texts: Mapping[str, str], actor: Actor, partner: Partner | None = None
) -> list[ConsentWording]:
    """Give a consent question the words it is asked in from now on, by language.

    A changed wording is a new version with all its languages; the same words again change
    nothing. Returns the rows of the version that stands. Empty texts are left out.
    """
    texts = {language: text.strip() for language, text in texts.items() if text.strip()}
    asked = ConsentWording.objects.filter(key=key, partner=partner)
    with transaction.atomic():
        newest = asked.aggregate(newest=Max("version"))["newest"] or 0
        standing = [*asked.filter(version=newest)]
        if {wording.language: wording.text for wording in standing} == texts:
            return standing
        return ConsentWording.objects.bulk_create(
            ConsentWording(key=key, partner=partner, version=newest + 1, language=language, text=text)
            for language, text in sorted(texts.items())
        )


def publish_first_wordings(*, actor: Actor) -> None:
    """Give each registered question that has no words yet its first ones, partner by partner. Idempotent."""
    asked: set[tuple[str, int | None]] = set(
        ConsentWording.objects.order_by().values_list("key", "partner").distinct()
    )
    for key, texts in registries.first_wordings.items():
        if (key, None) not in asked:
            publish_wording(key=key, texts=texts, actor=actor)
    for key, texts in registries.partner_wordings.items():
        for partner in Partner.objects.all():
            if (key, partner.pk) not in asked:
                named = {language: text % {"partner": partner.name} for language, text in texts.items()}
                publish_wording(key=key, texts=named, actor=actor, partner=partner)


def add_partner(*, partner: Partner, actor: Actor) -> Partner:
    """Save a new partner, with the first words of each question that is asked for partners."""
    with transaction.atomic():
        note_key(partner=partner, actor=actor)
        partner.save(force_insert=True)
        publish_first_wordings(actor=actor)
    return partner
