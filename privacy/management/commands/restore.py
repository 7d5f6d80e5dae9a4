"""Put a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from privacy.backup_needs import missing_keys, opens, read_needs
from privacy.backups import Restored, finish_restore, is_restore_unfinished, read_identities, restore
from privacy.exceptions import CountersignError
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    about = gettext_lazy(
        "Put a backup back, with web servers and workers stopped. The keystore that stands is kept. "
        "No mail is sent again, erasures are applied again, and for 35 days no unnamed key is dropped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--main", type=Path, help="countersign-main-….age")
        parser.add_argument("--keystore", type=Path, help=_("the newest countersign-keystore-….age"))
        parser.add_argument("--identity", type=Path, help=_("file with the age secret key"))
        parser.add_argument(
            "--keystore-is-lost",
            action="store_true",
            help=_("replace a keystore that holds keys: whoever was erased since is readable again"),
        )
        parser.add_argument(
            "--accept-lost-rows",
            action="store_true",
            help=_("take a keystore older than the main backup: people who came in between are lost"),
        )
        parser.add_argument(
            "--finish",
            action="store_true",
            help=_("only what follows the files, for a restore that was killed after they were back"),
        )

    def handle(self, *, identity: Path | None, finish: bool, **options: Any) -> None:
        wanted = {
            name: options[name] for name in ("main", "keystore", "keystore_is_lost", "accept_lost_rows")
        }
        needs = read_needs([wanted["main"], wanted["keystore"]])
        if needs and identity is None and not finish:
            says = _("Name --identity. This needs the recovery sheet that says:")
            raise CommandError("\n".join([says, *needs]))
        if finish == (identity is not None) or (finish and any(wanted.values())):
            raise CommandError(_("Name the files and --identity, or only --finish."))
        if finish and not is_restore_unfinished():
            # It would close what waits to be sent on a site that nothing happened to.
            raise CommandError(_("No restore is unfinished."))
        try:
            restored = self.put_back(identity, needs, wanted) if identity else finish_restore()
        except (CountersignError, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal)) from None
        applied = ngettext(
            "Restored. %(number)d erasure was applied again.",
            "Restored. %(number)d erasures were applied again.",
            restored.erased_again,
        )
        self.stdout.write(applied % {"number": restored.erased_again})
        if missing := missing_keys(needs):
            says = _(
                "This site runs with other keys than the backup was sealed with. Look for the recovery sheet "
                "that says the following, and run manage.py recover_keys:"
            )
            self.stdout.write("\n".join([says, *missing]))
        self.stdout.write(_("Now run: manage.py migrate, manage.py verify_ledger."))
        self.stdout.write(_("Then start the site, and run: manage.py doctor"))

    def put_back(self, identity: Path, needs: list[str], wanted: dict[str, Any]) -> Restored:
        identities = read_identities(identity)
        if not opens(needs, identities):
            says = _("This secret key is of another recovery sheet. The backup needs the one that says:")
            raise CommandError("\n".join([says, *needs]))
        return restore(identities=identities, **wanted)
