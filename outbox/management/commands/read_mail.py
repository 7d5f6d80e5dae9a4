"""``manage.py read_mail``: bounces, complaints and unsubscribes that came by mail."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.exceptions import MailboxUnreachable
from outbox.mailboxes import MaildirBox
from outbox.reading import Done, read_box, read_mailbox, read_one
from privacy.conf import current
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    """Thin: parse, call, print numbers. Never prints an address or a word of a mail."""

    about = gettext_lazy(
        "Read the site's mailbox (MAILBOX_URL), a Maildir, or with - one mail from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("one", nargs="?", choices=["-"], help=_("read one mail from standard input"))
        parser.add_argument("--maildir", type=Path, help=_("read what is new in this Maildir"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["one"]:
            made = read_one(sys.stdin.buffer.read())
            if made == Done.KEPT:
                # A mail server keeps it, or gives it back to whoever wrote it.
                raise CommandError(_("This mail is for a person to read."), returncode=75)
            return
        if not options["maildir"] and not current().mailbox_url:
            raise CommandError(_("Set MAILBOX_URL, name a --maildir, or say - to read one mail."))
        try:
            done = read_box(MaildirBox(options["maildir"])) if options["maildir"] else read_mailbox()
        except MailboxUnreachable as error:
            raise CommandError(str(error)) from error
        told = ", ".join(f"{number} {what.label}" for what, number in done.items())
        self.stdout.write(told or _("No new mail."))
