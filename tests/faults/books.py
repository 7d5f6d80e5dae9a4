"""What is there in the end, against what people were thanked for."""

from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db import close_old_connections
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox.drain import expire_leases
from outbox.enums import SendState
from outbox.models import Letter
from petitions.enums import SignatureState
from petitions.jobs.totals import fold_totals
from petitions.jobs.waiting import COMPLETE, CONFIRM
from petitions.models import Petition, Signature
from petitions.selectors import count_differences, total_of
from privacy.models import WorkerHeartbeat
from privacy.sealing import unseal_many
from privacy.wakeups import forget_wakeups
from privacy.worker import Worker
from tests.faults.house import House, Places, moved_to, wait_until
from tests.outbox.sink import Sink


def lost_and_doubled(thanked: Mapping[str, UUID]) -> tuple[int, int]:
    """How many were thanked and are not there, and how many are there twice; the totals must agree."""
    close_old_connections()
    found = Counter(_signers())
    for petition in Petition.objects.all():
        fold_totals(petition.pk)
        assert count_differences(petition) == []
        counted = Signature.objects.filter(petition=petition, state=SignatureState.CONFIRMED).count()
        assert total_of(petition) == counted
        if not petition.confirm_by_mail:
            at_once = sum(1 for its in thanked.values() if its == petition.public_id)
            assert counted >= at_once
    lost = sum(1 for deed in thanked.items() if not found[deed])
    return lost, sum(1 for times in found.values() if times > 1)


def lost_and_doubled_after(house: House, places: Places, thanked: Mapping[str, UUID]) -> tuple[int, int]:
    """As ``lost_and_doubled()``, once another worker has done what waits there and the house has ended."""
    with moved_to(places):
        as_if_an_hour_had_passed()
        house.command("run_worker")
        wait_until_sent()
        house.end()
        return lost_and_doubled(thanked)


def _signers() -> Iterator[tuple[str, UUID]]:
    """Address and petition of each signature: from its own blob, or from its supporter's once confirmed."""
    waiting = Signature.objects.filter(sealed__isnull=False).select_related("petition").order_by("pk")
    for row, typed in zip(waiting, unseal_many(waiting), strict=True):
        yield typed.email, row.petition.public_id
    confirmed = Signature.objects.filter(supporter__isnull=False).select_related("petition", "supporter")
    people = unseal_many([row.supporter for row in confirmed])
    for row, person in zip(confirmed, people, strict=True):
        yield person.email, row.petition.public_id


def as_if_an_hour_had_passed() -> None:
    """The leases and heartbeats of the dead have run out."""
    past = timezone.now() - timezone.timedelta(hours=1)
    Letter.objects.filter(lease_until__isnull=False).update(lease_until=past)
    expire_leases(Letter)
    WorkerHeartbeat.objects.all().delete()


def mailed_twice(mails: Sink) -> list[str]:
    return [letter for letter, times in Counter(mails.ids()).items() if times > 1]


def unsent() -> int:
    """First letters that are still to go, or on their way."""
    on_their_way = [SendState.QUEUED, SendState.CLAIMED, SendState.SENDING]
    return Letter.objects.filter(kind__in=[CONFIRM, COMPLETE], state__in=on_their_way).count()


def wait_until_sent() -> None:
    """Until no first letter is to go any more, however slowly they go; fails when one takes a minute."""
    while left := unsent():
        # To count ten thousand rows takes time from those who send them.
        wait_until(lambda left=left: unsent() < left, what=f"one of {left} letters goes", every=0.2)


def run_what_is_ready() -> None:
    """A worker of this process, at a moment when no wake-up waits for the end of its second."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
    Worker(batch=True).run()
    forget_wakeups()
