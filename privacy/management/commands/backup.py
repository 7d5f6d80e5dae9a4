"""Back both databases up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy import conf
from privacy.backups import back_up, read_recipients
from privacy.exceptions import CountersignError


class Command(BaseCommand):
    help = (
        "Dump the main database, then the keystore, as two age-encrypted files for two shelves "
        "(kept 35 and 7 days). The keys of the installation are in neither."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--main-shelf", type=Path, required=True)
        parser.add_argument("--keystore-shelf", type=Path, required=True)
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            help="age1…; may be repeated. Without it: the setting BACKUP_RECIPIENTS",
        )

    def handle(self, *, main_shelf: Path, keystore_shelf: Path, recipient: list[str], **options: Any) -> None:
        recipients = read_recipients(recipient or conf.current().backup_recipients)
        if not recipients:
            raise CommandError("Say to whom the backup is encrypted: --recipient age1…")
        try:
            made = back_up(main_shelf=main_shelf, keystore_shelf=keystore_shelf, recipients=recipients)
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{made.main}\n{made.keystore}\n{made.forgotten} old files were deleted.")
        if made.held:
            raise CommandError(
                "The backup was made. Past their days, but kept, for after them no backup was made for days, "
                "or the clock has jumped: if the clock is right, delete " + ", ".join(map(str, made.held))
            )
        if made.ahead:
            raise CommandError(
                "The backup was made, and nothing deleted beside files from a day that is still to come. "
                "Set the clock right, or rename or delete them: " + ", ".join(map(str, made.ahead))
            )
