"""Write everything sealed or indexed under an old key again under the newest."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.exceptions import CountersignError
from privacy.rotation import rotate

DAMAGED = (
    " Put the damaged rows back from a backup or erase them, then run this again; or give them up for ever: "
    "rotate_keys --give-up-damaged."
)


class Command(BaseCommand):
    help = (
        "Seal and index everything again with the newest KEK and IDX. May be stopped and started again "
        "at any point. Add the new key to the configuration and restart every process first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--give-up-damaged",
            action="store_true",
            help="let the old KEK go though damaged rows are sealed with it: nobody can open them any more",
        )

    def handle(self, *, give_up_damaged: bool, **options: Any) -> None:
        try:
            done = rotate(progress=self.say, give_up_damaged=give_up_damaged)
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Sealed again: {done.resealed}. Indexed again: {done.reindexed}.")
        for label, public_ids in done.damaged.items():
            for public_id in public_ids:
                self.stdout.write(f"{label} {public_id}: damaged, it does not open.")
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
        if done.needs_old_keys:
            more = DAMAGED if done.damaged else ""
            raise CommandError(f"The old key is still needed. Do not take it out.{more}")

    def say(self, label: str, count: int) -> None:
        self.stdout.write(f"{label}: {count}")
