"""``manage.py serve``: the embedded default, web server and worker in one process."""

import errno
import logging
import socket
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker as ServerProcess

from privacy.server_log import QuietLog
from privacy.speaking import SpokenCommand, in_site_language
from privacy.worker import Worker, class_of, line_of

logger = logging.getLogger(__name__)

SECONDS_TO_FINISH = 30


class Command(SpokenCommand):
    """One server process with four threads (SQLite wants few writers) and one worker thread beside them.

    For more load: PostgreSQL, gunicorn with several processes, and ``run_worker`` in its own.
    """

    about = gettext_lazy("Serve the site with a worker beside it, in one process.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", help=_("host:port to listen on"))
        parser.add_argument("--threads", type=int, default=4, help=_("how many requests at once (4)"))

    def handle(self, *args: Any, address: str, threads: int, **options: Any) -> None:
        if is_taken(address):
            says = _("Another program listens on %(address)s. Try another port: make run PORT=8001")
            raise CommandError(says % {"address": address})
        connections.close_all()  # the server's process is a fork of this one
        with in_site_language():
            Server(address, threads=threads).run()


def is_taken(address: str) -> bool:
    """Whether somebody listens on ``host:port`` already; gunicorn would say so ten times over."""
    host, _colon, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, ValueError) as refused:
            return getattr(refused, "errno", None) == errno.EADDRINUSE
    return False


class Server(BaseApplication):
    """gunicorn, configured here instead of by its command line."""

    def __init__(self, address: str, *, threads: int) -> None:
        self.address = address
        self.threads = threads
        super().__init__()

    def load_config(self) -> None:
        beside = WorkerThread()
        for name, value in {
            "bind": self.address,
            "workers": 1,
            "worker_class": "gthread",
            "threads": self.threads,
            "graceful_timeout": SECONDS_TO_FINISH,
            "accesslog": None,
            "loglevel": "error",
            "logger_class": QuietLog,
            "reload": settings.DEBUG,
            "proc_name": "countersign",
            # Nobody steers this server from outside; the socket would lie in the home directory.
            "control_socket_disable": True,
            "post_worker_init": beside.start,
            "worker_exit": beside.stop,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return import_string(settings.WSGI_APPLICATION)


class WorkerThread:
    """The worker beside the server: begins and ends with the server's process."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._thread: threading.Thread | None = None

    def start(self, server_process: ServerProcess) -> None:
        self._worker = Worker()
        self._thread = threading.Thread(target=self._run, name="countersign-worker", daemon=True)
        self._thread.start()

    def stop(self, arbiter: Arbiter, server_process: ServerProcess) -> None:
        if self._worker and self._thread:
            self._worker.stop()
            self._thread.join(SECONDS_TO_FINISH)

    def _run(self) -> None:
        try:
            if self._worker:
                self._worker.run()
        except Exception as error:  # noqa: BLE001
            # A thread's end is easily overlooked: without its worker the site sends no mail. Not raised
            # again: Python would print the message too, which may hold what a person typed.
            logger.error("The worker ended (%s at %s): restart the site.", class_of(error), line_of(error))
        finally:
            connections.close_all()
