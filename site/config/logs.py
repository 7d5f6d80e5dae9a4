"""Logs without personal data.

Two things would carry it: the path of a request (a link in a mail is a key to that person's deed)
and the message of an exception (PostgreSQL quotes the value that broke a constraint). So requests
are named by their route, and an exception by its class and the lines it passed.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

# A library says at "info" what it was given: a passkey's number, a payment's error in the provider's words.
OURS = ["config", "pages", "staff", "petitions", "events", "mailings", "donations", "campaigns", "supporters"]
OURS += ["outbox", "privacy", "django"]

type ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Formats exceptions as ``file:line in function``, innermost last, then their class; no message."""

    def format(self, record: logging.LogRecord) -> str:
        """An exception among the arguments (Django logs some so) is named by its class as well."""
        quiet = logging.makeLogRecord(record.__dict__)
        if isinstance(record.msg, BaseException):
            quiet.msg = type(record.msg).__qualname__
        if isinstance(record.args, tuple):
            quiet.args = tuple(
                type(arg).__qualname__ if isinstance(arg, BaseException) else arg for arg in record.args
            )
        # Another formatter may have left the exception here, with its message.
        quiet.exc_text = None
        return super().format(quiet)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  logging's own name
        kind, _, frames = ei
        if kind is None:
            return ""
        lines = [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(frames)
        ]
        return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}"])

    def formatStack(self, stack_info: str) -> str:  # noqa: N802  logging's own name
        return ""


class JsonFormatter(QuietFormatter):
    """The same as one JSON object a line, for what collects logs: an exception's lines are a list.

    The minute, not the second: a line about a request must not tell when somebody signed.
    """

    def format(self, record: logging.LogRecord) -> str:
        said, *lines = super().format(record).split("\n")
        minute = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%MZ")
        told: dict[str, Any] = {
            "time": minute,
            "level": record.levelname,
            "logger": record.name,
            "message": said,
        }
        told |= {
            name: getattr(record, name) for name in ("status", "method", "route") if hasattr(record, name)
        }
        if lines:
            told["lines"] = [line.strip() for line in lines]
        return json.dumps(told, ensure_ascii=False)


class NameNobody(logging.Filter):
    """Takes out what Wagtail's own words are filled with: to whom a mail failed, and of what page."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple("…" if isinstance(arg, str) else arg for arg in record.args)
        return True


class NameTheRoute(logging.Filter):
    """Rewrites Django's request records: status, method and the route's pattern instead of the path."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        route = match.route if match else "no route"
        method = getattr(request, "method", None) or "?"
        status = getattr(record, "status_code", "?")
        record.msg = f"{status} {method} {route}"
        record.status, record.method, record.route = status, method, route
        record.args = ()
        return True


def logging_config(level: str, *, form: str = "text") -> dict[str, Any]:
    """The LOGGING setting: everything to standard error, one line a record; ``form`` is text or json.

    ``level`` is for what is ours and Django's: of others only warnings and errors are written.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "name_the_route": {"()": "config.logs.NameTheRoute"},
            "name_nobody": {"()": "config.logs.NameNobody"},
        },
        "formatters": {
            "text": {
                "()": "config.logs.QuietFormatter",
                "format": "{levelname} {name} {message}",
                "style": "{",
            },
            "json": {"()": "config.logs.JsonFormatter", "format": "{message}", "style": "{"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form},
            "requests": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["name_the_route"],
            },
            # A logger without any handler is not silent: Python writes its records itself, whole.
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": "ERROR" if level == "ERROR" else "WARNING"},
        "loggers": {
            # Without handlers: Django's own would mail the report of an error to ADMINS.
            **{name: {"handlers": [], "level": level, "propagate": True} for name in OURS},
            "django.request": {"handlers": ["requests"], "level": "ERROR", "propagate": False},
            "django.security": {"handlers": ["requests"], "level": "ERROR", "propagate": False},
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            # Two lines for every task: nothing a person needs to see when all is well.
            "django.tasks": {"level": "WARNING"},
            "wagtail.admin": {"filters": ["name_nobody"]},
            # What the server says from within a process of ours, in the same form.
            "gunicorn.error": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            # One line a request with address and path; `manage.py runserver` only.
            "django.server": {"handlers": ["nowhere"], "level": "ERROR", "propagate": False},
        },
    }
