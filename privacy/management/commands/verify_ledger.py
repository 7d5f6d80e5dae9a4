"""Tell whether a ledger was touched."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.ledger import has_head, ledgers, verify_ledger
from privacy.speaking import SpokenCommand


class Command(SpokenCommand):
    about = gettext_lazy(
        "Recompute every hash and seal of the ledgers. Exit status 1 if one is broken. Note each "
        "head elsewhere: given back with --head, it shows that no end was cut off and written anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", action="append", default=[], help=_("a head that was noted earlier"))

    def handle(self, *, head: list[str], **options: Any) -> None:
        broken = []
        for model in ledgers():
            found = verify_ledger(model)
            label = model._meta.label
            if not found.is_whole:
                broken.append(label)
                self.stderr.write(
                    _("%(ledger)s: BROKEN at seal %(seal)s") % {"ledger": label, "seal": found.broken_at}
                )
                continue
            says = _(
                "%(ledger)s: whole, %(rows)d sealed rows, %(blanked)d blanked, %(pruned)d pruned, "
                "%(keyless)d waiting to be blanked, %(unsealed)d not yet sealed; %(seals)d seals, head "
                "%(head)s"
            )
            self.stdout.write(says % {**asdict(found), "ledger": label, "head": found.head or "-"})
        missing = [one for one in head if not has_head(one)]
        for one in missing:
            self.stderr.write(
                _("No ledger has the head %(head)s any more: its end was cut off.") % {"head": one}
            )
        if broken or missing:
            raise CommandError(_("A ledger was tampered with."))
