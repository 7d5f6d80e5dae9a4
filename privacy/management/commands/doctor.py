"""Say what is wrong with an installation, and what to do about it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from privacy.doctor import complaints, examine
from privacy.exceptions import CountersignError

SIGNS = {True: "!", False: "~"}


class Command(BaseCommand):
    help = (
        "Examine settings, keys, keystore, backups, workers, mail and sealed rows. Changes nothing. "
        "! is a fault, ~ is worth doing. Exit status 1 if there is a fault."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quick", action="store_true", help="without opening rows, and without asking other machines"
        )
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *, quick: bool, language: str | None, **options: Any) -> None:
        is_well = quick or self.tell_vault()
        with translation.override(language or settings.LANGUAGE_CODE):
            found = [(name, one) for name, said in complaints(quick=quick) for one in said]
        for name, one in found:
            self.stdout.write(f"{SIGNS[one.is_fault]} {name}: {one.says}")
        faults = sum(one.is_fault for _name, one in found)
        if faults or not is_well:
            raise CommandError(f"{faults} faults." if is_well else f"The vault is not well. {faults} faults.")
        self.stdout.write("All is well." if quick else "The vault is well.")

    def tell_vault(self) -> bool:
        """Print what sealed rows there are, and say whether each of them can be opened."""
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
        if found.sweep_held:
            self.stdout.write("A backup was restored in the last 35 days: unnamed keys are kept.")
        return found.is_well
