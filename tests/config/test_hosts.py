"""Names of the site: whose cookies are bound to it, the staff's own host, and where holes are told of."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

import pytest
from django.conf import settings as live
from django.contrib.auth.models import User
from django.test import Client, override_settings

from outbox.links import absolute_url
from supporters.models import Organization
from tests.config.test_environment import PRODUCTION, ROOT

COOKIES = (
    "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY"
)
COOKIES += " CSRF_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_SAMESITE SESSION_COOKIE_DOMAIN"


def booted(tmp_path: Path, names: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What these settings are on a site with this environment."""
    asked = f"from django.conf import settings as s; print(*(getattr(s, n) for n in {names.split()!r}))"
    return subprocess.run(
        [sys.executable, "-c", asked],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **PRODUCTION,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_over_https_cookies_are_bound_to_the_host_and_over_http_they_have_plain_names(tmp_path):
    rest = "True True True True Lax Lax None"
    assert booted(tmp_path, COOKIES).stdout.split("\n")[0] == f"__Host-sessionid __Host-csrftoken {rest}"
    assert (live.SESSION_COOKIE_NAME, live.CSRF_COOKIE_NAME) == ("sessionid", "csrftoken")


def test_what_the_guides_have_an_operator_check_finds_nothing_to_say(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            **PRODUCTION,
            "SECRET_KEY": token_urlsafe(48),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_staffs_host_is_one_of_the_sites_and_no_other(tmp_path):
    names = "ALLOWED_HOSTS ADMIN_HOST WAGTAILADMIN_BASE_URL"
    done = booted(tmp_path, names, ADMIN_HOST="staff.example.org")
    assert done.stdout == (
        "['petitions.example.org', 'staff.example.org'] staff.example.org https://staff.example.org\n"
    )
    done = booted(tmp_path, names, ADMIN_HOST="petitions.example.org")
    assert "ADMIN_HOST must be another host" in done.stderr


STAFFS, VISITORS = "staff.example.org", "petitions.example.org"


@pytest.fixture
def two_hosts(root_page):
    plugins = live.COUNTERSIGN | {"STAFF_URL": f"https://{STAFFS}"}
    hosts = [STAFFS, VISITORS]
    with override_settings(ADMIN_HOST=STAFFS, ALLOWED_HOSTS=hosts, COUNTERSIGN=plugins):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "on_staffs", "on_visitors"),
    [
        ("/admin/", 200, 404),
        ("/admin/login/", 302, 404),
        ("/admin/nothing-here/", 404, 404),
        ("/do/house-rules/", 404, 200),
        ("/en/nothing-here/", 404, 404),
        ("/do/petitions/confirm/altered/", 404, 404),
        ("/sitemap.xml", 404, 200),
        ("/.well-known/security.txt", 200, 200),
        ("/static/site/guide.css", 200, 200),
        ("/", 302, 302),
    ],
)
def test_each_host_answers_for_its_own_side_alone(two_hosts, path, on_staffs, on_visitors):
    client = Client()
    client.force_login(User.objects.create_superuser("host-keeper"))
    found = []
    for host in (STAFFS, VISITORS):
        answer = client.get(path, headers={"host": host})
        found.append(answer.status_code)
        if answer.streaming:
            answer.close()

    assert found == [on_staffs, on_visitors]


@pytest.mark.django_db
def test_links_in_mail_lead_to_the_host_that_answers(two_hosts):
    assert absolute_url("/admin/security/") == f"https://{STAFFS}/admin/security/"
    assert absolute_url("/do/house-rules/") == f"{live.BASE_URL}/do/house-rules/"


@pytest.mark.django_db
def test_holes_are_told_of_to_the_organization_and_the_day_never_runs_out(client):
    organization = Organization.load()
    organization.privacy_contact = "privacy@example.org"
    organization.save()
    answer = client.get("/.well-known/security.txt")
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    left = datetime.fromisoformat(told.pop("Expires")) - datetime.now(UTC)

    assert told == {
        "Contact": "mailto:privacy@example.org",
        "Preferred-Languages": "en, es",
        "Canonical": f"{live.BASE_URL}/.well-known/security.txt",
    }
    assert timedelta(days=178) < left < timedelta(days=181)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.django_db
def test_without_an_address_the_page_that_says_how_to_reach_us_is_named(client):
    contact = re.search(r"^Contact: (.+)$", client.get("/.well-known/security.txt").text, re.MULTILINE)
    assert contact is not None
    assert contact[1] == f"{live.BASE_URL}/do/really-us/"
