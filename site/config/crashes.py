"""What nobody caught is written as a log line is: its class and the lines it passed, without its message.

Python's own hooks print the message, and PostgreSQL's quotes the value that broke a constraint: a command
that fails at night, or a thread that dies, would leave somebody's address in the journal.
"""

import logging
import sys
import threading
from types import TracebackType

logger = logging.getLogger(__name__)


def leave_no_message() -> None:
    """Set the hooks of this process. On a terminal whoever runs a command still reads all of it."""
    sys.excepthook = _process_ends
    threading.excepthook = _thread_ends
    sys.unraisablehook = _not_raised
    # A call to log that does not fit would be printed with what it was to log.
    logging.raiseExceptions = False


def _process_ends(kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
    if sys.stderr.isatty():
        sys.__excepthook__(kind, error, frames)
    else:
        # nosemgrep: no-traceback-in-logs (our formatter writes class and lines, and no message)
        logger.critical("The process ends by what nobody caught.", exc_info=(kind, error, frames))


def _thread_ends(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        # nosemgrep: no-traceback-in-logs (our formatter writes class and lines, and no message)
        logger.critical(
            "A thread ends by what nobody caught.",
            exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
        )


def _not_raised(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        # nosemgrep: no-traceback-in-logs (our formatter writes class and lines, and no message)
        logger.error(
            "What was raised while something was cleaned up went nowhere.",
            exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
        )
