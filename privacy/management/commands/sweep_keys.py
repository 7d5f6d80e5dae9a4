"""Finish erasures and drop keys that nothing names: the daily sweep, by hand."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.jobs import sweep
from privacy.keystore import drop_day_keys
from privacy.scrub import scrub
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    about = gettext_lazy(
        "Finish erasures that were cut short, drop keys that no row names, scrub the keystore's file."
    )

    def handle(self, **options: Any) -> None:
        swept = sweep()
        drop_day_keys()
        self.stdout.write(
            _("Rows emptied: %(rows)d. Keys dropped: %(keys)d.")
            % {"rows": swept.finished, "keys": swept.dropped}
        )
        if swept.held:
            self.stdout.write(_("A backup was restored in the last 35 days: unnamed keys are kept."))
        self.stdout.write(
            _("The keystore was scrubbed.") if scrub() else _("There was nothing to scrub yet.")
        )
