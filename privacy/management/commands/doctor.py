"""Say what is wrong with the vault."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.doctor import examine
from privacy.exceptions import CountersignError


class Command(BaseCommand):
    help = "Examine keys, keystore and sealed rows. Changes nothing. Exit status 1 if something is wrong."

    def handle(self, **options: Any) -> None:
        try:
            found = examine()
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        for title, counter in (
            ("sealed", found.blobs),
            ("indexed", found.indexes),
            ("erased, the row is still to be emptied by the sweep", found.halves),
            (
                "LOST: no key and no mark of erasure. Restore the keystore; nothing is removed by itself",
                found.lost,
            ),
            ("BROKEN: not a sealed blob", found.broken),
        ):
            for label, count in sorted(counter.items()):
                self.stdout.write(f"{label}: {count} {title}")
        if found.scrub_waits:
            self.stdout.write("Erased salts wait for the next scrub of the keystore's file.")
        if found.restore_is_unfinished:
            self.stdout.write(
                "A restore did not come to its end: run it again, or restore --finish. Nothing is mailed."
            )
        if found.sweep_held:
            self.stdout.write("A backup was restored in the last 35 days: unnamed keys are kept.")
        for sentence in found.loud:
            self.stdout.write(sentence)
        if not found.is_well:
            raise CommandError("The vault is not well.")
        self.stdout.write("The vault is well.")
