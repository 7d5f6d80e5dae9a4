"""What becomes of staff's notes when their person is erased: each has a key of its own, and goes with it."""

from collections.abc import Iterable
from uuid import UUID

from privacy.erasure import destroy_after_commit
from supporters.models import Supporter, SupporterNote
from supporters.registries import Eraser


def subjects_of(supporter: Supporter) -> Iterable[UUID]:
    """The keys of this person's notes."""
    subjects = SupporterNote.objects.filter(supporter=supporter, subject_id__isnull=False)
    return [subject_id for subject_id in subjects.values_list("subject_id", flat=True) if subject_id]


def forget_notes(supporter: Supporter) -> None:
    """Remove them; they would go with the supporter's row as well."""
    # One that was written since the keys were collected goes with its key, too.
    destroy_after_commit(subjects_of(supporter))
    SupporterNote.objects.filter(supporter=supporter).delete()


def forget_note(subject_id: UUID) -> None:
    """A note that nobody can read any more is no note."""
    SupporterNote.objects.filter(subject_id=subject_id).delete()


note_eraser = Eraser(name="supporters.notes", subjects=subjects_of, forget=forget_notes)
