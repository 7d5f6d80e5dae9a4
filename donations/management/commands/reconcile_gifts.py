"""Compare our books with the payment provider's, and mend ours."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from donations.exceptions import ProviderError
from donations.services.reconciling import reconcile_gifts, reconcile_payouts
from privacy.actors import Actor
from privacy.days import utc_today


class Command(BaseCommand):
    help = "List the gifts of which our books and the payment provider's differ, and mend ours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=3, help="how far back to look (3)")

    def handle(self, *args: Any, **options: Any) -> None:
        since = utc_today() - timedelta(days=options["days"])
        try:
            found = reconcile_gifts(since=since, actor=Actor.system())
            payouts = reconcile_payouts(since=since, actor=Actor.system())
        except ProviderError as error:
            raise CommandError(f"The provider cannot be asked ({type(error).__name__}). Try again.") from None
        for one in found:
            self.stdout.write(f"{one.gift} {one.how}.")
        for payout in payouts:
            self.stdout.write(f"{payout}: {len(payout.differs)} of its payments are not so in our books.")
        left = sum(not one.is_mended for one in found)
        self.stdout.write(f"{len(found)} differed, {len(found) - left} of them mended.")
        if left:
            raise CommandError(f"{left} need somebody who looks.")
