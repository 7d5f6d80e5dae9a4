"""What all that leaves shares: its file, and how it is made anew when somebody in it leaves."""

from collections.abc import Callable
from typing import IO, Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from privacy.files import destroy_files, write_file
from privacy.models import SealedFile
from supporters.enums import WorkState
from supporters.exceptions import WorkTaken
from supporters.jobs.working import Turn
from supporters.models.leaving import AgreedWork


def has_lost_its_file(file_id: int | None) -> bool:
    """Whether a file was destroyed, because somebody in it left."""
    return file_id is not None and not SealedFile.objects.filter(pk=file_id).exists()


def go_on_while_there(file_id: int | None) -> None:
    """Raises FileNotFoundError where the file in the making was destroyed: it is made once more."""
    if has_lost_its_file(file_id):
        raise FileNotFoundError


def may(user: AbstractBaseUser | None, permission: str) -> bool:
    """Whether whoever asked is still there and may still take it along."""
    return user is not None and cast("Any", user).has_perm(permission)


def make_file[W: AgreedWork](
    work: W,
    turn: Turn[W],
    *,
    name: str,
    content_type: str,
    fill: Callable[[IO[bytes]], None],
    finish: Callable[[], None],
) -> WorkState:
    """Write the file of ``work`` by ``fill``; then DONE and ``finish``, both or neither.

    WAITING, to be made once more, where the file was destroyed meanwhile because somebody in it left.
    Raises WorkTaken where it is another's by now or nobody's, and what went wrong; then no file is left.
    """
    before, is_lost, is_filled = work.file_id, False, False
    try:
        with write_file(
            kind=work._meta.label_lower, name=name, content_type=content_type, owner=work.asked_by
        ) as out:
            turn.go_on(file=out.file)
            work.file = out.file
            if before is not None:
                destroy_files([before])
            try:
                fill(cast("IO[bytes]", out))
                go_on_while_there(out.file.pk)
                is_filled = True
            except Exception:
                # Looked at before it is destroyed on the way out, which is not to be taken for that.
                is_lost = has_lost_its_file(out.file.pk)
                raise
    except WorkTaken:
        raise
    except Exception:
        # Without its file, writing fails; the last chunk, too.
        if is_lost or (is_filled and has_lost_its_file(out.file.pk)):
            return WorkState.WAITING
        raise
    return _finish(turn, out.file.pk, finish)


def _finish(turn: Turn[Any], file_id: int, finish: Callable[[], None]) -> WorkState:
    try:
        with transaction.atomic():
            if has_lost_its_file(file_id):
                return WorkState.WAITING
            if not turn.end(WorkState.DONE):
                raise WorkTaken
            finish()
    except Exception:
        # Another has it by now, or the database does not take its end: nobody could take this file along.
        destroy_files([file_id])
        raise
    return WorkState.DONE
