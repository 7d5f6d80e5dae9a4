"""``manage.py check_deliverability``: what DNS and the mail server say of our mail, and what to change."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from outbox.deliverability import NoResolver, Questions, Verdict, judge

SIGNS = {Verdict.GOOD: "+", Verdict.BETTER: "~", Verdict.WRONG: "!"}


class Command(BaseCommand):
    """Thin: parse, ask, print. Ends with 1 if something must be changed."""

    help = "Look up SPF, DKIM, DMARC and MX of the sending domain, and say what to fix."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--selector", default="", help="the name of the DKIM key that signs your mail")
        parser.add_argument("--resolver", default="", help="address of the DNS server to ask")
        parser.add_argument("--resolver-port", type=int, default=53)
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        questions = Questions(options["resolver"], options["resolver_port"])
        wrong = 0
        with translation.override(options["language"] or settings.LANGUAGE_CODE):
            try:
                for judged in judge(questions, selector=options["selector"]):
                    wrong += judged.verdict == Verdict.WRONG
                    self.stdout.write(f"{SIGNS[judged.verdict]} {judged.about}: {judged.says}")
            except NoResolver:
                raise CommandError("No DNS server answers: name one with --resolver.") from None
        if wrong:
            raise CommandError(f"{wrong} to be changed.")
