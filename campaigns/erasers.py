"""What happens to deeds when their supporter is erased: they stay counted, nobody's."""

from collections.abc import Iterable
from uuid import UUID

from campaigns.models import Action, PageReport
from supporters.models import Supporter
from supporters.registries import Eraser


def no_further_subjects(supporter: Supporter) -> Iterable[UUID]:
    """An action has nothing sealed."""
    return ()


def forget(supporter: Supporter) -> None:
    """Empty who did it and what brought them; harmless when run twice."""
    Action.objects.filter(supporter=supporter).update(supporter=None, source="")


def forget_report(subject_id: UUID) -> None:
    """A report whose words nobody can read any more still says what is wrong where."""
    PageReport.objects.filter(subject_id=subject_id).update(sealed=None, subject_id=None)


action_eraser = Eraser(name="campaigns.actions", subjects=no_further_subjects, forget=forget)
