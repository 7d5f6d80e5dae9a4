"""A mail server to send to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from outbox.drain import drain
from outbox.letter_courier import LetterCourier
from tests.outbox.sink import Sink, start


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A running SMTP server that all three mailers lead to."""
    taking = Sink()
    controller = start(taking)
    smtp = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": taking.port, "timeout": 5},
    }
    settings.MAILERS = {"default": smtp, "bulk": smtp, "guarded": smtp}
    settings.DEFAULT_FROM_EMAIL = "Our campaign <mail@campaign.example>"
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DRAIN_RATE_PER_SECOND": 1000}
    yield taking
    controller.stop()


@pytest.fixture
def by_day() -> Iterator[None]:
    """Noon in UTC, from which the clock goes on: nothing that staff do is done at night."""
    with time_machine.travel("2027-03-03T12:00:00Z", tick=True):
        yield


@pytest.fixture
def run_drain(db):
    """Runs the drain loop once. Its own commits are real only in test_kill.py and test_command.py."""

    def run() -> bool:
        return drain(LetterCourier())

    return run


@pytest.fixture
def letter_templates(settings) -> None:
    """Finds the templates of the tests' own letters."""
    engine = dict(settings.TEMPLATES[0])
    engine["DIRS"] = [*engine["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [engine]
