"""``manage.py outbox``: where letters stand, and settling those whose fate nobody knows."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outbox import jobs
from outbox.drain import expire_leases
from outbox.enums import SendState
from outbox.exceptions import NotUnknown
from outbox.selectors import ledgers, letters_by_state, unknown_letters, unknown_rows
from outbox.services import settle_unknown
from privacy.speaking import SpokenCommand, in_site_language

SETTLE_AS = {"sent": SendState.SENT, "failed": SendState.FAILED, "again": SendState.QUEUED}


class Command(SpokenCommand):
    """Thin: parse, call, print. Never prints an address."""

    about = gettext_lazy(
        "Show where letters stand, list those whose fate is unknown, settle them, or send what is ready."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--unknown", action="store_true", help=_("list letters that may or may not have been sent")
        )
        what.add_argument(
            "--settle",
            choices=SETTLE_AS,
            help=_("say what became of unknown letters; 'again' sends them once more, perhaps twice to some"),
        )
        what.add_argument("--drain", action="store_true", help=_("send what is ready, now"))
        parser.add_argument("--all", action="store_true", help=_("with --settle: every unknown letter"))
        parser.add_argument("letters", nargs="*", type=UUID, help=_("with --settle: ids from --unknown"))

    def handle(self, *args: Any, **options: Any) -> None:
        for model in ledgers():
            expire_leases(model)
        if options["unknown"]:
            for letter in unknown_letters():
                self.stdout.write(f"{letter.public_id}  {letter.changed}  {letter.kind}")
            # Of other ledgers, only listed: what became of these is noted by their own jobs.
            for row, kind in unknown_rows():
                self.stdout.write(f"{row.public_id}  {row.changed}  {kind}")
        elif options["settle"]:
            self._settle(options)
        elif options["drain"]:
            with in_site_language():
                while jobs.drain_letters():
                    pass
        else:
            self._show()

    def _settle(self, options: dict[str, Any]) -> None:
        ids = options["letters"]
        if bool(ids) == options["all"]:
            raise CommandError(_("Name the letters to settle, or say --all."))
        if options["all"]:
            ids = [letter.public_id for letter in unknown_letters()]
        try:
            settled = settle_unknown(public_ids=ids, as_state=SETTLE_AS[options["settle"]])
        except NotUnknown as error:
            raise CommandError(str(error)) from error
        says = ngettext("%(number)d letter settled.", "%(number)d letters settled.", settled)
        self.stdout.write(says % {"number": settled})

    def _show(self) -> None:
        found = letters_by_state()
        if not found:
            self.stdout.write(_("No letters."))
        for kind, states in found.items():
            counts = ", ".join(f"{states[state]} {state.label}" for state in SendState if states[state])
            self.stdout.write(f"{kind}: {counts}")
