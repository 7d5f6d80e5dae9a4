"""Enforce the retention rules now."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.retention import enforce_all
from privacy.retention_runs import run_now
from privacy.speaking import SpokenCommand, in_site_language


class Command(SpokenCommand):
    about = gettext_lazy(
        "Delete what is past its time, and write that down, as daily. With --dry-run only count it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("only count what would go"))

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        with in_site_language():
            enforced = enforce_all(dry_run=True) if dry_run else run_now()
        says = (
            _("%(rule)s: %(count)d would go (%(what)s)")
            if dry_run
            else _("%(rule)s: %(count)d gone (%(what)s)")
        )
        for done in enforced:
            self.stdout.write(says % {"rule": done.rule.key, "count": done.count, "what": done.rule.says})
