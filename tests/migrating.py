"""The keystore of the tests, migrated as an installation's is: ``migrate countersign_privacy``.

Django would take it through every app's migrations, half of whose time goes into models that have no table
there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.commands.migrate import Command

from privacy.labels import LABEL
from privacy.router import KEYSTORE

whole = Command.handle


def _its_own(command: Command, *args: Any, **options: Any) -> None:
    if options["database"] == KEYSTORE:
        # Tables without migrations, which Django would make on the way, are none of the keystore's.
        options |= {"app_label": LABEL, "run_syncdb": False}
    whole(command, *args, **options)


@contextmanager
def keystore_by_its_own_migrations() -> Iterator[None]:
    """Within it, test databases are made so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Command, "handle", _its_own)
        yield
