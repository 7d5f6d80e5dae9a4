"""What becomes of packs and tables whose people want to be in them no more."""

from django.db import transaction
from django.db.models import QuerySet

from petitions.models import Signature
from petitions.selectors import exports_that_tell_of, packs_that_tell_of
from privacy.files import destroy_files


def destroy_packs_of(rows: QuerySet[Signature]) -> None:
    """Destroy, after the commit, every pack or table that may hold a name, address or comment of these.

    It can be made anew.

    Call it before the rows are emptied, for they tell what was to be in it.
    """
    if files := {*packs_that_tell_of(rows), *exports_that_tell_of(rows)}:
        transaction.on_commit(lambda: destroy_files(sorted(files)))
