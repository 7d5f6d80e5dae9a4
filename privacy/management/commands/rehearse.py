"""Try a restore out, beside the site that runs."""

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.exceptions import CountersignError
from privacy.rehearsal import put_back_and_look, rehearse
from privacy.walk import sealed_rows


class Command(BaseCommand):
    help = (
        "Put a backup back into empty databases, open every sealed row, work off what waits, serve a page, "
        "and throw it all away. The site that runs is not touched and nothing is mailed. Once a month."
    )
    # Those of the rehearsal are empty yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--main", type=Path, required=True, help="countersign-main-….age")
        parser.add_argument("--keystore", type=Path, required=True, help="countersign-keystore-….age")
        parser.add_argument("--identity", type=Path, required=True, help="file with the age secret key")
        parser.add_argument("--database-url", default="", help="on PostgreSQL: an empty database")
        parser.add_argument(
            "--keystore-url", default="", help="on PostgreSQL: an empty one of another cluster"
        )
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *, inside: bool, database_url: str, keystore_url: str, **options: Any) -> None:
        files = {name: options[name] for name in ("main", "keystore", "identity")}
        urls = {"DATABASE_URL": database_url, "KEYSTORE_URL": keystore_url}
        try:
            if inside:
                done = put_back_and_look(**files)
                self.stdout.write(
                    f"{done.sealed} sealed rows came back, and all of them open. "
                    f"{done.erased_again} erasures were applied again. A page was served. Nothing was mailed."
                )
                return
            said = rehearse(**files, urls={name: url for name, url in urls.items() if url})
        except CountersignError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(said.strip())
        self.stdout.write(f"The site that runs has {sealed_rows()} now. The rehearsal is thrown away.")
