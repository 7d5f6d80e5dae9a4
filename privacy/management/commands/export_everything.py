"""Take everything along."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import conf
from privacy.backups import read_recipients
from privacy.exceptions import CountersignError
from privacy.leaving import export_everything, log_export, write_everything
from privacy.speaking import SpokenCommand

STDOUT = Path("-")
CLEAR = gettext_lazy(
    "This archive is not encrypted: whoever gets it can read every name and address. Keep it on an encrypted "
    "disk, and overwrite it when you are done."
)


class Command(SpokenCommand):
    about = gettext_lazy(
        "Write everything this installation holds, unsealed, into one archive of open formats (JSON Lines, "
        "CSV, the files), encrypted with age: leaving is one command. Logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help=_("a new file, or - for standard output"))
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            help=_("age1…; may be repeated. Without it: the setting BACKUP_RECIPIENTS"),
        )
        parser.add_argument("--clear", action="store_true", help=_("do not encrypt it"))

    def handle(self, *, target: Path, recipient: list[str], clear: bool, **options: Any) -> None:
        named = [] if clear else recipient or conf.current().backup_recipients
        if clear and recipient:
            raise CommandError(_("Either --clear or --recipient."))
        if not clear and not named:
            raise CommandError(
                _("Say to whom it is encrypted: --recipient age1… (or, if you must, --clear).")
            )
        if clear:
            self.stderr.write(str(CLEAR))
        try:
            recipients = read_recipients(named)
            if target == STDOUT:
                log_export()
                write_everything(sys.stdout.buffer, recipients=recipients)
                return
            export_everything(target, recipients=recipients)
        except FileExistsError:
            raise CommandError(_("%(file)s is there already.") % {"file": target}) from None
        except (CountersignError, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(_("%(file)s holds everything.") % {"file": target})
