#!/bin/sh
# install.sh PYTHON LOCK: install a lock file, every file checked by its hash, then this project (editable).
set -eu
"$1" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$2"
"$1" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
