"""What goes with a person who is erased: staff's notes and the files that leave, each under its own key."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from privacy.erasure import destroy_after_commit
from privacy.files import destroy_files
from supporters.jobs import bulk, exports, hand_overs, joining
from supporters.models import ListSignUp, Supporter, SupporterNote
from supporters.registries import Eraser


def subjects_of(supporter: Supporter) -> Iterable[UUID]:
    """The keys of this person's notes."""
    return forget_notes_of([supporter])


def forget_notes(supporter: Supporter) -> None:
    """Remove them; they would go with the supporter's row as well."""
    # One that was written since the keys were collected goes with its key, too.
    destroy_after_commit(subjects_of(supporter))
    SupporterNote.objects.filter(supporter=supporter).delete()


def forget_note(subject_id: UUID) -> None:
    """A note that nobody can read any more is no note."""
    SupporterNote.objects.filter(subject_id=subject_id).delete()


def forget_notes_of(people: Sequence[Supporter]) -> Iterable[UUID]:
    """Their keys; the rows go with the supporters'."""
    notes = SupporterNote.objects.filter(supporter__in=people, subject_id__isnull=False)
    return [subject_id for subject_id in notes.values_list("subject_id", flat=True) if subject_id]


note_eraser = Eraser("supporters.notes", subjects_of, forget_notes, many=forget_notes_of)


def undo_files_of(supporter: Supporter) -> Iterable[UUID]:
    """The keys of the files that would take a deed on a segment back, where this person is in one.

    What they hold of others is sealed anew here, before the keys are destroyed.
    """
    with transaction.atomic():
        return bulk.leave_out(supporter.pk)


def forget_undo_files(supporter: Supporter) -> None:
    """Looked at anew, for a worker may have written this person into one since."""
    destroy_after_commit(bulk.leave_out(supporter.pk))


undo_eraser = Eraser(
    "supporters.bulk",
    undo_files_of,
    forget_undo_files,
    many=lambda people: bulk.leave_out(*(one.pk for one in people)),
)


# --- what leaves ---------------------------------------------------------------------------------


def keys_of_files(supporter: Supporter) -> Iterable[UUID]:
    """The keys of every file that leaves and holds this person: they are destroyed with the person's own."""
    found = [*exports.files_with(supporter), *hand_overs.files_with(supporter)]
    return [file.subject_id for file in found if file.subject_id is not None]


def forget_leaving(supporter: Supporter) -> None:
    """Remove the files; also one that was begun since their keys were collected."""
    pks = [file.pk for file in (*exports.files_with(supporter), *hand_overs.files_with(supporter))]
    hand_overs.forget_handed_over(supporter)
    transaction.on_commit(lambda: destroy_files(pks) if pks else 0)


def forget_tables_with(people: Sequence[Supporter]) -> Iterable[UUID]:
    """The tables that may hold one of them; who was given to a partner is tied by a key."""
    files = exports.files_with_any([one.pk for one in people])
    if files:
        transaction.on_commit(lambda: destroy_files([file.pk for file in files]))
    return [file.subject_id for file in files if file.subject_id is not None]


leaving_eraser = Eraser("supporters.leaving", keys_of_files, forget_leaving, many=forget_tables_with)


# --- what waits for a button --------------------------------------------------------------------


def keys_of_sign_ups(supporter: Supporter) -> Iterable[UUID]:
    """The keys of sign-ups for lists that wait under one of this person's addresses.

    Their rows go here: once the person's key is destroyed, nobody can tell any more which they are.
    """
    waiting = joining.sign_ups_of(supporter)
    ListSignUp.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return [row.subject_id for row in waiting if row.subject_id is not None]


def forget_sign_ups(supporter: Supporter) -> None:
    """Nothing is left to do: see ``keys_of_sign_ups()``."""


sign_up_eraser = Eraser(name="supporters.sign_ups", subjects=keys_of_sign_ups, forget=forget_sign_ups)
