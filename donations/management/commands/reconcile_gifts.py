"""Compare our books with the payment provider's, and mend ours."""

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.exceptions import ProviderError
from donations.services.reconciling import reconcile_gifts, reconcile_payouts
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.speaking import SpokenCommand, in_site_language


class Command(SpokenCommand):
    about = gettext_lazy(
        "List the gifts of which our books and the payment provider's differ, and mend ours."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=3, help=_("how far back to look (3)"))

    def handle(self, *args: Any, **options: Any) -> None:
        since = utc_today() - timedelta(days=options["days"])
        try:
            with in_site_language():
                found = reconcile_gifts(since=since, actor=Actor.system())
                payouts = reconcile_payouts(since=since, actor=Actor.system())
        except ProviderError as error:
            says = _("The provider cannot be asked (%(error)s). Try again.")
            raise CommandError(says % {"error": type(error).__name__}) from None
        for one in found:
            self.stdout.write(f"{one.gift} {one.how.label}.")
        for payout in payouts:
            says = _("%(payout)s: %(number)d of its payments are not so in our books.")
            self.stdout.write(says % {"payout": payout, "number": len(payout.differs)})
        left = sum(not one.is_mended for one in found)
        self.stdout.write(
            _("Differed: %(number)d. Mended of these: %(mended)d.")
            % {"number": len(found), "mended": len(found) - left}
        )
        if left:
            raise CommandError(_("Somebody has to look at: %(number)d.") % {"number": left})
