"""Institutions added from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import IntegrityError, transaction

from campaigns.domains import forget_domains
from campaigns.exceptions import ImportedMeanwhile, TooManyDomains
from campaigns.institution_file import InstitutionRow, merged
from campaigns.institution_plan import Update, plan_import
from campaigns.models import Institution
from campaigns.validators import MOST_DOMAINS
from privacy.actors import Actor
from privacy.days import utc_today

ROWS_AT_ONCE = 500
# The columns of the constraint that keeps institutions apart.
ONCE = ["name", "locality", "region", "country"]


@dataclass(frozen=True)
class Imported:
    """What an import did: the rows it made, how many it changed, how many were right already."""

    made: list[Institution]
    updated: int
    unchanged: int


def import_institutions(*, rows: Sequence[InstitutionRow], actor: Actor) -> Imported:
    """Add the institutions that are not there and the mail domains that known ones lack: all or nothing.

    Importing the same rows again changes nothing. A domain is never taken away. Raises ImportedMeanwhile
    if somebody added one of them at the same moment, TooManyDomains if one would have more than 50.
    """
    try:
        with transaction.atomic():
            plan = plan_import(rows)
            if plan.too_full:
                raise TooManyDomains
            made = Institution.objects.bulk_create(
                [
                    Institution(
                        name=row.name,
                        locality=row.locality,
                        region=row.region,
                        country=row.country,
                        mail_domains=list(row.mail_domains),
                    )
                    for row in plan.new
                ],
                batch_size=ROWS_AT_ONCE,
            )
            _add_domains(plan.updates)
            # No signal is sent for rows written in bulk.
            transaction.on_commit(forget_domains)
    except IntegrityError:
        raise ImportedMeanwhile from None
    return Imported(made=made, updated=len(plan.updates), unchanged=plan.unchanged)


def _add_domains(updates: Sequence[Update]) -> None:
    gained = {update.pk: update.gained for update in updates}
    for start in range(0, len(updates), ROWS_AT_ONCE):
        pks = [update.pk for update in updates[start : start + ROWS_AT_ONCE]]
        # Read again under a lock, in one order: a colleague may be adding another domain.
        found = list(Institution.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        for institution in found:
            institution.mail_domains = list(merged(institution.mail_domains, gained[institution.pk]))
            institution.changed = utc_today()
            if len(institution.mail_domains) > MOST_DOMAINS:
                raise TooManyDomains
            # As a row that meets itself: a bulk_update() of 50,000 rows takes a minute, this takes seconds.
            institution.pk, institution.public_id = None, uuid4()
        Institution.objects.bulk_create(
            found, update_conflicts=True, unique_fields=ONCE, update_fields=["mail_domains", "changed"]
        )
