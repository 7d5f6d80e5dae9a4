"""Unlock the vault from the terminal."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.key_place import present_keys
from privacy.locking import unlock_at_terminal
from privacy.speaking import SpokenCommand

AWAY = gettext_lazy(
    "The file of the KEK is away. What still holds the key puts it back within a second or two. If it does "
    "not come, put it back yourself (manage.py recover_keys): until then nothing can be started."
)


class Command(SpokenCommand):
    """For whoever has the machine, and with it the keys: a second person could keep nothing from them."""

    about = gettext_lazy(
        "Unlock the vault without two members of staff. The access log says that it was done at the terminal."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if unlock_at_terminal():
            self.stdout.write(_("The vault is open: every process sees it within a second."))
            if not present_keys().kek:
                self.stderr.write(str(AWAY))
        else:
            self.stdout.write(_("The vault was not locked."))
