"""One process of an installation that things happen to; tests start it (tests/warm.py).

    module tests.faults.process HOUSE web PORT WORKERS
    module tests.faults.process HOUSE command run_worker

HOUSE is a JSON file that says on what it stands (tests/faults/house.py): databases, keys, a clock.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from gunicorn.app.wsgiapp import WSGIApplication

from privacy.secret import KeySet, parse_keys

ROOT = Path(__file__).resolve().parents[2]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def run(house: str, what: str, *words: str) -> None:
    """Move in, then serve or run a management command as production does."""
    _move_in(json.loads(Path(house).read_text()))
    if what == "web":
        port, workers = words
        _serve(port, workers)
    else:
        _command(*words)


def _move_in(house: dict[str, Any]) -> None:
    for alias, place in house["databases"].items():
        connections[alias].settings_dict.update(place)
    # Loaded by a parent of all kinds of tests, as a development machine's.
    settings.DEBUG = False
    smtp = {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": house["mail_port"], "timeout": 20}}
    settings.MAILERS = {"default": smtp, "bulk": smtp}
    settings.COUNTERSIGN = {
        **settings.COUNTERSIGN,
        # One machine is the whole world here: 50 forms a second are no attack.
        "SIGN_LOAD_PER_MINUTE": 10**6,
        "MAIL_FIRST_PER_HOUR": 10**6,
        "DRAIN_RATE_PER_SECOND": 1000,
    }
    if keys := house.get("keys"):
        settings.COUNTERSIGN["KEYS"] = KeySet(**{name: parse_keys(key) for name, key in keys.items()})
    # No manifest: nobody has collected static files for a test.
    staticfiles_storage._wrapped = StaticFilesStorage()
    os.dup2(os.open(house["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    if seconds := house.get("clock"):
        # Before anything looks at the time, and ticking on from there.
        time_machine.travel(timezone.now() + timezone.timedelta(seconds=seconds), tick=True).start()


def _serve(port: str, workers: str) -> None:
    """gunicorn with the configuration that we ship."""
    sys.argv = [
        "gunicorn",
        *("--config", str(ROOT / "docs/operators/gunicorn.conf.py")),
        *("--bind", f"127.0.0.1:{port}", "--workers", workers),
        "config.wsgi",
    ]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()


def _command(*words: str) -> None:
    try:
        call_command(*words)
    except CommandError as refused:
        # As manage.py does.
        sys.stderr.write(f"CommandError: {refused}\n")
        sys.exit(1)
