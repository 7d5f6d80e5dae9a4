"""Unlock the vault from the console."""

from typing import Any

from django.core.management.base import BaseCommand

from privacy.locking import unlock_at_console


class Command(BaseCommand):
    """For whoever has the machine, and with it the keys: a second person could keep nothing from them."""

    help = (
        "Unlock the vault without two members of staff. The access log says that it was done at the console."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if unlock_at_console():
            self.stdout.write("The vault is open: every process sees it within a second.")
        else:
            self.stdout.write("The vault was not locked.")
