"""A new event by the rules of another: what a copied page needs."""

from django.db import transaction

from events.models import Event, Question

RULES = (
    "campaign",
    "name",
    "kind",
    "is_guarded",
    "zone",
    "place_kind",
    "venue",
    "address",
    "area",
    "locality",
    "region",
    "country",
    "postal_code",
    "institution",
    "what_will_happen",
    "bring",
    "not_to_bring",
    "risk",
    "contact",
    "legal_number",
    "way_out",
    "is_step_free",
    "has_seating",
    "has_sign_language",
    "asks_masks",
    "has_childcare",
    "languages",
    "max_guests",
    "needs_acceptance",
    "needs_invite",
    "ask_news",
    "ask_postal_code",
    "agreement_keys",
)


def clone_event(*, event: Event) -> Event:
    """A new event, a draft, with the rules, questions, targets and partners of another.

    None of its dates, codes and sign-ups, and no word that its place is public: of another event somebody
    has to say it anew.
    """
    with transaction.atomic():
        clone = Event(**{name: getattr(event, name) for name in RULES})
        clone.save()
        Question.objects.bulk_create(
            Question(
                event=clone,
                words=one.words,
                kind=one.kind,
                choices=one.choices,
                is_required=one.is_required,
                sort_order=one.sort_order,
            )
            for one in event.questions.all()
        )
        clone.targets.set(event.targets.all())
        clone.partners.set(event.partners.all())
    return clone
