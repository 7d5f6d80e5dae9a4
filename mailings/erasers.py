"""What becomes of the ledger when somebody is erased: how many mails there were stays, nobody's."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from mailings.jobs.retention import count_and_delete
from mailings.models import Recipient, SeriesPlace
from supporters.models import Supporter
from supporters.registries import Eraser


def no_further_subjects(supporter: Supporter) -> Iterable[UUID]:
    """The ledger has nothing sealed."""
    return ()


def forget(supporter: Supporter) -> None:
    """Count what they got, and forget that it was they; harmless when run twice."""
    count_and_delete(Recipient.objects.filter(supporter=supporter))
    SeriesPlace.objects.filter(supporter=supporter).delete()


def count_mails_to(people: Sequence[Supporter]) -> Iterable[UUID]:
    """Count what they got, before their rows go with them."""
    count_and_delete(Recipient.objects.filter(supporter__in=people))
    return ()


recipient_eraser = Eraser(
    name="mailings.recipients",
    subjects=no_further_subjects,
    forget=forget,
    many=count_mails_to,
    no_deeds=("countersign_mailings.Recipient.supporter", "countersign_mailings.SeriesPlace.supporter"),
)
