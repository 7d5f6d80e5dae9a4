"""From findings to mails about them: one to each who is told, with all that one look has found."""

from typing import Any

from django.db import transaction

from outbox import drain
from outbox.enums import SendState, WhyNot
from outbox.finding_courier import FindingCourier
from outbox.models import FindingMail
from privacy import findings
from privacy.days import utc_today
from privacy.models import Finding
from privacy.watchers import told_of


def look_and_tell() -> int:
    """Look for what is unusual, queue its mails and send what waits; returns how many mails are new.

    Whatever dies in between is caught up with by the next run. Must not run inside a transaction.
    """
    findings.look()
    queued = queue_mails()
    drain.drain(FindingCourier())
    return queued


def queue_mails() -> int:
    """A row for each who is told of something that nobody was told of yet; returns how many rows."""
    findings_of: dict[Any, list[Finding]] = {}
    with transaction.atomic():
        for finding in Finding.objects.filter(told__isnull=True).order_by("pk"):
            people = told_of(finding)
            # One conditional UPDATE decides between two who look at once.
            if not Finding.objects.filter(pk=finding.pk, told__isnull=True).update(told=len(people)):
                continue
            for user in people:
                findings_of.setdefault(user, []).append(finding)
        for user, findings in findings_of.items():
            FindingMail.objects.create(user=user).findings.set(findings)
    return len(findings_of)


def forget_waiting() -> None:
    """After a restore: nothing that was waiting in the backup is sent, for most of it has gone out since."""
    over = {"claim": None, "lease_until": None, "due": None, "changed": utc_today(), "why": WhyNot.RESTORED}
    with transaction.atomic():
        Finding.objects.filter(told__isnull=True).update(told=0)
        FindingMail.objects.filter(state=SendState.SENDING).update(state=SendState.UNKNOWN, **over)
        waiting = FindingMail.objects.filter(state__in=[SendState.QUEUED, SendState.CLAIMED])
        waiting.update(state=SendState.SKIPPED, **over)
