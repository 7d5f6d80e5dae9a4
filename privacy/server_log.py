"""gunicorn's log without what it knows of a request: no address of a visitor, no path, no message."""

import logging
import sys
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger


class QuietLog(Logger):
    """For ``logger_class``, with ``loglevel = "error"``: a malformed request is a warning with its sender.

    What is logged as an exception carries the path, which may be a link from somebody's mail, and a
    traceback that ends with a message: only its class is written.
    """

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        # Its own log, outside of ``loglevel``: a line for each HEAD, whose body Django leaves the server to
        # drop, as HTTP wants it.
        logging.getLogger("gunicorn.http").setLevel(logging.ERROR)

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        kind = sys.exc_info()[0]
        self.error_log.error("A request or a process failed: %s", kind.__qualname__ if kind else "unknown")
