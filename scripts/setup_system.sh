#!/bin/sh
# The Debian packages that the browser, PostgreSQL and translation parts of the tests need, and smtp-sink for `make bench`.
set -eu
packages="chromium chromium-headless-shell gettext postgresql git make"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
sink=var/postfix/usr/sbin/smtp-sink
has_sink() { [ -x "$sink" ] || [ -x /usr/sbin/smtp-sink ]; }
[ -z "$missing" ] && has_sink && { echo "setup-system: nothing to install"; exit 0; }
is_root() { [ "$(id -u)" -eq 0 ]; }
if [ -n "$missing" ] && ! is_root; then
    echo "setup-system: needs root to install:$missing (run: sudo make setup-system)" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
if is_root; then apt-get update -qq </dev/null; fi
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086  one word per package
    apt-get install -y -qq --no-install-recommends $missing </dev/null
fi
# Unpacked and not installed, for Postfix's package would start a mail server. Nothing but a measurement needs it.
has_sink || {
    mkdir -p var/postfix
    (cd var/postfix && apt-get download -qq postfix && dpkg -x postfix_*.deb . && rm postfix_*.deb)
} || echo "setup-system: there is no smtp-sink, so make bench leaves mail_smtp out" >&2
