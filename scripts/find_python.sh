#!/bin/sh
# Print the path of a Python that is 3.12 or newer and can make virtual environments; 1 if there is none.
# The `python3` on the path may be older, and a pyenv shim may answer for a version that is not chosen.

fits() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

real_path() {
    "$1" -c 'import sys; print(sys.executable)'
}

here=$(dirname "$0")/..
wanted=$(cat "$here/.python-version" 2>/dev/null)

# The version this project is developed on comes first, then newer, then 3.12.
for name in ${PYTHON:-} "python$wanted" python3.14 python3.13 python3.12 python3 python; do
    if fits "$name"; then real_path "$name"; exit 0; fi
done

# Versions that pyenv or uv keep, also where HOME is not the home of who installed them.
shims=$(printf '%s' "$PATH" | tr ':' '\n' | grep '/shims/*$' | head -n 1)
for root in "${PYENV_ROOT:-}" "${shims%/shims*}" "${HOME:-}/.pyenv"; do
    [ -d "$root/versions" ] || continue
    for python in "$root/versions/$wanted"*/bin/python "$root"/versions/3.*/bin/python; do
        if fits "$python"; then real_path "$python"; exit 0; fi
    done
done
for python in "${HOME:-}"/.local/share/uv/python/*/bin/python3; do
    if fits "$python"; then real_path "$python"; exit 0; fi
done

echo "Countersign needs Python 3.12 or newer with its venv module: install it (on Debian: apt-get install python3 python3-venv; elsewhere: pyenv install $wanted) and run make again." >&2
exit 1
