"""The sides of ``mailing_1m``, inside our own Django: ``python -m benchmarks.mailing_rows DEED [N]``.

``fill N`` has as many people of ``benchmarks.people`` take a list. ``ours`` freezes a mailing to all of them
and sends it to a transport that writes each message and hands it to nobody; it prints how many were sent, the
seconds of freezing and of sending, and the peak of memory in MB. ``peer N`` and ``limit N`` print how many a
second they do of N.
"""

import resource
import sys
import time
from typing import Any

import django

LIST = "Mailing"
WORDS = '<p>Hello {{ given_name|"friend" }},</p>' + "<p>One more week until the council votes on it.</p>" * 40


def fill(size: int) -> None:
    """Grow to as many supporters, each subscribed."""
    from benchmarks import people  # noqa: PLC0415 (after django.setup)
    from benchmarks.sql_rows import insert_for_newer  # noqa: PLC0415
    from supporters.models import Subscription  # noqa: PLC0415

    people.fill(size)
    news = mail_list()
    insert_for_newer(
        Subscription,
        after=people.last_of(Subscription.objects.filter(list=news)),
        values={"list_id": news.pk, "state": "subscribed"},
        expressions={"supporter_id": "p.id"},
    )
    people.analyze()


def mail_list() -> Any:
    """The list that the mailing goes to."""
    from privacy.localized import LocalizedText  # noqa: PLC0415
    from supporters.models import List  # noqa: PLC0415

    found = (one for one in List.objects.order_by("-pk") if str(one) == LIST)
    return next(found, None) or List.objects.create(name=LocalizedText(en=LIST))


def make_mailing() -> Any:
    """One that is to be sent, with 4 kB of words."""
    from mailings.models import MailContent, Mailing, Sender  # noqa: PLC0415
    from privacy.localized import LocalizedText  # noqa: PLC0415

    sender = Sender.objects.create(name=LocalizedText(en="Rosa, for the campaign"))
    # Last hours: the runs before it would have left nobody.
    mailing = Mailing.objects.create(name="Bench", sender=sender, last_hours_reason="bench", state="sending")
    mailing.lists.set([mail_list()])
    MailContent.objects.create(
        mailing=mailing, language="en", subject='Dear {{ given_name|"friend" }}', body=[("text", WORDS)]
    )
    return mailing


def hurry() -> None:
    """As fast as this machine is: no rate, no warming up."""
    from django.conf import settings  # noqa: PLC0415

    from privacy.conf import current  # noqa: PLC0415

    settings.COUNTERSIGN = {
        **settings.COUNTERSIGN,
        "DRAIN_RATE_PER_SECOND": 1_000_000,
        "MAIL_WARM_UP": False,
    }
    current.cache_clear()


def ours() -> None:
    """From freezing to the end, in one worker."""
    from mailings.courier import RecipientCourier  # noqa: PLC0415
    from mailings.jobs.freezing import freeze  # noqa: PLC0415
    from mailings.jobs.links import make_links  # noqa: PLC0415
    from mailings.jobs.sending import finish  # noqa: PLC0415
    from mailings.models import Mailing, Recipient  # noqa: PLC0415
    from outbox.drain import drain  # noqa: PLC0415
    from outbox.transports import HandOver, Transport  # noqa: PLC0415

    class Nobody(Transport):
        """Writes the bytes, and lets them go."""

        def hand_over(self, unit: HandOver) -> None:
            for place in unit.waiting():
                unit.messages[place].as_bytes()  # type: ignore[union-attr]
                unit.answer(place, None)

        def close(self) -> None:
            pass

    hurry()
    mailing = make_mailing()
    make_links(mailing)
    begun = time.perf_counter()
    freeze(mailing.pk)
    frozen = time.perf_counter()
    while drain(RecipientCourier(Mailing.objects.get(pk=mailing.pk)), open_one=lambda _alias: Nobody()):
        pass
    ended = time.perf_counter()
    if not finish(mailing.pk):
        raise SystemExit("Something is left to send.")
    sent = Recipient.objects.filter(mailing=mailing, state="sent").count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Recipient.objects.filter(mailing=mailing).delete()
    print(sent, frozen - begun, ended - frozen, peak)


def peer(number: int) -> None:
    """As a plain Django site does it: each record read, a template, Django's own message, the row marked."""
    from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415
    from django.template import engines  # noqa: PLC0415

    from mailings.models import Recipient  # noqa: PLC0415
    from supporters.models import Supporter  # noqa: PLC0415

    mailing = make_mailing()
    words = WORDS.replace('{{ given_name|"friend" }}', "{{ given_name|default:'friend' }}")
    template = engines["django"].from_string(words)
    people = list(Supporter.objects.order_by("pk")[:number])
    Recipient.objects.bulk_create(
        [Recipient(mailing=mailing, supporter=one, language="en", variant="a") for one in people]
    )
    begun = time.perf_counter()
    for row in Recipient.objects.filter(mailing=mailing).select_related("supporter").iterator():
        details = row.supporter.unseal()
        html = template.render({"given_name": details.given_name})
        message = EmailMultiAlternatives("Dear friend", html, "mail@campaign.example", [details.email])
        message.attach_alternative(html, "text/html")
        message.message().as_bytes()
        Recipient.objects.filter(pk=row.pk).update(state="sent")
    print(number / (time.perf_counter() - begun))
    Recipient.objects.filter(mailing=mailing).delete()


def limit(number: int) -> None:
    """Only the bytes: every value known, no row read or written."""
    from uuid import uuid4  # noqa: PLC0415

    from mailings.courier import RecipientCourier  # noqa: PLC0415
    from mailings.models import Recipient  # noqa: PLC0415
    from mailings.rendering import MergePerson, values_for  # noqa: PLC0415
    from outbox.bulk import BulkMessage  # noqa: PLC0415
    from outbox.links import absolute_url  # noqa: PLC0415

    wording = RecipientCourier(make_mailing())._wording(Recipient(variant="a", language="en"))
    if wording is None:
        raise SystemExit("It has no words.")
    leave = absolute_url("/leave/")
    values = values_for(wording.rendered, MergePerson(uuid4(), "Ada", unsubscribe_url=leave))
    begun = time.perf_counter()
    for place in range(number):
        BulkMessage(
            template=wording.template,
            public_id=uuid4(),
            address=f"{place}@example.org",
            values=values,
            unsubscribe_url=leave,
        ).as_bytes()
    print(number / (time.perf_counter() - begun))


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", number]:
            fill(int(number))
        case ["ours"]:
            ours()
        case ["peer", number]:
            peer(int(number))
        case ["limit", number]:
            limit(int(number))
