"""Tell whether a ledger was touched."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.ledger import has_head, ledgers, verify_ledger


class Command(BaseCommand):
    help = (
        "Recompute every hash and seal of the ledgers. Exit status 1 if one is broken. Note each "
        "head elsewhere: given back with --head, it shows that no end was cut off and written anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", action="append", default=[], help="a head that was noted earlier")

    def handle(self, *, head: list[str], **options: Any) -> None:
        broken = []
        for model in ledgers():
            found = verify_ledger(model)
            label = model._meta.label
            if not found.is_whole:
                broken.append(label)
                self.stderr.write(f"{label}: BROKEN at seal {found.broken_at}")
                continue
            self.stdout.write(
                f"{label}: whole, {found.rows} sealed rows, {found.blanked} blanked, {found.pruned} pruned, "
                f"{found.keyless} waiting to be blanked, {found.unsealed} not yet sealed; "
                f"{found.seals} seals, head {found.head or '-'}"
            )
        missing = [one for one in head if not has_head(one)]
        for one in missing:
            self.stderr.write(f"No ledger has the head {one} any more: its end was cut off.")
        if broken or missing:
            raise CommandError("A ledger was tampered with.")
