"""Bring blind indexes up to the canonical rules of today."""

from typing import Any

from django.core.management.base import BaseCommand

from privacy.rotation import reindex


class Command(BaseCommand):
    help = (
        "Index addresses and phone numbers anew after an upgrade that changed how they are written as one. "
        "May be stopped and started again at any point; the worker does the same once a day."
    )

    def handle(self, **options: Any) -> None:
        done = reindex(progress=self.say)
        self.stdout.write(f"Indexed again: {done.reindexed}.")
        if done.left:
            self.stdout.write(
                f"{done.left} are as before: their record can't be read, or another one has the mailbox, "
                "which is a suggested merge now."
            )

    def say(self, label: str, count: int) -> None:
        self.stdout.write(f"{label}: {count}")
