"""Lock the vault from the terminal."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.actors import Actor
from privacy.locking import lock_vault
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    about = gettext_lazy(
        "Lock the vault: within a second no process seals, opens or looks for anybody's data."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if lock_vault(actor=Actor.system()):
            self.stdout.write(
                _("The vault is locked. Open it with two members of staff, or manage.py unlock.")
            )
        else:
            self.stdout.write(_("The vault was locked already."))
