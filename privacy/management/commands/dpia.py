"""Print the data protection impact assessment."""

from typing import Any

from django.utils.translation import gettext_lazy

from privacy.speaking import SpokenCommand
from privacy.what_we_hold import assessment


class Command(SpokenCommand):
    about = gettext_lazy(
        "Print what every field of every table holds, why, until when and what removes it, as Markdown."
    )

    def handle(self, **options: Any) -> None:
        for line in assessment():
            self.stdout.write(line)
