"""The worker thread beside the embedded server."""

import logging

from privacy.management.commands.serve import WorkerThread


class BrokenWorker:
    def run(self):
        raise RuntimeError("Key (email)=(canary@example.org) already exists.")


def test_a_worker_thread_that_ends_is_logged_and_prints_nothing_else(caplog):
    thread = WorkerThread()
    thread._worker = BrokenWorker()
    with caplog.at_level(logging.ERROR):
        thread._run()

    assert [record.getMessage() for record in caplog.records] == [
        "The worker thread ended; restart the site."
    ]
