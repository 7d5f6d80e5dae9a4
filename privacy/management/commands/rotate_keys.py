"""Write everything sealed or indexed under an old key again under the newest."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.exceptions import CountersignError
from privacy.rotation import rotate


class Command(BaseCommand):
    help = (
        "Seal and index everything again with the newest KEK and IDX. May be stopped and started again "
        "at any point. Add the new key to the configuration and restart every process first."
    )

    def handle(self, **options: Any) -> None:
        try:
            done = rotate(progress=self.say)
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Sealed again: {done.resealed}. Indexed again: {done.reindexed}.")
        for label, count in done.old_blobs.items():
            self.stdout.write(
                f"{label}: {count} sealed with an old key that could not be opened (manage.py doctor)."
            )
        for label, count in done.old_indexes.items():
            self.stdout.write(
                f"{label}: {count} of an old key that nothing can compute again. IDX must stay."
            )
        if done.retired:
            self.stdout.write(f"Nothing is left of: {', '.join(done.retired)}. You may take it out now.")
        if done.old_blobs or done.old_indexes:
            raise CommandError("The old key is still needed. Do not take it out.")

    def say(self, label: str, count: int) -> None:
        self.stdout.write(f"{label}: {count}")
