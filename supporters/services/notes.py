"""What staff write down about somebody."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from privacy.actors import Actor
from privacy.cleaning import clean_lines, is_seen
from privacy.denylist import refuse_status_words
from privacy.erasure import destroy_after_commit
from privacy.sealing import seal_new
from supporters.exceptions import NoteTaken, TooManyNotes
from supporters.models import NoteText, Supporter, SupporterNote
from supporters.models.notes import LONGEST_NOTE

# Of one supporter: more than anybody reads.
MOST_NOTES = 100


def write_note(*, supporter: Supporter, text: str, public_id: UUID, actor: Actor) -> SupporterNote:
    """Write a note about somebody, sealed under a key of its own; the same ``public_id`` again is one note.

    Raises ValidationError for words about a person's status (PRIVACY: never stored), and for a note in which
    nothing can be seen or that is too long; TooManyNotes past 100, NoteTaken where the id is another
    supporter's note's, and DoesNotExist once they are erased.
    """
    # Without marks that nobody sees: they must not part a word that is refused.
    text = clean_lines(text)
    if not is_seen(text):
        raise ValidationError(gettext("Write something."))
    if len(text) > LONGEST_NOTE:
        raise ValidationError(gettext("This note is too long."))
    refuse_status_words(text)
    author = actor.user.pk if actor.user is not None else None
    note = SupporterNote(public_id=public_id, supporter=supporter, author_id=author)
    with transaction.atomic():
        # Whoever else writes about this person waits here: their number holds, and an id is taken once.
        Supporter.objects.select_for_update().get(pk=supporter.pk)
        if (known := SupporterNote.objects.filter(public_id=public_id).first()) is not None:
            if known.supporter_id != supporter.pk:
                raise NoteTaken
            return known
        if supporter.notes.count() >= MOST_NOTES:
            raise TooManyNotes
        seal_new(note, NoteText(text=text))
        note.save(force_insert=True)
    return note


def delete_note(*, note: SupporterNote, actor: Actor) -> None:
    """Remove a note and destroy its key. Idempotent."""
    with transaction.atomic():
        SupporterNote.objects.filter(pk=note.pk).delete()
        destroy_after_commit([note.subject_id])
