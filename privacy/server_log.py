"""gunicorn's log without what it knows of a request: no address of a visitor, no path, no message."""

import sys
from typing import Any

from gunicorn.glogging import Logger


class QuietLog(Logger):
    """For ``logger_class``, with ``loglevel = "error"``: a malformed request is a warning with its sender.

    What is logged as an exception carries the path, which may be a link from somebody's mail, and a
    traceback that ends with a message: only its class is written.
    """

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        kind = sys.exc_info()[0]
        self.error_log.error("A request or a process failed: %s", kind.__qualname__ if kind else "unknown")
