"""``manage.py recount``: prove the totals from the rows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from petitions.jobs.recounting import recount
from petitions.jobs.totals import fold_all, mend_totals
from petitions.models import Petition
from petitions.selectors import Difference


class Command(BaseCommand):
    """Compares totals and what is not folded yet with the signatures; ends with 1 where they differ."""

    help = "Compare the totals of all petitions with their signatures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write what the rows say into the totals")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        fold_all()
        wrong = 0
        for petition in Petition.objects.order_by("pk"):
            differences = mend_totals(petition) if mend else recount(petition)
            wrong += len(differences)
            for one in differences:
                self.stdout.write(_line(petition, one))
        if wrong and not mend:
            raise CommandError(
                f"{wrong} totals differ from the rows. `manage.py recount --mend` writes them anew."
            )
        self.stdout.write(f"{wrong} totals mended." if mend else "All totals agree with the rows.")


def _line(petition: Petition, one: Difference) -> str:
    at = "" if one.place_id is None else f" at place {one.place_id}"
    if one.part:
        at = f" {one.part} {one.value}"
    given = "" if one.affiliation_id is None else f" as affiliation {one.affiliation_id}"
    told = f"total {one.total}, rows {one.rows}"
    return f"{petition.public_id}{at}{given} {one.day} {one.kind or one.state}: {told}"
