"""What becomes of packs whose people want to be in them no more."""

from django.db import transaction
from django.db.models import QuerySet

from petitions.models import Signature
from petitions.selectors import packs_that_tell_of
from privacy.files import destroy_files


def destroy_packs_of(rows: QuerySet[Signature]) -> None:
    """Destroy, after the commit, every pack that may hold a name or comment of these; it can be made anew.

    Call it before the rows are emptied, for they tell what was to be in it.
    """
    if files := packs_that_tell_of(rows):
        transaction.on_commit(lambda: destroy_files(sorted(files)))
