"""Enforce the retention rules now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from privacy.retention import enforce_all
from privacy.retention_runs import run_now


class Command(BaseCommand):
    help = "Delete what is past its time, and write that down, as daily. With --dry-run only count it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        verb = "would go" if dry_run else "gone"
        for done in enforce_all(dry_run=True) if dry_run else run_now():
            self.stdout.write(f"{done.rule.key}: {done.count} {verb} ({done.rule.says})")
