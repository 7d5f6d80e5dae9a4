"""People, lists and questions for tests; everything goes through the services, as in life."""

from datetime import date
from typing import Any

import factory

from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.enums import SubscriptionState
from supporters.models import (
    ConsentWording,
    CustomField,
    List,
    Partner,
    Subscription,
    Supporter,
    SupporterDetails,
    Tag,
)
from supporters.services import admit_supporter, publish_wording

PERSON = Actor.the_person()


class ListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = List

    name = factory.Sequence(lambda n: LocalizedText({"en": f"News {n}", "es": f"Novedades {n}"}))
    is_public = True


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Partner {n}")


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"housing {n}")


def details(email: str = "maria@example.org", **more: Any) -> SupporterDetails:
    """What a person typed."""
    return SupporterDetails(**{"given_name": "María", "email": email, **more})


def admit(
    email: str = "maria@example.org", *, language: str = "es", country: str = "US", **more: Any
) -> Supporter:
    """Let a person in at a confirmed deed."""
    return admit_supporter(details=details(email, **more), language=language, country=country, actor=PERSON)


def wording(key: str = "tests.news", text: str = "May we write to you?", **more: Any) -> ConsentWording:
    """A consent question in English."""
    return publish_wording(key=key, texts={"en": text}, actor=Actor.system(), **more)[0]


def imported(supporter: Supporter, mail_list: List, *, since: date) -> Subscription:
    """The standing of an imported row that nobody has confirmed."""
    return Subscription.objects.create(
        supporter=supporter, list=mail_list, state=SubscriptionState.UNCONFIRMED, since=since
    )


class CustomFieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CustomField

    key = factory.Sequence(lambda n: f"skill_{n}")
    label = factory.Sequence(lambda n: LocalizedText({"en": f"Skill {n}", "es": f"Habilidad {n}"}))
