"""Back both databases up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from privacy import conf
from privacy.backups import back_up, read_recipients
from privacy.exceptions import CountersignError
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    about = gettext_lazy(
        "Dump the main database, then the keystore, as two age-encrypted files for two shelves "
        "(kept 35 and 7 days). The keys of the installation are in neither."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--main-shelf", type=Path, required=True, help=_("directory for the main database's file")
        )
        parser.add_argument(
            "--keystore-shelf",
            type=Path,
            required=True,
            help=_("directory elsewhere for the keystore's file"),
        )
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            help=_("age1…; may be repeated. Without it: the setting BACKUP_RECIPIENTS"),
        )

    def handle(self, *, main_shelf: Path, keystore_shelf: Path, recipient: list[str], **options: Any) -> None:
        named = recipient or conf.current().backup_recipients
        if not named:
            raise CommandError(_("Say to whom the backup is encrypted: --recipient age1…"))
        try:
            recipients = read_recipients(named)
            made = back_up(main_shelf=main_shelf, keystore_shelf=keystore_shelf, recipients=recipients)
        except (CountersignError, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{made.main}\n{made.keystore}")
        self.stdout.write(
            ngettext("%(number)d old file was deleted.", "%(number)d old files were deleted.", made.forgotten)
            % {"number": made.forgotten}
        )
        if made.held:
            raise CommandError(
                _(
                    "The backup was made. Past their days, but kept, for after them no backup was made for "
                    "days, or the clock has jumped: if the clock is right, delete %(files)s"
                )
                % {"files": ", ".join(map(str, made.held))}
            )
        if made.ahead:
            raise CommandError(
                _(
                    "The backup was made, and nothing deleted beside files from a day that is still to come. "
                    "Set the clock right, or rename or delete them: %(files)s"
                )
                % {"files": ", ".join(map(str, made.ahead))}
            )
