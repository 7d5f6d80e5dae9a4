"""Unlock the vault from the console."""

from typing import Any

from django.core.management.base import BaseCommand

from privacy.key_place import present_keys
from privacy.locking import unlock_at_console

AWAY = (
    "The file of the KEK is away. What still holds the key puts it back within a second or two. If it does "
    "not come, put it back yourself (manage.py recover_keys): until then nothing can be started."
)


class Command(BaseCommand):
    """For whoever has the machine, and with it the keys: a second person could keep nothing from them."""

    help = (
        "Unlock the vault without two members of staff. The access log says that it was done at the console."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if unlock_at_console():
            self.stdout.write("The vault is open: every process sees it within a second.")
            if not present_keys().kek:
                self.stderr.write(AWAY)
        else:
            self.stdout.write("The vault was not locked.")
