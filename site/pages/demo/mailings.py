"""The demo's mailings: two that were sent, with what came of them; a draft; a series of welcome that rests.

Nothing is sent: what was sent lies so far back that of those who got it only numbers are left.
"""

from datetime import UTC, datetime, time, timedelta

from campaigns.blocks import ActionRef
from campaigns.models import Campaign
from mailings.enums import MailingState, Outcome, SeriesTrigger
from mailings.jobs.links import make_links
from mailings.jobs.totals import add_up
from mailings.models import LinkHour, MailContent, Mailing, MailLink, Sender, Series, Wrapper
from mailings.services.drafting import start_mailing
from mailings.services.series import add_step
from outbox.enums import BounceReason, WhyNot
from pages.demo import ledger
from pages.demo.mailing_words import (
    ACTION,
    COUNCIL,
    FIRST_STEP,
    FOOT,
    RIGHTS,
    SENDER,
    THANKS,
    WEEK_LEFT,
    WELCOME,
    Words,
)
from petitions.models import Petition
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.models import List

# Of each that was sent: how long ago, the code on its links, and what came of it. Who signed in the demo
# carries one of these codes.
SENT = (
    (
        "One week left (demo)",
        WEEK_LEFT,
        80,
        "mail-after",
        {
            (Outcome.SENT, ""): 1_214,
            (Outcome.DELIVERED, ""): 1_171,
            (Outcome.BOUNCED, BounceReason.NO_MAILBOX): 19,
            (Outcome.PUT_BACK, BounceReason.FULL): 6,
            (Outcome.UNSUBSCRIBED, ""): 7,
            (Outcome.COMPLAINED, ""): 1,
            (Outcome.SKIPPED, WhyNot.REFUSED): 12,
            (Outcome.UNKNOWN, WhyNot.UNKNOWN): 2,
        },
    ),
    (
        "After the hearing (demo)",
        THANKS,
        59,
        "share-email",
        {
            (Outcome.SENT, ""): 812,
            (Outcome.DELIVERED, ""): 790,
            (Outcome.BOUNCED, BounceReason.NO_MAILBOX): 3,
            (Outcome.UNSUBSCRIBED, ""): 15,
            (Outcome.SKIPPED, WhyNot.REFUSED): 20,
        },
    ),
)
# Of a thousand mails, visits in each hour after they were sent, of the first link; of the next a third.
VISITS = (61, 93, 74, 52, 38, 25, 17, 9, 6, 12, 21, 26, 19, 14, 11, 8, 7, 5, 4, 2)
SENT_AT = time(17)
STEPS = (
    ("Welcome (demo)", WELCOME, 0),
    ("At the door (demo)", RIGHTS, 3),
    ("A first deed (demo)", FIRST_STEP, 7),
)


def write_mailings(campaign: Campaign, trainings: List, *, actor: Actor) -> None:
    """Make them, for the campaign's own list; the series for that of trainings."""
    petition = Petition.objects.filter(campaign=campaign, is_pledge=False).order_by("pk").first()
    if petition is None:
        return
    sender = ledger.note_made(Sender.objects.create(campaign=campaign, name=LocalizedText(SENDER)))
    wrapper = ledger.note_made(
        Wrapper.objects.create(name="Campaign (demo)", accent="#b3261e", footer=LocalizedText(FOOT))
    )
    new = {"campaign": campaign, "sender": sender, "wrapper": wrapper}
    for name, words, days_ago, source, numbers in SENT:
        mailing = _start(Mailing(name=name, source=source, **new), words, petition, actor)
        mailing.lists.set([campaign.news_list])
        _tell_what_came(mailing, days_ago, numbers)
    draft = _start(Mailing(name="The council votes (demo)", **new), COUNCIL, petition, actor)
    draft.lists.set([campaign.news_list])
    _welcome(campaign, trainings, sender, petition, actor)


def _start(mailing: Mailing, words: Words, petition: Petition, actor: Actor) -> Mailing:
    ledger.note_made(start_mailing(mailing=mailing, actor=actor))
    _write(mailing, words, petition, actor)
    return mailing


def _write(mailing: Mailing, words: Words, petition: Petition, actor: Actor) -> None:
    asked = {"action": ActionRef("petition", petition.public_id), "title": "", "words": "", "label": ""}
    for language, (subject, preheader, body) in words.items():
        blocks = [(ACTION, asked) if block == ACTION else block for block in body]
        content = MailContent.objects.create(
            mailing=mailing, language=language, subject=subject, preheader=preheader, body=blocks
        )
        content.save_revision(user=actor.user)


def _tell_what_came(mailing: Mailing, days_ago: int, numbers: dict[tuple[Outcome, str], int]) -> None:
    day = utc_today() - timedelta(days=days_ago)
    mailing.frozen = numbers[Outcome.SENT, ""]
    make_links(mailing)
    begins = datetime.combine(day, SENT_AT, tzinfo=UTC)
    LinkHour.objects.bulk_create(
        LinkHour(
            link=link,
            hour=begins + timedelta(hours=hour),
            visits=visits * mailing.frozen // 1000 // (1 + 2 * place),
        )
        for place, link in enumerate(MailLink.objects.filter(mailing=mailing).order_by("pk"))
        for hour, visits in enumerate(VISITS)
    )
    add_up(mailing.pk, {("a", outcome.value, str(why)): number for (outcome, why), number in numbers.items()})
    Mailing.objects.filter(pk=mailing.pk).update(
        state=MailingState.SENT,
        is_frozen=True,
        frozen=mailing.frozen,
        ended_on=day,
        created=day - timedelta(days=2),
        changed=day,
    )


def _welcome(campaign: Campaign, trainings: List, sender: Sender, petition: Petition, actor: Actor) -> None:
    series = ledger.note_made(
        Series.objects.create(
            name="Welcome (demo)", trigger=SeriesTrigger.JOINED, list=trainings, campaign=campaign
        )
    )
    for name, words, wait_days in STEPS:
        step = add_step(
            series=series,
            name=name,
            sender=sender,
            wait_days=wait_days,
            stops_when_acted=wait_days > 0,
            actor=actor,
        )
        ledger.note_made(step.mailing)
        _write(step.mailing, words, petition, actor)
