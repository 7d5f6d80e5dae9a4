"""``manage.py demo`` makes the demo content, ``manage.py demo --remove`` takes exactly that away."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.demo.building import SiteInUse, make_demo
from pages.demo.removing import remove_demo
from pages.demo.staff import ensure_staff_user
from privacy.actors import Actor
from privacy.speaking import SpokenCommand, in_site_language


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
        """Print one line."""
        if remove:
            self.remove()
            return
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
        gone = ", ".join(f"{number} × {name}" for name, number in sorted(removed.gone.items()) if number)
        self.stdout.write(_("The demo is removed: %(gone)s.") % {"gone": gone})
        if removed.kept:
            self.stdout.write(_("These stay, for somebody changed or used them. They are yours now:"))
            for name in removed.kept:
                self.stdout.write(f"- {name}")
