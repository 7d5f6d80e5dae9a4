"""Make the keys of an installation, or the next version of one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import BadKeys
from privacy.keyfiles import NAMES, add_key, make_key_files
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    about = gettext_lazy(
        "Make kek, idx and sig in DIRECTORY (mode 0400); existing ones stay. With --next, add a new version "
        "to one of them. Before the first start: python -m privacy.keyfiles DIRECTORY"
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help=_("where the key files are, or go"))
        parser.add_argument("--next", choices=NAMES, help=_("add a new version of this key, for rotate_keys"))

    def handle(self, *, directory: Path, next: str | None, **options: Any) -> None:  # noqa: A002 (named by the option)
        try:
            if next is not None:
                version = add_key(directory / next)
                self.stdout.write(
                    _("%(key)s added. Restart every process, then run rotate_keys.")
                    % {"key": f"{next} {version}"}
                )
                return
            made = make_key_files(directory)
        except (BadKeys, OSError) as fault:
            raise CommandError(str(fault)) from None
        for file in made:
            self.stdout.write(_("%(file)s made. Keep a copy where the database is not.") % {"file": file})
        if not made:
            self.stdout.write(_("All keys are there. None was changed."))
