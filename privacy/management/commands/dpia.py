"""Print the data protection impact assessment."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from privacy.what_we_hold import assessment


class Command(BaseCommand):
    help = "Print what every field of every table holds, why, until when and what removes it, as Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", default="en")

    def handle(self, *, language: str, **options: Any) -> None:
        with override(language):
            for line in assessment():
                self.stdout.write(line)
