"""The readers of environment variables: each wrong value stops the boot with a sentence that names it."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail as mail_api
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from config import databases, environment, keys, mailers

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("given", "read"), [("1", True), ("yes", True), ("OFF", False), ("", False), (" true ", True)]
)
def test_a_flag_is_on_or_off(monkeypatch, given, read):
    monkeypatch.setenv("X", given)

    assert environment.flag("X") is read


@pytest.mark.parametrize("given", ["2", "ja", "None", "truee", "0.0"])
def test_a_flag_that_is_neither_stops_the_boot(monkeypatch, given):
    monkeypatch.setenv("X", given)
    with pytest.raises(ImproperlyConfigured, match="X must be 1 or 0"):
        environment.flag("X")


@pytest.mark.parametrize("given", ["-1", "1.5", "1e3", "ten", "0", "101", "١", "1_0", "99999999999999999999"])
def test_a_number_out_of_bounds_stops_the_boot(monkeypatch, given):
    monkeypatch.setenv("X", given)
    with pytest.raises(ImproperlyConfigured, match="X must be a whole number from 1 to 100"):
        environment.number("X", default=5, least=1, most=100)


def test_a_number_is_read_and_has_a_default(monkeypatch):
    assert environment.number("X", default=5) == 5
    monkeypatch.setenv("X", "007")
    assert environment.number("X", default=5) == 7


def test_words_are_divided_by_single_commas(monkeypatch):
    assert environment.words("X", default=("a",)) == ("a",)
    monkeypatch.setenv("X", "a, b,c d")
    assert environment.words("X") == ("a", "b", "c d")
    monkeypatch.setenv("X", "a,,b")
    with pytest.raises(ImproperlyConfigured, match="X must be values divided by single commas"):
        environment.words("X")


def test_one_of_knows_its_choices(monkeypatch):
    assert environment.one_of("X", ("a", "b"), default="b") == "b"
    monkeypatch.setenv("X", "A")
    with pytest.raises(ImproperlyConfigured, match="X must be one of a, b, not 'A'"):
        environment.one_of("X", ("a", "b"), default="b")


def test_a_country_is_two_capital_letters(monkeypatch):
    assert environment.country("X", default="US") == "US"
    for wrong in ("us", "USA", "U"):
        monkeypatch.setenv("X", wrong)
        with pytest.raises(ImproperlyConfigured, match="X must be two capital letters"):
            environment.country("X", default="US")


def test_a_zone_is_one_that_there_is(monkeypatch):
    assert environment.zone("X", default="") == ""
    monkeypatch.setenv("X", "America/Denver")
    assert environment.zone("X", default="") == "America/Denver"
    for wrong in ("Denver", "america/denver", "UTC+7"):
        monkeypatch.setenv("X", wrong)
        with pytest.raises(ImproperlyConfigured, match="X must be a time zone like America/Denver"):
            environment.zone("X", default="")


def test_days_are_pairs_of_a_rule_and_a_number(monkeypatch):
    monkeypatch.setenv("X", "letters=60, gifts=3650")
    assert environment.days_by_rule("X") == {"letters": 60, "gifts": 3650}
    for wrong in ("letters", "letters=0", "letters=x", "=3", "letters=-1"):
        monkeypatch.setenv("X", wrong)
        with pytest.raises(ImproperlyConfigured, match="X must hold pairs"):
            environment.days_by_rule("X")


def test_rates_are_pairs_of_a_name_and_a_number_that_may_be_nought(monkeypatch):
    monkeypatch.setenv("X", "google=40,yahoo=0")
    assert environment.numbers_by_name("X", example="google=40", least=0) == {"google": 40, "yahoo": 0}
    for wrong in ("google", "google=-1", "google=4.5", "=3", "google=100000"):
        monkeypatch.setenv("X", wrong)
        with pytest.raises(ImproperlyConfigured, match="X must hold pairs like google=40"):
            environment.numbers_by_name("X", example="google=40", least=0)


@pytest.mark.parametrize(
    "given",
    [
        "example.org",
        "https://",
        "https://example.org/",
        "https://example.org/x",
        "ftp://example.org",
        "https://u:p@example.org",
        "https://example.org:x",
        "https://example.org?x=1",
        "javascript:alert(1)",
    ],
)
def test_a_base_url_is_scheme_and_host_and_nothing_else(monkeypatch, given):
    monkeypatch.setenv("X", given)
    with pytest.raises(ImproperlyConfigured, match=r"^X must"):
        environment.base_url("X")


def test_a_secret_comes_from_the_variable_or_from_a_file_and_not_from_both(monkeypatch, tmp_path):
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    file.chmod(0o400)
    with pytest.raises(ImproperlyConfigured, match="X is missing: set X or X_FILE"):
        environment.secret("X")
    assert environment.secret("X", optional=True) == ""
    monkeypatch.setenv("X_FILE", str(file))
    assert environment.secret("X") == "from a file"
    monkeypatch.setenv("X", "hunter2")
    with pytest.raises(ImproperlyConfigured, match="not both") as raised:
        environment.secret("X")
    assert "hunter2" not in str(raised.value)
    monkeypatch.delenv("X_FILE")
    assert environment.secret("X") == "hunter2"


def test_a_secret_file_must_be_readable_by_few_and_hold_something(monkeypatch, tmp_path):
    file = tmp_path / "secret"
    monkeypatch.setenv("X_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.secret("X")
    file.write_text("\n")
    file.chmod(0o400)
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        environment.secret("X")
    file.chmod(0o444)
    with pytest.raises(ImproperlyConfigured, match="every user of this machine may open"):
        environment.secret("X")


# --- databases and mailers -----------------------------------------------------------------------


def test_a_postgres_url_is_read_in_full():
    read = databases.postgres(
        "X", "postgres://ada:p%40ss@db.example.org:5433/main?sslmode=require", pool_size=7
    )

    assert {name: read[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "main",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": 5433,
    }
    assert read["OPTIONS"] == {
        "sslmode": "require",
        "pool": {"min_size": 1, "max_size": 7, "timeout": 10},
        "prepare_threshold": 5,
    }


def test_a_postgres_url_may_name_the_directory_of_a_socket():
    assert (
        databases.postgres("X", "postgres://u@%2Ftmp%2FMixedCase/main", pool_size=1)["HOST"]
        == "/tmp/MixedCase"
    )


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u@h/db",
        "postgres://u@h",
        "postgres://u@h/",
        "postgres://h:port/db",
        "postgres://h/db?x=1",
        "h/db",
    ],
)
def test_a_wrong_database_url_stops_the_boot_without_repeating_it(url):
    with pytest.raises(ImproperlyConfigured, match=r"^X ") as raised:
        databases.postgres("X", url, pool_size=1)
    assert url not in str(raised.value)


def test_both_databases_are_on_postgres_or_neither(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://u@h/db")
    monkeypatch.delenv("KEYSTORE_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match="Set both DATABASE_URL and KEYSTORE_URL, or neither"):
        databases.databases(tmp_path, pool_size=1)


def test_sqlite_is_set_up_as_measured(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("KEYSTORE_URL", raising=False)
    both = databases.databases(tmp_path, pool_size=1)

    assert {alias: one["OPTIONS"]["transaction_mode"] for alias, one in both.items()} == {
        "default": "IMMEDIATE",
        "keystore": "IMMEDIATE",
    }
    assert "journal_mode=WAL" in both["default"]["OPTIONS"]["init_command"]
    assert "secure_delete=ON" in both["keystore"]["OPTIONS"]["init_command"]
    assert "journal_mode=DELETE" in both["keystore"]["OPTIONS"]["init_command"]


@pytest.fixture
def mail(monkeypatch, tmp_path):
    def read(**variables: str):
        for name in ("MAIL_URL", "BULK_MAIL_URL", "GUARDED_MAIL_URL", "GUARDED_MAIL"):
            monkeypatch.setenv(name, variables.get(name, ""))
        return mailers.mailers(development=False, files=tmp_path)

    return read


def test_guarded_mail_has_a_mailer_only_when_it_was_asked_for(mail):
    plain = {"MAIL_URL": "smtp+starttls://u:p@mail.example.org"}

    assert [*mail(**plain)] == ["default", "bulk"]
    assert [*mail(**plain, GUARDED_MAIL="default")] == ["default", "bulk", "guarded"]
    own = mail(**plain, GUARDED_MAIL_URL="smtps://u:p@own.example.org")
    assert (own["guarded"]["OPTIONS"]["host"], own["default"]["OPTIONS"]["port"]) == ("own.example.org", 587)


def test_in_development_every_mail_is_a_file(tmp_path):
    found = mailers.mailers(development=True, files=tmp_path)

    assert {alias: one["BACKEND"].rsplit(".", 2)[1] for alias, one in found.items()} == {
        "default": "filebased",
        "bulk": "filebased",
        "guarded": "filebased",
    }


def test_a_provider_is_reached_through_anymail(settings):
    settings.MAILERS = {
        "one": mailers.mailer("X", "postmark://token"),
        "two": mailers.mailer("X", "mailgun://key%3A1:mail.example.org"),
    }

    assert mail_api.mailers["one"].server_token == "token"
    assert (mail_api.mailers["two"].api_key, mail_api.mailers["two"].sender_domain) == (
        "key:1",
        "mail.example.org",
    )
    for provider in mailers.PROVIDERS:
        assert import_string(f"anymail.backends.{provider}.EmailBackend")


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"MAIL_URL": "postmark://"},
        {"MAIL_URL": "mailgun://key"},
        {"MAIL_URL": "mail.example.org"},
        {"MAIL_URL": "imap://mail.example.org"},
        {"MAIL_URL": "smtp://user:password@mail.example.org"},
        {"MAIL_URL": "smtps://mail.example.org/path"},
        {"MAIL_URL": "smtps://h", "GUARDED_MAIL": "yes"},
        {"MAIL_URL": "smtps://h", "GUARDED_MAIL": "default", "GUARDED_MAIL_URL": "smtps://h"},
    ],
)
def test_a_wrong_mail_setting_stops_the_boot(mail, variables):
    with pytest.raises(ImproperlyConfigured):
        mail(**variables)


# --- the whole boot ------------------------------------------------------------------------------

KEYS = {name: "1:" + base64.b64encode(name.encode() * 16).decode() for name in ("KE", "ID", "SI")}
PRODUCTION = {
    "SECRET_KEY": "s" * 50,
    "KEK": KEYS["KE"],
    "IDX": KEYS["ID"],
    "SIG": KEYS["SI"],
    "MAIL_URL": "smtps://u:p@mail.example.org",
    "BASE_URL": "https://petitions.example.org",
}


def boot(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    printed = (
        "import config.settings as s; print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.ALLOWED_HOSTS, s.COUNTERSIGN)"
    )
    return subprocess.run(
        [sys.executable, "-c", printed],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DATA_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_boots_from_the_environment_and_prints_no_key(tmp_path):
    done = boot(tmp_path, **PRODUCTION)

    assert done.stdout.startswith("False True ['petitions.example.org']"), done.stderr
    assert [key for key in KEYS.values() if key[2:40] in done.stdout] == []


@pytest.mark.parametrize("name", [*PRODUCTION])
def test_each_missing_secret_stops_the_boot_and_is_named(tmp_path, name):
    done = boot(tmp_path, **{key: value for key, value in PRODUCTION.items() if key != name})

    assert done.returncode == 1
    assert f"ImproperlyConfigured: {name} is missing" in done.stderr


def test_plain_http_is_for_this_machine_and_onion_services(tmp_path):
    assert boot(tmp_path, **PRODUCTION | {"BASE_URL": "http://example.org"}).returncode == 1
    assert boot(tmp_path, **PRODUCTION | {"BASE_URL": "http://abcdef.onion"}).returncode == 0
    assert boot(tmp_path, **PRODUCTION | {"BASE_URL": "http://localhost:8000"}).returncode == 0


def test_who_may_tell_of_mail_is_pairs_of_a_provider_and_a_secret(monkeypatch):
    monkeypatch.setenv("MAIL_WEBHOOKS", "postmark=name:pass=word, mailgun=key")
    assert mailers.webhook_secrets("MAIL_WEBHOOKS") == {"postmark": "name:pass=word", "mailgun": "key"}
    monkeypatch.delenv("MAIL_WEBHOOKS")
    assert mailers.webhook_secrets("MAIL_WEBHOOKS") == {}
    for wrong in ("postmark", "=secret", "postmark="):
        monkeypatch.setenv("MAIL_WEBHOOKS", wrong)
        with pytest.raises(ImproperlyConfigured) as said:
            mailers.webhook_secrets("MAIL_WEBHOOKS")
        assert "secret" not in str(said.value)


@pytest.mark.parametrize("given", ["nowhere_at_all.Backend", "Backend", "json.not-a-name"])
def test_a_class_that_is_not_installed_stops_the_boot(monkeypatch, given):
    assert environment.dotted("X", "json.JSONDecoder") == "json.JSONDecoder"
    monkeypatch.setenv("X", given)
    with pytest.raises(ImproperlyConfigured, match=r"X names .* which is not installed here"):
        environment.dotted("X", "json.JSONDecoder")


def test_only_the_kek_may_be_away_from_its_file_and_then_there_is_none(monkeypatch, tmp_path):
    """The lock takes that one away; whether it did is asked of the keystore, at the first use."""
    line = "1:" + base64.b64encode(b"k" * 32).decode()
    values = {"KEK": line, "IDX": line.replace("a", "b"), "SIG": line.replace("a", "c")}

    def secret(name, _file):
        return values[name]

    monkeypatch.delenv("KEK", raising=False)
    monkeypatch.setenv("KEK_FILE", str(tmp_path / "kek"))
    away = keys.read_keys(secret)
    (tmp_path / "kek").write_text(line)
    there = keys.read_keys(secret)

    assert (dict(away.kek), set(away.idx), set(there.kek)) == ({}, {1}, {1})
