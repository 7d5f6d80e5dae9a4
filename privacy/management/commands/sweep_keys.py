"""Finish erasures and drop keys that nothing names: the daily sweep, by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from privacy.jobs import sweep
from privacy.keystore import drop_day_keys
from privacy.scrub import scrub


class Command(BaseCommand):
    help = "Finish erasures that were cut short, drop keys that no row names, scrub the keystore's file."

    def handle(self, **options: Any) -> None:
        swept = sweep()
        drop_day_keys()
        self.stdout.write(f"Rows emptied: {swept.finished}. Keys dropped: {swept.dropped}.")
        if swept.held:
            self.stdout.write("A backup was restored in the last 35 days: unnamed keys are kept.")
        self.stdout.write("The keystore was scrubbed." if scrub() else "There was nothing to scrub yet.")
