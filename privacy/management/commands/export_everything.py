"""Take everything along."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy import conf
from privacy.backups import read_recipients
from privacy.exceptions import CountersignError
from privacy.leaving import export_everything, log_export, write_everything

STDOUT = Path("-")
CLEAR = (
    "This archive is not encrypted: whoever gets it can read every name and address. Keep it on an encrypted "
    "disk, and overwrite it when you are done."
)


class Command(BaseCommand):
    help = (
        "Write everything this installation holds, unsealed, into one archive of open formats (JSON "
        "Lines, CSV, "
        "the files), encrypted with age: leaving is one command. Logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help="a new file, or - for standard output")
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            help="age1…; may be repeated. Without it: the setting BACKUP_RECIPIENTS",
        )
        parser.add_argument("--clear", action="store_true", help="do not encrypt it")

    def handle(self, *, target: Path, recipient: list[str], clear: bool, **options: Any) -> None:
        recipients = [] if clear else read_recipients(recipient or conf.current().backup_recipients)
        if clear and recipient:
            raise CommandError("Either --clear or --recipient.")
        if not clear and not recipients:
            raise CommandError("Say to whom it is encrypted: --recipient age1… (or, if you must, --clear).")
        if clear:
            self.stderr.write(CLEAR)
        try:
            if target == STDOUT:
                log_export()
                write_everything(sys.stdout.buffer, recipients=recipients)
                return
            export_everything(target, recipients=recipients)
        except FileExistsError:
            raise CommandError(f"{target} is there already.") from None
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{target} holds everything.")
