"""Say what is wrong with an installation, and what to do about it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from privacy.doctor import complaints, examine
from privacy.exceptions import CountersignError
from privacy.speaking import SpokenCommand

SIGNS = {True: "!", False: "~"}


class Command(SpokenCommand):
    about = gettext_lazy(
        "Examine settings, keys, keystore, backups, workers, mail and sealed rows. Changes nothing. "
        "! is a fault, ~ is worth doing. Exit status 1 if there is a fault."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quick",
            action="store_true",
            help=_("without opening rows, and without asking other machines"),
        )

    def handle(self, *, quick: bool, **options: Any) -> None:
        is_well = quick or self.tell_vault()
        found = [(name, one) for name, said in complaints(quick=quick) for one in said]
        for name, one in found:
            self.stdout.write(f"{SIGNS[one.is_fault]} {name}: {one.says}")
        faults = sum(one.is_fault for _name, one in found)
        counted = ngettext("%(number)d fault.", "%(number)d faults.", faults) % {"number": faults}
        if not is_well:
            raise CommandError(f"{_('The vault is not well.')} {counted}")
        if faults:
            raise CommandError(counted)
        self.stdout.write(_("All is well.") if quick else _("The vault is well."))

    def tell_vault(self) -> bool:
        """Print what sealed rows there are, and say whether each of them can be opened."""
        try:
            found = examine()
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        for title, counter in (
            (_("sealed"), found.blobs),
            (_("indexed"), found.indexes),
            (_("erased, the row is still to be emptied by the sweep"), found.halves),
            (
                _("LOST: no key and no mark of erasure. Restore the keystore; nothing is removed by itself"),
                found.lost,
            ),
            (_("BROKEN: not a sealed blob"), found.broken),
        ):
            for label, count in sorted(counter.items()):
                self.stdout.write(f"{label}: {count} {title}")
        if found.scrub_waits:
            self.stdout.write(_("Erased salts wait for the next scrub of the keystore's file."))
        if found.sweep_held:
            self.stdout.write(_("A backup was restored in the last 35 days: unnamed keys are kept."))
        return found.is_well
