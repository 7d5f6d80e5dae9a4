"""Freezing: everybody who gets a mailing is put on its ledger by one INSERT … SELECT, in random order.

Killed in the middle nothing was written, and the next run begins anew; a second run at once finds it done.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, router, transaction
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import UUID4

from mailings.enums import MailingState, Variant
from mailings.jobs.mornings import wait_for_mornings
from mailings.jobs.testing import draw_share
from mailings.models import MailContent, Mailing, Recipient
from mailings.selectors.recipients import recipients_query, sealed_segments
from outbox.enums import SendState
from outbox.warmup import room_today
from privacy.days import utc_today
from supporters.models import Subscription, Supporter
from supporters.segment_reads import before_first_key, last_key, walk

# Primary keys that are looked at together where a segment had to be opened.
WINDOW = 2_000

# A column of the ledger, and the expression over a supporter that fills it.
type Columns = Mapping[str, object]


def freeze(mailing_id: int) -> int | None:
    """Put everybody who gets a mailing that is to be sent on its ledger; how many, None if that is done.

    Who acted or left since it was scheduled is left out. Raises nothing for a mailing that stands elsewhere.
    """
    mailing = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING, is_frozen=False).first()
    if mailing is None:
        return None
    opened = {one.pk: _keys_of(one.tree) for one in sealed_segments(mailing)}
    with transaction.atomic():
        # Held until the end: of two workers one inserts, the other finds it frozen.
        ours = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING, is_frozen=False)
        if not ours.update(is_frozen=True):
            return None
        number = sum(insert_recipients(mailing, people) for people in _portions(mailing, opened))
        Mailing.objects.filter(pk=mailing.pk).update(frozen=F("frozen") + number, changed=utc_today())
        draw_share(mailing)
        wait_for_mornings(mailing)
    return number


def insert_recipients(mailing: Mailing, people: QuerySet[Supporter]) -> int:
    """Put these supporters on the ledger of a mailing; who is on it already stays as they are. How many came.

    One statement; nobody's key comes into this process.
    """
    columns = _columns(mailing)
    rows = people.annotate(**{f"its_{name}": value for name, value in columns.items()}).order_by(*_order())
    alias = router.db_for_write(Recipient)
    query = rows.values_list(*(f"its_{name}" for name in columns)).query
    try:
        select, params = query.get_compiler(using=alias).as_sql()
    except EmptyResultSet:
        # Django knows without asking that it finds nobody, as where no key of a window fits.
        return 0
    quote = connections[alias].ops.quote_name
    if connections[alias].vendor == "postgresql":
        # Whoever erases or merges one of these meanwhile waits; else the whole statement would fail for one.
        select += f" FOR KEY SHARE OF {quote(Supporter._meta.db_table)}"
    fields = {field.name: field for field in Recipient._meta.concrete_fields}
    names = ", ".join(quote(fields[name].column or "") for name in columns)
    into = quote(Recipient._meta.db_table)
    with connections[alias].cursor() as cursor:
        # Every part of it is ours: names of columns, and what Django compiled.
        cursor.execute(f"INSERT INTO {into} ({names}) {select} ON CONFLICT DO NOTHING", params)
        return max(0, int(cursor.rowcount))


def _order() -> tuple[str, ...]:
    """Random; while a domain warms up those who were about most lately come first, for they want our mail."""
    return ("?",) if room_today() is None else ("-active_month", "?")


def _columns(mailing: Mailing) -> Columns:
    today, text = Value(utc_today(), DateField()), CharField()
    first = Subscription.objects.subscribed().filter(
        supporter=OuterRef("pk"), list__in=[one.pk for one in mailing.lists.all()]
    )
    return {
        "public_id": UUID4(),
        "mailing": Value(mailing.pk, BigIntegerField()),
        "supporter": F("pk"),
        "mail_list": Subquery(first.order_by("list").values("list")[:1]),
        # Of a test none is sent before it has one.
        "variant": Value("" if mailing.is_tested else Variant.A.value, text),
        "language": _language(mailing),
        "state": Value(SendState.QUEUED.value, text),
        "why": Value("", text),
        "due": Value(None, DateTimeField()),
        "claim": Value(None, UUIDField()),
        "lease_until": Value(None, DateTimeField()),
        "attempts": Value(0, PositiveSmallIntegerField()),
        "created": today,
        "changed": today,
    }


def _language(mailing: Mailing) -> Case:
    """Each person's own, where it is written in it; else the site's first, or the first it is written in."""
    written = list(
        MailContent.objects.filter(mailing=mailing, variant=Variant.A)
        .order_by("pk")
        .values_list("language", flat=True)
    )
    otherwise = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in written or not written else written[0]
    return Case(
        When(language__in=written, then=F("language")), default=Value(otherwise), output_field=CharField()
    )


# --- where something sealed has to be opened -----------------------------------------------------


def _keys_of(tree: Mapping[str, object]) -> "array[int]":
    """The primary keys of who fits, in order: 8 bytes each."""
    found = array("q")
    for one in walk(tree, after=0, upto=last_key()):
        found.extend(one.keys)
    return found


def _portions(mailing: Mailing, opened: Mapping[int, "array[int]"]) -> Iterator[QuerySet[Supporter]]:
    if not opened:
        yield recipients_query(mailing)
        return
    for first in range(before_first_key(), last_key(), WINDOW):
        end = first + WINDOW
        here = {pk: keys[bisect_right(keys, first) : bisect_right(keys, end)] for pk, keys in opened.items()}
        yield recipients_query(mailing, opened=here).filter(pk__gt=first, pk__lte=end)
