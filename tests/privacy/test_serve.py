"""The embedded server: its port, and the worker thread beside it."""

import logging
import socket

import pytest
from django.core.management import CommandError, call_command

from privacy.management.commands.serve import WorkerThread


class BrokenWorker:
    def run(self):
        raise RuntimeError("Key (email)=(canary@example.org) already exists.")


def test_a_worker_thread_that_ends_is_logged_and_prints_nothing_else(caplog):
    thread = WorkerThread()
    thread._worker = BrokenWorker()
    with caplog.at_level(logging.ERROR):
        thread._run()

    [record] = caplog.records
    said, _, where = record.getMessage().partition(" at ")
    assert said == "The worker ended (builtins.RuntimeError"
    assert where.endswith(" in run): restart the site.")
    # No formatter can write what is not in the record.
    assert record.exc_info is None


def test_a_port_that_is_taken_is_said_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(CommandError) as refused:
            call_command("serve", address)

    assert str(refused.value) == f"Another program listens on {address}. Try another port: make run PORT=8001"
