"""The shipped configuration of proxies, as far as it can be read without them: nobody is written down.

docs/operators/install.md says what was tried with the programs themselves.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CADDYFILES = ["docs/operators/Caddyfile", "site/config/setup/shipped/Caddyfile"]


@pytest.mark.parametrize("file", CADDYFILES)
def test_caddy_writes_nobody_down_and_passes_nobody_on(file):
    text = (ROOT / file).read_text()

    # All of its namespace: http.handlers names who breaks an answer off, http.log who sent what failed.
    assert re.findall(r"^\t*(?:log|exclude|include|output)\b.*", text, re.MULTILINE) == [
        "\tlog default {",
        "\t\texclude http",
    ]
    for header in ("X-Forwarded-For", "X-Real-IP", "User-Agent"):
        assert f"header_up -{header}" in text
    assert "flush_interval -1" in text
    # One body for every name: what an onion service imports keeps /readyz to itself as well.
    names, inside = re.findall(r"^(\S+) \{\n\timport site\n\}", text, re.MULTILINE), text.split("(site) {")[1]
    assert (len(names), "path /readyz" in inside, text.count("reverse_proxy")) == (1, True, 1)


@pytest.mark.parametrize("file", CADDYFILES)
def test_caddy_waits_for_a_restart_and_then_says_in_both_languages_what_is_so(file):
    text = (ROOT / file).read_text()
    said = re.findall(r'^\t+respond "(.+)"$', text, re.MULTILINE)

    assert "lb_try_duration 10s" in text
    assert ["please try again" in said[0], "inténtalo" in said[0]] == [True, True]
    assert ["32 MB at most" in said[1], "32 MB como máximo" in said[1]] == [True, True]
    # Its own name is a header that the one of the answer behind does not carry: both are taken off here.
    assert text.count("\theader -Server\n") == 2


def test_nginx_says_the_same_where_the_site_cannot():
    text = (ROOT / "docs/operators/nginx.conf").read_text()
    by_caddy = re.findall(r'^\t+respond "(.+)"$', (ROOT / CADDYFILES[0]).read_text(), re.MULTILINE)

    pages = re.findall(r"^    error_page ([\d ]+) (@\w+);$", text, re.MULTILINE)
    said = re.findall(r'^    location (@\w+) \{.*?return (\d+) "(.+?)";', text, re.MULTILINE | re.DOTALL)
    assert pages == [("502 504", "@away"), ("413", "@large")]
    assert said == [("@away", "502", by_caddy[0]), ("@large", "413", by_caddy[1])]
    assert "    server_tokens off;" in text


def test_the_onion_service_gets_what_every_name_gets():
    said = (ROOT / "docs/operators/onion.md").read_text()

    assert ("import site" in said, "reverse_proxy" in said) == (True, False)
