#!/bin/sh
# The Debian packages that the browser, PostgreSQL and translation parts of the tests need, and smtp-sink for `make bench`.
set -eu
packages="chromium chromium-headless-shell gettext postgresql git make"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
sink=var/postfix/usr/sbin/smtp-sink
[ -z "$missing" ] && { [ -x "$sink" ] || [ -x /usr/sbin/smtp-sink ]; } && { echo "setup-system: nothing to install"; exit 0; }
if [ "$(id -u)" -ne 0 ]; then
    echo "setup-system: needs root to install:$missing (run: sudo make setup-system)" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq </dev/null
# shellcheck disable=SC2086  one word per package
[ -z "$missing" ] || apt-get install -y -qq --no-install-recommends $missing </dev/null
# Unpacked and not installed, for Postfix's package would start a mail server.
[ -x "$sink" ] || [ -x /usr/sbin/smtp-sink ] || {
    mkdir -p var/postfix
    (cd var/postfix && apt-get download -qq postfix && dpkg -x postfix_*.deb . && rm postfix_*.deb)
}
