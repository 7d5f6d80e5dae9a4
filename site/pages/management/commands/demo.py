"""``manage.py demo`` makes the demo content, ``manage.py demo --remove`` takes exactly that away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pages.demo.building import SiteInUse, make_demo
from pages.demo.removing import remove_demo
from pages.demo.staff import ensure_staff_user
from privacy.actors import Actor


class Command(BaseCommand):
    """Thin: calls the functions of ``pages.demo`` and prints what they did."""

    help = "Make the demo content: one campaign in two languages. Harmless when it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--people`` and ``--remove``."""
        parser.add_argument(
            "--people", type=int, default=0, help="More people on the campaign's list, to send a mailing to."
        )
        parser.add_argument("--remove", action="store_true", help="Take away exactly what the demo made.")

    def handle(self, *args: Any, people: int = 0, remove: bool = False, **options: Any) -> None:
        """Print one line."""
        if remove:
            self.remove()
            return
        user = ensure_staff_user()
        try:
            made = make_demo(people=people, actor=Actor.staff(user) if user else Actor.system())
        except SiteInUse:
            self.stdout.write("This site has a front page of its own, so no demo was made.")
            return
        self.stdout.write("The demo is made." if made else "The demo is there already.")

    def remove(self) -> None:
        """Remove it, and say how much went and what stays."""
        removed = remove_demo(actor=Actor.system())
        if removed is None:
            self.stdout.write("There is no demo to remove.")
            return
        gone = ", ".join(f"{number} × {name}" for name, number in sorted(removed.gone.items()) if number)
        self.stdout.write(f"The demo is removed: {gone}.")
        if removed.kept:
            self.stdout.write("These stay, for somebody changed or used them. They are yours now:")
            for name in removed.kept:
                self.stdout.write(f"- {name}")
