"""``manage.py demo`` makes the demo content, ``manage.py demo --remove`` takes exactly that away."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from campaigns.models import Campaign
from donations.models import Donation, Fundraiser
from events.models import Attendance, Event
from mailings.models import Mailing
from pages.demo.building import SiteInUse, make_demo
from pages.demo.removing import remove_demo
from pages.demo.staff import ensure_staff_user
from petitions.models import Petition, Signature
from privacy.actors import Actor
from privacy.exceptions import KeystoreMissing, VaultLocked
from privacy.speaking import SpokenCommand, in_site_language
from supporters.models import Supporter

# What has a name that people know; all else is counted as one.
ASKS = (Campaign, Petition, Event, Fundraiser, Mailing)
PEOPLE = (Supporter, Signature, Attendance, Donation)


class Command(SpokenCommand):
    """Thin: calls the functions of ``pages.demo`` and prints what they did."""

    about = gettext_lazy(
        "Make the demo content: one campaign in two languages. Harmless when it is there already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--people`` and ``--remove``."""
        parser.add_argument(
            "--people",
            type=int,
            default=0,
            help=_("more people on the campaign's list, to send a mailing to"),
        )
        parser.add_argument("--remove", action="store_true", help=_("take away exactly what the demo made"))

    def handle(self, *args: Any, people: int = 0, remove: bool = False, **options: Any) -> None:
        """Print what was done. Raises CommandError at a locked vault: it needs the keys."""
        try:
            if remove:
                self.remove()
            else:
                self.make(people)
        except (KeystoreMissing, VaultLocked) as refusal:
            raise CommandError(str(refusal)) from None

    def make(self, people: int) -> None:
        """Make it, and print one line."""
        try:
            with in_site_language():
                user = ensure_staff_user()
                made = make_demo(people=people, actor=Actor.staff(user) if user else Actor.system())
        except SiteInUse:
            self.stdout.write(_("This site has a front page of its own, so no demo was made."))
            return
        self.stdout.write(_("The demo is made.") if made else _("The demo is there already."))

    def remove(self) -> None:
        """Remove it, and say how much went and what stays."""
        removed = remove_demo(actor=Actor.system())
        if removed is None:
            self.stdout.write(_("There is no demo to remove."))
            return
        self.stdout.write(_("The demo is removed."))
        self.tell_gone(removed.gone)
        if removed.kept:
            self.stdout.write(_("These stay, for somebody changed or used them. They are yours now:"))
            for name in removed.kept:
                self.stdout.write(f"- {name}")

    def tell_gone(self, gone: Counter[type[Model]]) -> None:
        """How much went, in short sentences: pages, what was asked, made-up people, and the rest as one."""
        pages = sum(number for model, number in gone.items() if issubclass(model, Page))
        rest = sum(gone.values()) - pages - sum(gone[model] for model in (*ASKS, *PEOPLE))
        if pages:
            says = ngettext("%(number)d page is gone.", "%(number)d pages are gone.", pages)
            self.stdout.write(says % {"number": pages})
        if asks := counted(gone, ASKS):
            self.stdout.write(_("Gone as well: %(things)s.") % {"things": asks})
        if people := counted(gone, PEOPLE):
            self.stdout.write(_("Of made-up people: %(things)s.") % {"things": people})
        if rest:
            says = _("Of smaller things (institutions, tags, days that were counted): %(number)d.")
            self.stdout.write(says % {"number": rest})


def counted(gone: Counter[type[Model]], models: Iterable[type[Model]]) -> str:
    """ "5 petitions, 1 event", in the active language; "" for none."""
    names = ((gone[one], one._meta) for one in models if gone[one])
    return ", ".join(
        f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}" for number, meta in names
    )
