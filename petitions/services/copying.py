"""A new petition by the rules of another: what a copied page needs."""

from django.db import transaction

from petitions.models import Affiliation, Petition, PetitionTarget

RULES = (
    "campaign",
    "is_pledge",
    "opens",
    "closes",
    "confirm_by_mail",
    "is_delivered",
    "redeliver_every",
    "redeliver_unit",
    "ask_news",
    "ask_family_name",
    "ask_postal_code",
    "ask_country",
    "comment_choice",
    "ask_name_to_target",
    "shows_names",
    "ask_campus_proof",
    "name",
)


def clone_petition(*, petition: Petition) -> Petition:
    """A new petition, a draft, with the rules, targets, partners and affiliations of another.

    None of its signatures and none of its campuses: another text is another list of places.
    """
    with transaction.atomic():
        clone = Petition(**{name: getattr(petition, name) for name in RULES})
        clone.save()
        PetitionTarget.objects.bulk_create(
            PetitionTarget(petition=clone, target_id=one.target_id, sort_order=one.sort_order)
            for one in petition.petition_targets.all()
        )
        Affiliation.objects.bulk_create(
            Affiliation(petition=clone, label=one.label, sort_order=one.sort_order)
            for one in petition.affiliations.all()
        )
        clone.partners.set(petition.partners.all())
    return clone
