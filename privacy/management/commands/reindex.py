"""Bring blind indexes up to the canonical rules of today."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.rotation import reindex
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    about = gettext_lazy(
        "Index addresses and phone numbers anew after an upgrade that changed how they are written as one. "
        "May be stopped and started again at any point; the worker does the same once a day."
    )

    def handle(self, **options: Any) -> None:
        done = reindex(progress=self.say)
        self.stdout.write(_("Indexed again: %(number)d.") % {"number": done.reindexed})
        if done.left:
            says = _(
                "As before, for their record can't be read, or another one has the mailbox, which is a "
                "suggested merge now: %(number)d."
            )
            self.stdout.write(says % {"number": done.left})

    def say(self, label: str, count: int) -> None:
        self.stdout.write(f"{label}: {count}")
