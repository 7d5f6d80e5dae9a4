#!/usr/bin/env python
"""Django's command line for the ready-made site."""

import os
import sys
from importlib import import_module
from pathlib import Path

# They make what settings are read from, so they run before there are any.
BEFORE_SETTINGS = {"setup": "config.setup.command", "recover_keys": "config.recovery.command"}
NOT_INSTALLED = """\
Django is not installed for this Python ({python}).
In a fresh clone:  make install && .venv/bin/python manage.py setup"""

if __name__ == "__main__":
    # site/ is a directory on the path, never a package: Python's own `site` module would win.
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit(NOT_INSTALLED.format(python=sys.executable))
    if sys.argv[1:2] and sys.argv[1] in BEFORE_SETTINGS:
        sys.exit(import_module(BEFORE_SETTINGS[sys.argv[1]]).main(sys.argv[2:]))
    execute_from_command_line(sys.argv)
