"""Lock the vault from the console."""

from typing import Any

from django.core.management.base import BaseCommand

from privacy.actors import Actor
from privacy.locking import lock_vault


class Command(BaseCommand):
    help = "Lock the vault: within a second no process seals, opens or looks for anybody's data."

    def handle(self, *args: Any, **options: Any) -> None:
        if lock_vault(actor=Actor.system()):
            self.stdout.write("The vault is locked. Open it with two members of staff, or manage.py unlock.")
        else:
            self.stdout.write("The vault was locked already.")
