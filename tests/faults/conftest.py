"""An installation to strike, a mail server it sends to, and two petitions to sign meanwhile."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from petitions.models import Petition
from privacy.keyring import forget_keyring
from tests.faults.house import House
from tests.outbox.conftest import sink  # noqa: F401  a fixture
from tests.outbox.sink import Sink, start
from tests.petitions.factories import make_petition
from tests.warm import Parent


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Sink]:
    taking = Sink()
    controller = start(taking)
    yield taking
    controller.stop()


@pytest.fixture
def mails(mail_server) -> Sink:
    """The mail server, with nothing in it."""
    mail_server.raw.clear()
    mail_server.recipients.clear()
    return mail_server


@pytest.fixture
def build(transactional_db, parents, mails, tmp_path) -> Iterator[Callable[..., House]]:
    """Builds an installation, on the test databases or on others; its processes are killed afterwards."""
    built: list[House] = []

    def make(databases: dict[str, dict[str, Any]] | None = None) -> House:
        # The process that forks all others, of the whole run: it loads Django once.
        if not parents:
            parents.append(Parent())
        built.append(House(parents[0], tmp_path / f"house-{len(built)}", mails.port, databases))
        return built[-1]

    yield make
    for house in built:
        house.end()


@pytest.fixture
def petitions(transactional_db) -> list[Petition]:
    """One that waits for the button in a mail, and one that counts at once."""
    # The processes look for the key checks in the keystore; an earlier test's end took them away.
    forget_keyring()
    return [make_petition(), make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)]


@pytest.fixture
def ids(petitions) -> list[UUID]:
    return [petition.public_id for petition in petitions]
