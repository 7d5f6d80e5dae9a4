"""The editable lists that an installation begins with."""

from typing import Any

from django.db import connections, transaction

from events.first_kinds import FIRST_AGREEMENTS, FIRST_KINDS
from events.jobs.pages import purge_pages
from events.models import Agreement, EventKind
from privacy.actors import Actor
from privacy.localized import LocalizedText


def make_first_kinds(*, actor: Actor) -> None:
    """Write the first kinds and agreements where there are none yet. Idempotent: nothing is written again
    that staff changed or deleted."""
    with transaction.atomic():
        if not EventKind.objects.exists():
            EventKind.objects.bulk_create(
                EventKind(
                    key=kind.key,
                    name=LocalizedText(en=kind.en, es=kind.es),
                    is_guarded=kind.is_guarded,
                    position=number,
                )
                for number, kind in enumerate(FIRST_KINDS)
            )
        known = set(Agreement.objects.values_list("key", flat=True))
        Agreement.objects.bulk_create(
            Agreement(key=one.key, name=LocalizedText(one.name), words=LocalizedText(one.words))
            for one in FIRST_AGREEMENTS
            if one.key not in known
        )


def write_agreement(*, agreement: Agreement, actor: Actor) -> Agreement:
    """Save an unsaved agreement as the next version of its key: from now on people agree to this one.

    Who agreed before agreed to the version that they were shown, which stays. Of two colleagues at once the
    second's is the version after the first's.
    """
    with transaction.atomic():
        # Held: the number is the last one's plus one.
        rows = Agreement.objects.select_for_update().filter(key=agreement.key)
        agreement.version = max((row.version for row in rows), default=0) + 1
        agreement.save(force_insert=True)
        purge_pages()
    return agreement


def after_migrate(using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate`` for this app; it comes, too, when its tables were taken away."""
    if EventKind._meta.db_table in connections[using].introspection.table_names():
        make_first_kinds(actor=Actor.system())
