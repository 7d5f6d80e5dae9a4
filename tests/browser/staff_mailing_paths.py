"""The staff pages of mailings: the demo's, and one in each state that a mailing can be in."""

from django.urls import reverse

from mailings.enums import MailingState, PauseReason
from mailings.models import Mailing, Recipient, Sender, Series, Wrapper
from outbox.enums import SendState
from supporters.models import List, Supporter


def mailing_paths() -> list[str]:
    """A draft with all that is asked about it, what was sent, what is on its way, and a series."""
    draft = Mailing.objects.filter(state=MailingState.DRAFT, series_step=None).order_by("pk").last()
    sent = Mailing.objects.filter(state=MailingState.SENT).order_by("pk").first()
    under_way, rests = on_its_way(draft), resting(draft)
    names = ("mailing", "mailing_series", "mail_sender", "mail_wrapper")
    return [
        *(reverse(f"{name}:{view}") for name in names for view in ("index", "add")),
        *(reverse(f"mailing:{view}", args=[draft.pk]) for view in ("edit", "delete", "history")),
        reverse("mail_sender:edit", args=[Sender.objects.first().pk]),
        reverse("mail_wrapper:edit", args=[Wrapper.objects.first().pk]),
        *_of(draft, "overview", "whom", "people", "check", "test", "hour", "approve", "withdraw", "send"),
        *_of(draft, "duplicate"),
        reverse("mailing:start_words", args=[draft.public_id, "b", "en"]),
        *_of(sent, "overview", "results", "again", "unknown"),
        reverse("mailing:compare"),
        *_of(under_way, "overview", "pause", "stop", "unknown", "results"),
        reverse("mailing:choose", args=[under_way.public_id, "a"]),
        *_of(rests, "overview", "resume", "resume_half"),
        *_of(waiting(draft), "overview", "take_back"),
        *series_paths(),
    ]


def series_paths() -> list[str]:
    """The demo's series, which rests, and its first step."""
    series = Series.objects.get()
    step = series.steps.order_by("position").first()
    one = [series.public_id, step.public_id]
    return [
        *(reverse(f"mailing:series_{name}", args=one[:1]) for name in ("one", "start", "rest", "step_add")),
        *(reverse(f"mailing:series_{name}", args=one) for name in ("step", "step_remove")),
        reverse("mailing_series:edit", args=[series.pk]),
        *_of(step.mailing, "overview"),
    ]


def _of(mailing: Mailing, *names: str) -> list[str]:
    return [reverse(f"mailing:{name}", args=[mailing.public_id]) for name in names]


def _like(draft: Mailing, **values) -> Mailing:
    made = Mailing.objects.create(name="Another", campaign=draft.campaign, sender=draft.sender, **values)
    made.lists.set(draft.lists.all())
    return made


def on_its_way(draft: Mailing) -> Mailing:
    """One of which somebody waits, somebody has it, of somebody nobody knows; two wordings are tried."""
    mailing = _like(draft, state=MailingState.SENDING, is_frozen=True, frozen=3, test_share=20)
    news = List.objects.order_by("pk").first()
    states = (SendState.QUEUED, SendState.SENT, SendState.UNKNOWN)
    for person, state in zip(Supporter.objects.order_by("pk")[:3], states, strict=True):
        Recipient.objects.create(
            mailing=mailing, supporter=person, mail_list=news, language="en", state=state, variant="a"
        )
    return mailing


def resting(draft: Mailing) -> Mailing:
    """One that stopped by itself."""
    return _like(draft, state=MailingState.PAUSED, paused_why=PauseReason.BOUNCES, is_frozen=True, frozen=3)


def waiting(draft: Mailing) -> Mailing:
    """One that can be taken back."""
    return _like(draft, state=MailingState.SCHEDULED, leaves_at="2035-01-01T12:00Z")
