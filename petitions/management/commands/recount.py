"""``manage.py recount``: prove the totals from the rows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from petitions.jobs.recounting import recount
from petitions.jobs.totals import fold_all, mend_totals
from petitions.models import Petition
from petitions.selectors import Difference
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    """Compares totals and what is not folded yet with the signatures; ends with 1 where they differ."""

    about = gettext_lazy("Compare the totals of all petitions with their signatures.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help=_("write what the rows say into the totals"))

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        fold_all()
        wrong = 0
        for petition in Petition.objects.order_by("pk"):
            differences = mend_totals(petition) if mend else recount(petition)
            wrong += len(differences)
            for one in differences:
                self.stdout.write(_line(petition, one))
        if wrong and not mend:
            says = ngettext(
                "%(number)d total differs from the rows. `manage.py recount --mend` writes it anew.",
                "%(number)d totals differ from the rows. `manage.py recount --mend` writes them anew.",
                wrong,
            )
            raise CommandError(says % {"number": wrong})
        if not mend:
            self.stdout.write(_("All totals agree with the rows."))
            return
        says = ngettext("%(number)d total mended.", "%(number)d totals mended.", wrong)
        self.stdout.write(says % {"number": wrong})


def _line(petition: Petition, one: Difference) -> str:
    where = [str(petition.public_id)]
    if one.part:
        where.append(f"{one.part} {one.value}")
    elif one.place_id is not None:
        where.append(_("at place %(id)d") % {"id": one.place_id})
    if one.affiliation_id is not None:
        where.append(_("as affiliation %(id)d") % {"id": one.affiliation_id})
    told = _("total %(total)d, rows %(rows)d") % {"total": one.total, "rows": one.rows}
    return f"{' '.join(where)} {one.day} {one.kind or one.state}: {told}"
