"""Try a restore out, beside the site that runs."""

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import CountersignError
from privacy.rehearsal import put_back_and_look, rehearse
from privacy.speaking import SpokenCommand
from privacy.walk import sealed_rows


class Command(SpokenCommand):
    about = gettext_lazy(
        "Put a backup back into empty databases, open every sealed row, work off what waits, serve a page, "
        "and throw it all away. The site that runs is not touched and nothing is mailed. Once a month."
    )
    # Those of the rehearsal are empty yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--main", type=Path, required=True, help="countersign-main-….age")
        parser.add_argument("--keystore", type=Path, required=True, help="countersign-keystore-….age")
        parser.add_argument("--identity", type=Path, required=True, help=_("file with the age secret key"))
        parser.add_argument("--database-url", default="", help=_("on PostgreSQL: an empty database"))
        parser.add_argument(
            "--keystore-url", default="", help=_("on PostgreSQL: an empty one of another cluster")
        )
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *, inside: bool, database_url: str, keystore_url: str, **options: Any) -> None:
        files = {name: options[name] for name in ("main", "keystore", "identity")}
        urls = {"DATABASE_URL": database_url, "KEYSTORE_URL": keystore_url}
        try:
            if inside:
                done = put_back_and_look(**files)
                self.stdout.write(
                    _(
                        "%(rows)d sealed rows came back, and all of them open. %(erasures)d erasures were "
                        "applied again. A page was served. Nothing was mailed."
                    )
                    % {"rows": done.sealed, "erasures": done.erased_again}
                )
                return
            said = rehearse(**files, urls={name: url for name, url in urls.items() if url})
        except (CountersignError, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(said.strip())
        self.stdout.write(
            _("The site that runs has %(rows)d now. The rehearsal is thrown away.") % {"rows": sealed_rows()}
        )
