"""What becomes of packs and tables whose people want to be in them no more."""

from django.db import transaction
from django.db.models import Q, QuerySet

from petitions.enums import PackState
from petitions.models import Delivery, Signature
from petitions.selectors import export_files, exports_that_tell_of, packs_with, told_by_name_or_comment
from privacy.days import utc_today
from privacy.files import destroy_files


def destroy_packs_of(rows: QuerySet[Signature]) -> None:
    """Destroy, after the commit, every pack or table that may hold a name, address or comment of these.

    It can be made anew.

    Call it before the rows are emptied, or a comment is taken back: they tell whose name or comment may
    be in a pack. Which packs these are is looked at again after the commit, for one that is made meanwhile
    still reads the rows as they were.
    """
    told, tables = told_by_name_or_comment(rows), exports_that_tell_of(rows)
    if told or tables:
        transaction.on_commit(lambda: destroy_files([*packs_with(told), *export_files(tables)]))


def begin_again(deliveries: QuerySet[Delivery], rows: QuerySet[Signature]) -> None:
    """Have those of these packs that are in the making, and may hold one of these, made from the beginning.

    The run that makes it loses it, and one conditional UPDATE decides whether it was ready before. Call it
    in the transaction that holds the deliveries' rows.
    """
    held = Q(pk__in=rows.values("delivery")) | Q(pk__in=rows.values("place_delivery"))
    deliveries.order_by().filter(held, pack_state=PackState.MAKING).update(
        pack_state=PackState.ASKED, pack_run=None, pack_lease=None, changed=utc_today()
    )
