"""What the keystore has to remember about itself (``enums.Note``)."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.enums import Note
from privacy.exceptions import RestoreUnfinished
from privacy.models.keystore import KeystoreNote
from privacy.router import KEYSTORE


def write_note(name: Note) -> None:
    """Note that it is so as of now; part of the caller's keystore transaction, if there is one."""
    KeystoreNote.objects.using(KEYSTORE).update_or_create(name=name, defaults={"at": timezone.now()})


def read_note(name: Note) -> datetime | None:
    return KeystoreNote.objects.using(KEYSTORE).filter(name=name).values_list("at", flat=True).first()


def clear_note(name: Note, *, written: datetime) -> None:
    """Forget the note written at that moment; one that was written again meanwhile stays."""
    KeystoreNote.objects.using(KEYSTORE).filter(name=name, at=written).delete()


def refuse_during_restore() -> None:
    """Raises RestoreUnfinished from the beginning of a restore to its end; whoever sends asks first."""
    if read_note(Note.RESTORING) is not None:
        raise RestoreUnfinished(
            _(
                "A restore did not come to its end. Run it again, or `manage.py restore --finish`: until "
                "then nothing is mailed."
            )
        )
