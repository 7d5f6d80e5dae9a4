"""What the outbox tells the doctor and the gauges: whether mail goes, and is believed elsewhere."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.mail import mailers
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.deliverability import NoResolver, Questions, Verdict, judge
from outbox.enums import SendState
from outbox.first_run import WAITING, mail_leaves
from outbox.kinds import registered_kinds
from outbox.models import Letter, PutBack, Refusal
from outbox.selectors import ledgers
from privacy.days import utc_today
from privacy.doctor import Complaint
from privacy.gauges import Reading
from privacy.tens import in_tens

LONGEST_WAIT = timedelta(hours=1)
COUNTED = (SendState.QUEUED, SendState.CLAIMED, SendState.SENDING, SendState.FAILED, SendState.UNKNOWN)


def check_queue() -> Iterator[Complaint]:
    """Whether something waits that should have gone, or may have gone without anybody knowing."""
    # What is to go at once is known by its day only.
    late = Q(due__lt=timezone.now() - LONGEST_WAIT) | Q(
        due__isnull=True, created__lt=utc_today() - timedelta(days=1)
    )
    if any(model.objects.filter(late, state=SendState.QUEUED).exists() for model in ledgers()):
        yield Complaint(_("Mails wait that should have gone. See that a worker runs, and what its log says."))
    if any(model.objects.filter(state=SendState.UNKNOWN).exists() for model in ledgers()):
        says = _("Of some mails nobody knows whether they went. Run manage.py outbox, and decide for each.")
        yield Complaint(says, is_fault=False)


def check_mailers() -> Iterator[Complaint]:
    """Whether letters of some kind, or all of them, have no server to go by."""
    if settings.MAILERS["default"]["BACKEND"] == WAITING:
        yield Complaint(
            _("No mail server is named yet: letters wait, and nobody gets one. Name one in MAIL_URL.")
        )
    missing = {kind.mailer for kind in registered_kinds().values()} - set(mailers)
    if "guarded" in missing:
        says = _(
            "Guarded events have no mail server: their forms offer a code instead. Name one of your own in "
            "GUARDED_MAIL_URL if people should get mail."
        )
        yield Complaint(says, is_fault=False)


def check_mail() -> Iterator[Complaint]:
    """What DNS and the mail server say of our mail; nothing where mail stays on this machine."""
    if not mail_leaves():
        return
    try:
        for judged in judge(Questions()):
            if judged.verdict != Verdict.GOOD:
                yield Complaint(f"{judged.about}: {judged.says}", is_fault=judged.verdict == Verdict.WRONG)
    except NoResolver:
        says = _("No DNS server answers this machine. Set one, then run manage.py check_deliverability.")
        yield Complaint(says)


def read_letters() -> Iterator[Reading]:
    """Mails that wait, are under way or went astray, of letters and of mailings."""
    for model in ledgers():
        rows = model.objects.filter(state__in=COUNTED).order_by()
        numbers = Counter(
            dict(rows.values("state").annotate(number=Count("pk")).values_list("state", "number"))
        )
        for state in COUNTED:
            yield Reading(
                "mails",
                "Mails by where they stand, in full tens.",
                in_tens(numbers[state]),
                {"of": model._meta.model_name or "", "state": state.value},
            )


# Name, what people call it, check, whether it is too slow to run at each look.
CHECK_UPS = (
    ("mail queue", gettext_lazy("Waiting mail"), check_queue, False),
    ("mailers", gettext_lazy("Mail servers"), check_mailers, False),
    ("mail", gettext_lazy("Whether our mail is believed"), check_mail, True),
)
# What the doctor calls the rows of models that are no pages of the admin's, and so have no name of their own.
ROWS = (
    (Letter, gettext_lazy("letters")),
    (Refusal, gettext_lazy("refusals")),
    (PutBack, gettext_lazy("days on which mail came back")),
)
