"""What an import needs before it begins: a second person, or a second look at how many it takes off mail."""

from datetime import timedelta

from django.db.models import Q

from privacy.days import utc_today
from supporters.bound import fingerprint
from supporters.enums import ImportBasis, ImportStage, Outcome, SupporterState
from supporters.jobs.import_common import LEAVING
from supporters.models import Organization, Supporter, SupporterImport

# Fewer leave a large file in a week, and a small one in a month.
MANY = 100
SHARE = 20
# Many small files are one large one.
WITHIN = timedelta(days=7)


def takes_off_many(work: SupporterImport) -> bool:
    """Whether this file, with those of the last days, takes more than 100 people and a twentieth off mail."""
    leaves: int = work.counts.get(Outcome.LEAVES, 0)
    if not leaves:
        return False
    begun = SupporterImport.objects.filter(created__gte=utc_today() - WITHIN).exclude(
        Q(stage__in=[ImportStage.READING, ImportStage.CHECKING]) | Q(pk=work.pk)
    )
    # Of one that a worker has not done yet, what its check said: many begun at once are one large one, too.
    before: int = sum(
        max(counts.get(Outcome.LEAVES, 0), counts.get(LEAVING, 0))
        for counts in begun.values_list("counts", flat=True)
    )
    # Whom they took off is in the file still. Who never confirmed does not count: a file can bring thousands.
    people = Supporter.objects.filter(state=SupporterState.ACTIVE).count()
    return leaves + before > max(MANY, people // SHARE)


def needs_second(work: SupporterImport) -> bool:
    """Whether a second data steward has to agree: where the organization wants two for what leaves, and the
    file makes people mailable, or takes many off all mail."""
    is_large = work.basis == ImportBasis.CONSENT or takes_off_many(work)
    return is_large and Organization.load().exports_need_two


def bound_to(work: SupporterImport) -> bytes:
    """The fingerprint of exactly what a second person agrees to: these rows, read so, on these grounds."""
    return fingerprint(
        work=work.public_id,
        rows_file=work.rows_file.public_id if work.rows_file is not None else None,
        rows=work.rows,
        mapping=work.mapping,
        others=work.others,
        mail_list=work.mail_list.public_id if work.mail_list is not None else None,
        basis=work.basis,
        words=work.words,
        said_on=work.said_on,
        language=work.language,
        counts=sorted(work.counts.items()),
    )
