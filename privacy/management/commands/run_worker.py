"""``manage.py run_worker``: run tasks until Ctrl-C or SIGTERM."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import KeystoreMissing, WrongKey
from privacy.keyring import keyring
from privacy.speaking import SpokenCommand, in_site_language
from privacy.worker import Worker


class Command(SpokenCommand):
    """A worker in its own process. Any number may run beside each other on PostgreSQL, one on SQLite."""

    about = gettext_lazy(
        "Run background tasks: mail, totals, retention. Ends after the task that is running."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch", action="store_true", help=_("run what is ready, without the schedule, then end")
        )

    def handle(self, *args: Any, batch: bool, **options: Any) -> None:
        try:
            # As a server does: with a wrong key each task would fail, five times, and be given up.
            keyring()
        except (KeystoreMissing, WrongKey) as refusal:
            raise CommandError(str(refusal)) from None
        worker = Worker(batch=batch)
        worker.configure_signals()
        try:
            with in_site_language():
                worker.run()
        finally:
            worker.reset_signals()
            connections.close_all()
