"""Say what is wrong with an installation, and what to do about it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from privacy.doctor import Examined, check_called, complaints, examine, table_called
from privacy.exceptions import CountersignError
from privacy.lock import is_locked
from privacy.speaking import SpokenCommand

SIGNS = {True: "!", False: "~"}
LOCKED = gettext_lazy(
    "The vault is locked: whether each sealed row opens was not looked at. Run this again once it is "
    "unlocked."
)
# What is known of the rows of a table, by the name it has in Examined.
ROWS = {
    "blobs": ngettext_lazy(
        "%(number)d row sealed with the key %(key)s", "%(number)d rows sealed with the key %(key)s", "number"
    ),
    "indexes": ngettext_lazy(
        "%(number)d fingerprint made with the key %(key)s",
        "%(number)d fingerprints made with the key %(key)s",
        "number",
    ),
    "halves": ngettext_lazy(
        "%(number)d erased row, still to be emptied by the sweep",
        "%(number)d erased rows, still to be emptied by the sweep",
        "number",
    ),
    "lost": ngettext_lazy(
        "%(number)d LOST: no key and no mark of erasure. Restore the keystore; nothing is removed by itself",
        "%(number)d LOST: no key and no mark of erasure. Restore the keystore; nothing is removed by itself",
        "number",
    ),
    "broken": ngettext_lazy(
        "%(number)d BROKEN: what is sealed there was altered, cut or moved, and does not open",
        "%(number)d BROKEN: what is sealed there was altered, cut or moved, and does not open",
        "number",
    ),
}
FAULTS = {"lost", "broken"}


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
        is_well, was_opened = (True, True) if quick else self.tell_vault()
        found = [(name, one) for name, said in complaints(quick=quick) for one in said]
        for name, one in found:
            self.stdout.write(f"{SIGNS[one.is_fault]} {check_called(name)}: {one.says}")
        faults = sum(one.is_fault for _name, one in found)
        counted = ngettext("%(number)d fault.", "%(number)d faults.", faults) % {"number": faults}
        if not is_well:
            raise CommandError(f"{_('The vault is not well.')} {counted}")
        if faults:
            raise CommandError(counted)
        if not was_opened or is_locked():
            self.stdout.write(_("All that could be looked at without the keys is well."))
        else:
            self.stdout.write(_("All is well.") if quick else _("The vault is well."))

    def tell_vault(self) -> tuple[bool, bool]:
        """Print what sealed rows there are; whether all is well with them, and whether they were opened."""
        try:
            was_opened = not is_locked()
            found = examine(opens=was_opened)
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        self.tell_rows(found)
        if not was_opened:
            self.stdout.write(f"{SIGNS[False]} {LOCKED}")
        if found.scrub_waits:
            self.stdout.write(_("Erased salts wait for the next scrub of the keystore's file."))
        if found.sweep_held:
            self.stdout.write(_("A backup was restored in the last 35 days: unnamed keys are kept."))
        return found.is_well, was_opened

    def tell_rows(self, found: Examined) -> None:
        """A line for each table and what is known of its rows; none for what is 0."""
        for name, says in ROWS.items():
            sign = f"{SIGNS[True]} " if name in FAULTS else ""
            for labelled, number in sorted(getattr(found, name).items()):
                # "label", or "label KEK 1" where it is about a key.
                label, _blank, key = labelled.partition(" ")
                said = says % {"number": number, "key": key}
                self.stdout.write(f"{sign}{table_called(label)}: {said}")
