"""``manage.py read_mail``: bounces, complaints and unsubscribes that came by mail."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outbox.exceptions import MailboxUnreachable
from outbox.mailboxes import MaildirBox
from outbox.reading import Done, read_box, read_mailbox, read_one
from privacy.conf import current


class Command(BaseCommand):
    """Thin: parse, call, print numbers. Never prints an address or a word of a mail."""

    help = "Read the site's mailbox (MAILBOX_URL), a Maildir, or with - one mail from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("one", nargs="?", choices=["-"], help="read one mail from standard input")
        parser.add_argument("--maildir", type=Path, help="read what is new in this Maildir")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["one"]:
            made = read_one(sys.stdin.buffer.read())
            if made == Done.KEPT:
                # A mail server keeps it, or gives it back to whoever wrote it.
                raise CommandError("This mail is for a person to read.", returncode=75)
            return
        if not options["maildir"] and not current().mailbox_url:
            raise CommandError("Set MAILBOX_URL, name a --maildir, or say - to read one mail.")
        try:
            done = read_box(MaildirBox(options["maildir"])) if options["maildir"] else read_mailbox()
        except MailboxUnreachable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{number} {what}" for what, number in done.items()) or "No new mail.")
