"""Write everything sealed or indexed under an old key again under the newest."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import CountersignError
from privacy.rotation import rotate
from privacy.speaking import SpokenCommand

DAMAGED = gettext_lazy(
    "Put the damaged rows back from a backup or erase them, then run this again; or give them up for ever: "
    "rotate_keys --give-up-damaged."
)


class Command(SpokenCommand):
    about = gettext_lazy(
        "Seal and index everything again with the newest KEK and IDX. May be stopped and started again "
        "at any point. Add the new key to the configuration and restart every process first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--give-up-damaged",
            action="store_true",
            help=_(
                "let the old KEK go though damaged rows are sealed with it: nobody can open them any more"
            ),
        )

    def handle(self, *, give_up_damaged: bool, **options: Any) -> None:
        try:
            done = rotate(progress=self.say, give_up_damaged=give_up_damaged)
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            _("Sealed again: %(sealed)d. Indexed again: %(indexed)d.")
            % {"sealed": done.resealed, "indexed": done.reindexed}
        )
        for label, public_ids in done.damaged.items():
            for public_id in public_ids:
                self.stdout.write(_("%(row)s: damaged, it does not open.") % {"row": f"{label} {public_id}"})
        for label, count in done.old_blobs.items():
            self.stdout.write(
                _("%(table)s: %(count)d sealed with an old key that could not be opened (manage.py doctor).")
                % {"table": label, "count": count}
            )
        for label, count in done.old_indexes.items():
            self.stdout.write(
                _("%(table)s: %(count)d of an old key that nothing can compute again. IDX must stay.")
                % {"table": label, "count": count}
            )
        if done.retired:
            self.stdout.write(
                _("Nothing is left of: %(keys)s. You may take it out now.")
                % {"keys": ", ".join(done.retired)}
            )
        if done.needs_old_keys:
            says = _("The old key is still needed. Do not take it out.")
            raise CommandError(f"{says} {DAMAGED}" if done.damaged else says)

    def say(self, label: str, count: int) -> None:
        self.stdout.write(f"{label}: {count}")
