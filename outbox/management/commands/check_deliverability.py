"""``manage.py check_deliverability``: what DNS and the mail server say of our mail, and what to change."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outbox.deliverability import NoResolver, Questions, Verdict, judge
from privacy.speaking import SpokenCommand

SIGNS = {Verdict.GOOD: "+", Verdict.BETTER: "~", Verdict.WRONG: "!"}


class Command(SpokenCommand):
    """Thin: parse, ask, print. Ends with 1 if something must be changed."""

    about = gettext_lazy("Look up SPF, DKIM, DMARC and MX of the sending domain, and say what to fix.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--selector", default="", help=_("the name of the DKIM key that signs your mail"))
        parser.add_argument("--resolver", default="", help=_("address of the DNS server to ask"))
        parser.add_argument("--resolver-port", type=int, default=53, help=_("its port (53)"))

    def handle(self, *args: Any, **options: Any) -> None:
        questions = Questions(options["resolver"], options["resolver_port"])
        wrong = 0
        try:
            for judged in judge(questions, selector=options["selector"]):
                wrong += judged.verdict == Verdict.WRONG
                self.stdout.write(f"{SIGNS[judged.verdict]} {judged.about}: {judged.says}")
        except NoResolver:
            raise CommandError(_("No DNS server answers: name one with --resolver.")) from None
        if wrong:
            says = ngettext("%(number)d to be changed.", "%(number)d to be changed.", wrong)
            raise CommandError(says % {"number": wrong})
