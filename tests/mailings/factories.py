"""Mailings and the people who get them, for tests."""

import itertools
from typing import Any

from mailings.enums import MailingState, Variant
from mailings.models import MailContent, Mailing, Recipient, Sender, Wrapper
from outbox.enums import SendState
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.indexes import Domain, IndexKind, blind_index
from privacy.localized import LocalizedText
from privacy.sealing import seal_new
from privacy.tens import SMALLEST_GROUP
from supporters.enums import SubscriptionState
from supporters.found_by import index_row
from supporters.models import List, SubjectIndex, Subscription, Supporter, SupporterDetails
from supporters.services import subscribe
from tests.supporters.factories import ListFactory, admit

_numbers = itertools.count(1)
TEXT = '<p>Hello {{ given_name|"friend" }}, one more week.</p>'


def make_sender(**more: Any) -> Sender:
    """A name that mailings come in."""
    return Sender.objects.create(
        **{"name": LocalizedText(en="Rosa, for the campaign", es="Rosa, por la campaña"), **more}
    )


def make_wrapper(**more: Any) -> Wrapper:
    """A look."""
    return Wrapper.objects.create(**{"name": f"Wrapper {next(_numbers)}", **more})


def write(
    mailing: Mailing,
    *,
    language: str = "en",
    variant: Variant = Variant.A,
    subject: str = "Drop the contract",
    body: Any = None,
    **more: Any,
) -> MailContent:
    """Its words in one language."""
    words = [("heading", "We are close"), ("text", TEXT)]
    return MailContent.objects.create(
        mailing=mailing,
        variant=variant,
        language=language,
        subject=subject,
        body=words if body is None else body,
        **more,
    )


def make_mailing(
    *lists: List, state: MailingState = MailingState.DRAFT, is_written: bool = True, **rules: Any
) -> Mailing:
    """A mailing to these lists, or to a new one; with words in both languages."""
    rules = {"name": f"Mailing {next(_numbers)}", **rules}
    if "sender" not in rules:
        rules["sender"] = make_sender()
    mailing = Mailing.objects.create(state=state, **rules)
    mailing.lists.set(lists or [ListFactory()])
    if is_written:
        write(mailing)
        write(mailing, language="es", subject="Cancelen el contrato")
    return mailing


def had_by_many(mailing: Mailing, *, language: str = "en", variant: Variant = Variant.A) -> None:
    """As many people have it in these words as it takes for visits to be counted."""
    news = mailing.lists.get()
    Recipient.objects.bulk_create(
        [
            Recipient(
                mailing=mailing,
                supporter=supporter,
                mail_list=news,
                variant=variant,
                language=language,
                state=SendState.SENT,
            )
            for supporter in make_subscribers(news, SMALLEST_GROUP, language=language)
        ]
    )


def make_subscriber(
    mail_list: List, email: str | None = None, *, language: str = "en", **more: Any
) -> Supporter:
    """Somebody who joined the list by their own confirmed deed."""
    supporter = admit(email or f"person{next(_numbers)}@example.org", language=language, **more)
    subscribe(supporter=supporter, list=mail_list, actor=Actor.the_person())
    return supporter


def make_subscribers(mail_list: List, number: int, *, language: str = "en") -> list[Supporter]:
    """Many of them, quickly."""
    people, known = [], []
    for one in itertools.islice(_numbers, number):
        details = SupporterDetails(given_name=f"Ada{one}", email=f"person{one}@example.org")
        supporter = Supporter(language=language, country="US")
        seal_new(supporter, details)
        people.append(supporter)
        known.append(details)
    Supporter.objects.bulk_create(people, batch_size=500)
    indexes = [
        index_row(
            person,
            IndexKind.EMAIL,
            blind_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(details.email)),
        )
        for person, details in zip(people, known, strict=True)
    ]
    SubjectIndex.objects.bulk_create(indexes, batch_size=500)
    Subscription.objects.bulk_create(
        [
            Subscription(supporter=person, list=mail_list, state=SubscriptionState.SUBSCRIBED)
            for person in people
        ],
        batch_size=500,
    )
    return people
