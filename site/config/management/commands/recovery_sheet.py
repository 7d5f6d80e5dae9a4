"""``manage.py recovery_sheet``: print the keys for paper, and ask for the last words back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyrage.x25519 import Identity

from config.recovery.asking import NoMoreAnswers, Terminal, WrongAnswer
from config.recovery.paper import OnDisk, write_in_memory
from config.recovery.sheet import Sheet, as_html, as_lines, make_sheet
from config.recovery.words import same_words
from privacy import conf
from privacy.enums import Note
from privacy.key_place import present_keys
from privacy.keyring import keyring
from privacy.notes import read_note, write_note
from privacy.speaking import SpokenCommand

STDOUT = Path("-")


class Command(SpokenCommand):
    """Shows secrets: on this terminal, in memory, and nowhere else."""

    about = gettext_lazy(
        "Print the recovery sheet (KEK, IDX, SIG and, when it is made, the secret key of the backups) as "
        "words and QR codes, and ask for its last four words back. Once a year: --check asks, and prints "
        "nothing."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help=_("only ask for the last words of the sheet")
        )
        parser.add_argument(
            "--new-identity",
            action="store_true",
            help=_("make a new secret key for backups; the old sheet still opens the old ones"),
        )
        parser.add_argument(
            "--write-recipient",
            type=Path,
            help=_("write the public key of a new identity into this file"),
        )
        parser.add_argument(
            "--html",
            type=Path,
            help=_("a page to print instead: a file on a tmpfs (/dev/shm/…), or - for stdout"),
        )
        parser.add_argument(
            "--skip-words",
            action="store_true",
            help=_("do not ask for the last words back; manage.py doctor goes on complaining"),
        )

        parser.add_argument(
            "--if-missing",
            action="store_true",
            help=_("do nothing where the words were typed back before"),
        )
        parser.add_argument(
            "--later", action="store_true", help=_("print nothing; say that it is still to be done")
        )

    def handle(self, *, if_missing: bool, later: bool, **options: Any) -> None:
        if if_missing and read_note(Note.RECOVERY_SHEET) is not None:
            return
        if later:
            self.stdout.write(_("Still to be done, in a terminal: manage.py recovery_sheet"))
            return
        self.work(**options)

    def work(
        self,
        *,
        check: bool,
        new_identity: bool,
        write_recipient: Path | None,
        html: Path | None,
        skip_words: bool,
        **options: Any,
    ) -> None:
        # Refuses keys that are not this installation's: such a sheet would bring nobody back.
        keyring()
        site, keys = conf.current(), present_keys()
        if not keys.kek:
            raise CommandError(_("The KEK is not on this machine: a sheet without it brings nobody back."))
        known = ", ".join(site.backup_recipients)
        identity = None if check or (known and not new_identity) else Identity.generate()
        sheet = make_sheet(site=site.base_url, keys=keys, identity=identity, recipient=known)
        # What is asked and said goes beside a page on stdout, not into it.
        out = self.stderr if html == STDOUT else self.stdout
        # Django would end the line behind each question.
        out.ending = ""
        terminal = Terminal(out)  # type: ignore[arg-type]
        try:
            if not check:
                self.show(sheet, html, terminal)
            if not skip_words:
                self.ask_back(sheet, terminal, is_shown=not check)
        except (NoMoreAnswers, OnDisk, FileExistsError) as refusal:
            raise CommandError(str(refusal)) from None
        if identity is not None:
            self.tell_of(sheet.recipient, write_recipient, terminal)
        if skip_words:
            terminal.say(
                _(
                    "Nobody has said that the sheet is on paper. manage.py doctor will say so until "
                    "you run: %(do)s"
                )
                % {"do": "manage.py recovery_sheet --check"}
            )
            return
        write_note(Note.RECOVERY_SHEET)
        terminal.say(_("Good: those are its last words. In a year you will be asked again."))

    def show(self, sheet: Sheet, html: Path | None, terminal: Terminal) -> None:
        if html == STDOUT:
            self.stdout.write(as_html(sheet))
        elif html is not None:
            write_in_memory(html, as_html(sheet))
            terminal.say(_("Print %(path)s twice, then delete it.") % {"path": html})
        else:
            for line in as_lines(sheet):
                terminal.say(line)

    def ask_back(self, sheet: Sheet, terminal: Terminal, *, is_shown: bool) -> None:
        """Ask until the answer is right. Raises NoMoreAnswers."""
        if is_shown:
            terminal.ask(
                _("When it is on paper, twice, press Enter; then the screen is emptied"), lambda said: said
            )
            terminal.clear()

        def is_right(said: str) -> str:
            if not same_words(said, sheet.last_words):
                raise WrongAnswer(_("Those are not its last four words. Look at the end of the sheet."))
            return said

        terminal.ask(_("The last four words on the sheet"), is_right)

    def tell_of(self, recipient: str, file: Path | None, terminal: Terminal) -> None:
        if file is not None:
            file.write_text(f"{recipient}\n")
            return
        terminal.say(_("Put this line into the site's environment, so that backups are for the new sheet:"))
        terminal.say(f"BACKUP_RECIPIENT={recipient}")
