"""The demo's mailings: two that were sent, with what came of them; a draft; a series of welcome that rests.

Nothing is sent: what was sent lies so far back that of those who got it only numbers are left.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from campaigns.blocks import ActionRef
from campaigns.models import Action, Campaign
from mailings.enums import LeftOut, MailingState, Outcome, SeriesTrigger
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
from petitions.jobs.totals import mend_totals
from petitions.models import Petition, Signature
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from supporters.models import List, Subscription

# Of each that was sent: how long ago, and of a thousand mails what came of them. Within the twelve weeks of
# which the demo tells, and longer ago than anybody knows who got it.
SENT = (
    (
        "One week left (demo)",
        WEEK_LEFT,
        43,
        {
            (Outcome.BOUNCED, BounceReason.NO_MAILBOX): 16,
            (Outcome.PUT_BACK, BounceReason.FULL): 5,
            (Outcome.UNSUBSCRIBED, ""): 6,
            (Outcome.COMPLAINED, ""): 1,
            (Outcome.SKIPPED, LeftOut.REFUSED): 10,
            (Outcome.UNKNOWN, WhyNot.UNKNOWN): 2,
        },
    ),
    (
        "After the hearing (demo)",
        THANKS,
        36,
        {
            (Outcome.BOUNCED, BounceReason.NO_MAILBOX): 4,
            (Outcome.UNSUBSCRIBED, ""): 18,
            (Outcome.SKIPPED, LeftOut.REFUSED): 25,
        },
    ),
)
# In so many days people act on a mailing; of those who acted then in all, every third did so by it.
ACT_WITHIN = timedelta(days=4)
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
    for name, words, days_ago, shares in SENT:
        mailing = _start(Mailing(name=name, **new), words, petition, actor)
        mailing.lists.set([campaign.news_list])
        _tell_what_came(mailing, petition, utc_today() - timedelta(days=days_ago), shares)
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


def _tell_what_came(
    mailing: Mailing, petition: Petition, day: date, shares: Mapping[tuple[Outcome, str], int]
) -> None:
    people = Subscription.objects.subscribed().filter(list__in=mailing.lists.all()).count()
    numbers = {key: round(people * share / 1000) for key, share in shares.items()}
    lost = {Outcome.SKIPPED, Outcome.UNKNOWN}
    sent = people - sum(number for (outcome, _why), number in numbers.items() if outcome in lost)
    bounced = numbers[Outcome.BOUNCED, BounceReason.NO_MAILBOX]
    numbers |= {(Outcome.SENT, ""): sent, (Outcome.DELIVERED, ""): sent - bounced}
    add_up(mailing.pk, {("a", outcome.value, str(why)): number for (outcome, why), number in numbers.items()})
    _count_visits(mailing, day, sent)
    _have_acted(mailing, petition, day)
    Mailing.objects.filter(pk=mailing.pk).update(
        state=MailingState.SENT,
        is_frozen=True,
        frozen=people,
        ended_on=day,
        created=day - timedelta(days=2),
        changed=day,
    )


def _count_visits(mailing: Mailing, day: date, sent: int) -> None:
    make_links(mailing)
    begins = datetime.combine(day, SENT_AT, tzinfo=UTC)
    LinkHour.objects.bulk_create(
        LinkHour(
            link=link,
            hour=begins + timedelta(hours=hour),
            visits=round(visits * sent / 1000 / (1 + 2 * place)),
        )
        for place, link in enumerate(MailLink.objects.filter(mailing=mailing).order_by("pk"))
        for hour, visits in enumerate(VISITS)
    )


def _have_acted(mailing: Mailing, petition: Petition, day: date) -> None:
    """Give some of those who signed in the days after it the code that stands on its links."""
    signatures = Signature.objects.filter(
        petition=petition, action__created__gte=day, action__created__lt=day + ACT_WITHIN
    )
    keys = list(signatures.order_by("pk").values_list("pk", flat=True))[::3]
    Signature.objects.filter(pk__in=keys).update(source=mailing.source)
    Action.objects.filter(pk__in=Signature.objects.filter(pk__in=keys).values("action")).update(
        source=mailing.source
    )
    # Signatures never change their code otherwise: totals by code are told of it here.
    mend_totals(petition)


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
