"""A mailing to the campaign's list, and a series: somebody is erased in the middle of it."""

import json
from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings as site_settings
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from campaigns.blocks import ActionRef
from mailings.enums import MailingState, SeriesTrigger
from mailings.jobs.freezing import freeze
from mailings.jobs.links import make_links
from mailings.jobs.sending import begin_due, send_all
from mailings.jobs.series import run_series
from mailings.models import Mailing, Recipient, Series, SeriesPlace
from mailings.services.sending import send_mailing
from mailings.services.series import add_step, start_series
from outbox.enums import SendState
from outbox.models import Refusal
from outbox.reading import Done, read_one
from petitions.names import SIGNED
from privacy.actors import Actor
from supporters.selectors import find_supporter
from supporters.services import erase_supporter
from tests.mailings.factories import make_mailing, make_sender, write
from tests.outbox.incoming_mails import COMPLAINT
from tests.privacy.seized import MARK, canaries_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.privacy.flows import Canary, Visitors

SECRET = "postmark:a long password"


def send_to_the_list(visitors: "Visitors", canaries: "Sequence[Canary]") -> None:
    """Frozen, one erased, sent, told of, looked at; its links followed. ``canaries``: five on the list."""
    erased, unknown, bounced, complained, gone = canaries
    news = visitors.petition.campaign.news_list
    body = [
        ("text", '<p>Hello {{ given_name|"friend" }} in {{ region|"your state" }}.</p>'),
        (
            "action",
            {"action": ActionRef(SIGNED, visitors.petition.public_id), "title": "", "words": "", "label": ""},
        ),
    ]
    mailing = make_mailing(news, is_written=False)
    for language in ("en", "es"):
        write(mailing, language=language, subject='{{ given_name|"Friend" }}, one more week', body=body)
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    _look(staff, mailing, "people", "whom", "check", "send")
    send_mailing(mailing=mailing, actor=Actor.system())
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=timezone.now() - timedelta(seconds=1))
    assert begin_due() == 1
    make_links(mailing)
    assert freeze(mailing.pk) > 5
    erase_supporter(supporter=find_supporter(erased.email), keep_fingerprint=True, actor=Actor.the_person())

    mail.outbox.clear()
    send_all()
    sent = {message.to[0].lower(): message for message in mail.outbox}
    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENT
    assert [one.email in sent for one in canaries] == [False, True, True, True, True]
    rows = {one.email: _row(mailing, one) for one in (unknown, bounced, complained, gone)}
    Recipient.objects.filter(pk=rows[unknown.email].pk).update(state=SendState.UNKNOWN)
    _look(staff, mailing, "overview", "results", "unknown")

    _tell_of(visitors, bounced, rows[bounced.email])
    said = COMPLAINT.format(kind="abuse", message_id=sent[complained.email].message()["Message-ID"])
    assert read_one(said.encode()) == Done.HEARD
    assert read_one(f"From: {gone.email}\nSubject: unsubscribe //[{MARK}\n\n{MARK}".encode()) == Done.NOTHING
    assert read_one(f"From: {gone.email}\nSubject: {MARK}\n\n{MARK}".encode()) == Done.KEPT
    base = site_settings.COUNTERSIGN["BASE_URL"]
    words = sent[gone.email].body.split()
    for link in {word.removeprefix(base) for word in words if word.startswith(f"{base}/do/s/")}:
        assert canaries_in(visitors.client.get(link).content) == 0
    [leave] = {word.removeprefix(base) for word in words if word.startswith(f"{base}/do/unsubscribe/")}
    before = Refusal.objects.count()
    assert read_one(f"From: {gone.email}\nSubject: unsubscribe {leave}\n\n".encode()) == Done.LEFT
    assert Refusal.objects.count() > before
    visitors.work()
    _welcome(visitors)


def _look(staff: Client, mailing: Mailing, *pages: str) -> None:
    """First names and initials are shown; nobody's address or whole name."""
    for page in pages:
        text = staff.get(reverse(f"mailing:{page}", args=[mailing.public_id])).content.decode()
        assert (text.count(f"{MARK}-mail"), text.count(MARK.upper())) == (0, 0)


def _row(mailing: Mailing, canary: "Canary") -> Recipient:
    return Recipient.objects.get(mailing=mailing, supporter=find_supporter(canary.email))


def _tell_of(visitors: "Visitors", canary: "Canary", row: Recipient) -> None:
    """A provider tells of a bounce, with the address in it; before that without its secret, and nonsense."""
    event = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "Email": canary.email,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"row": row.public_id.hex},
        "Details": f"smtp;550 5.1.1 {canary.email}",
        "BouncedAt": timezone.now().isoformat(),
    }
    url = reverse("countersign_provider_events", args=["postmark"])
    with override_settings(COUNTERSIGN=site_settings.COUNTERSIGN | {"MAIL_WEBHOOKS": {"postmark": SECRET}}):
        for secret, said, status in (
            ("postmark:another", event, 400),
            (SECRET, {"RecordType": "Bounce", "Email": canary.email, "BouncedAt": MARK}, None),
            (SECRET, event, 200),
        ):
            headers = {"authorization": f"Basic {b64encode(secret.encode()).decode()}"}
            told = visitors.client.post(
                url, json.dumps(said), content_type="application/json", headers=headers
            )
            assert status is None or told.status_code == status


def _welcome(visitors: "Visitors") -> None:
    """Who joined the list comes into a series; its first mail waits for tomorrow, as they had one today."""
    series = Series.objects.create(
        name="Welcome", trigger=SeriesTrigger.JOINED, list=visitors.petition.campaign.news_list
    )
    step = add_step(
        series=series,
        name="Day 0",
        sender=make_sender(),
        wait_days=0,
        stops_when_acted=False,
        actor=Actor.system(),
    )
    for language in ("en", "es"):
        write(step.mailing, language=language)
    start_series(series=series, actor=Actor.system())
    run_series()
    assert SeriesPlace.objects.count() > 5
