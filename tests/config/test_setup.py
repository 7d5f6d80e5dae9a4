"""``manage.py setup``: a newcomer answers a few questions, wrongly at first, and stops halfway."""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import connections
from django.utils import translation

from config.mailers import PROVIDERS, WAITING, mailer
from config.recovery.asking import NoMoreAnswers, Terminal, WrongAnswer
from config.setup import checks, command, files, questions
from config.setup.questions import Unanswered, mail_url_of
from config.setup.zones import time_zone
from tests.proof import proof_size, record_figure

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {
    "domain": "petitions.example.org",
    "admin_login": "ada",
    "admin_address": "ada@example.org",
    "organization_zone": "America/Denver",
    "mail": "later",
    "database": "sqlite",
    # On this machine it would be made; here nobody but us owns anything.
    "system_user": "somebody",
}


@pytest.fixture
def typed(monkeypatch):
    """Lines that somebody types at a terminal; what was said to them."""
    out = io.StringIO()

    def answer(*lines: str) -> Terminal:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return Terminal(out)

    answer.said = out.getvalue
    return answer


@pytest.fixture
def given(tmp_path):
    return GIVEN | {"settings_dir": str(tmp_path / "etc"), "data_dir": str(tmp_path / "lib")}


@pytest.fixture
def memory():
    """A directory on a tmpfs, as /run is."""
    with tempfile.TemporaryDirectory(prefix="countersign-", dir="/dev/shm") as directory:
        yield Path(directory)


def ask(given, terminal=None):
    """Every answer, and where everything goes."""
    answers, place, _user = command._ask(questions.Given(given), terminal, Terminal(io.StringIO()))
    answers.pop("system_user", None)
    return answers, place


def write(given):
    """Answer and write, as one run of setup does before the databases."""
    answers, place = ask(given)
    terminal = Terminal(io.StringIO())
    place = command._write_files(answers, place, "somebody", terminal)
    files.write_servers(place, answers, user="somebody")
    return answers, place, terminal.out.getvalue()


def run_setup(*arguments, home, language="en_US.UTF-8"):
    """The command itself, with nothing in its environment."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "setup", *map(str, arguments)],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": language},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


# --- answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Petitions.Example.org", "https://petitions.example.org"),
        ("https://petitions.example.org/", "https://petitions.example.org"),
        ("peticiones-año.example.org", "https://xn--peticiones-ao-tkb.example.org"),
        ("localhost", "http://localhost:8000"),
        ("abcdefghij.onion", "http://abcdefghij.onion"),
    ],
)
def test_a_name_is_taken_as_people_write_it(said, kept):
    assert checks.domain(said) == kept


@pytest.mark.parametrize(
    ("check", "said"),
    [
        *((checks.domain, said) for said in ("", "example", "10.0.0.1", "a.org/b", "a.org:8443", "a b.org")),
        *((checks.login, said) for said in ("", "ada lovelace", "a/b", "x" * 151)),
        *((checks.address, said) for said in ("", "ada", "ada@", "ada@example")),
        *((time_zone, said) for said in ("", "Denver", "MST7", "localtime", "America/Denver; reboot")),
        *((checks.directory, said) for said in ("", "etc", "/a b", "/etc/../x", "/$HOME", "/etc/passwd/x")),
        *((checks.system_user, said) for said in ("", "root", "Ada", "a b")),
        *((checks.database_url, said) for said in ("", "mysql://a@b/c", "postgres://a@b")),
        *((checks.mail_url, said) for said in ("", "smtp://user:password@example.org", "mailgun://key")),
        (checks.mail_server, "mail.example.org"),
        (checks.one_of(["smtp", "sparkpost"]), "s"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_a_sentence_in_both_languages(check, said):
    with pytest.raises(WrongAnswer) as english:
        check(said)
    with translation.override("es"), pytest.raises(WrongAnswer) as spanish:
        check(said)

    assert str(english.value).endswith(".")
    assert str(english.value) != str(spanish.value)
    assert "password" not in str(english.value).replace("user:password@", "")


def test_who_answers_wrongly_is_asked_again_and_enter_takes_what_stands_in_brackets(
    typed, given, monkeypatch
):
    monkeypatch.setattr(questions, "is_root", lambda: False)
    terminal = typed(
        given["settings_dir"], "not a name", "petitions.example.org", "", "ada@", "ada@example.org",
        "Denver", "america/denver",
        "smtp", "mail.example.org", "mail.example.org:587", "ada", "p@ss:word/1", "",
        f"{given['settings_dir']}/data", given["data_dir"],
    )  # fmt: skip
    answers, _place = ask({}, terminal)

    assert (answers["domain"], answers["database"]) == ("https://petitions.example.org", "sqlite")
    assert answers["organization_zone"] == "America/Denver"
    assert typed.said().count("That is no time zone. Type one like America/Denver; or later.") == 1
    assert typed.said().count("Type a name like") == 1
    assert typed.said().count("That is no mail address") == 1
    assert typed.said().count("choose two places") == 1
    made = mailer("MAIL_URL", mail_url_of(answers))["OPTIONS"]
    assert (made["host"], made["port"], made["username"], made["password"]) == (
        "mail.example.org", 587, "ada", "p@ss:word/1",
    )  # fmt: skip


def test_where_answers_end_setup_ends(typed, given):
    with pytest.raises(NoMoreAnswers):
        ask({}, typed(given["settings_dir"], "petitions.example.org"))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_is_asked_for_its_keys_alone(typed, given, provider):
    keys = [f"key:{number}/ä" for number, _part in enumerate(PROVIDERS[provider])]
    del given["mail"]
    answers, _place = ask(given, typed(provider, *keys))

    assert list(mailer("MAIL_URL", mail_url_of(answers))["OPTIONS"].values()) == keys


def test_mail_can_wait_for_its_server():
    assert mail_url_of({"mail": "later"}) == ""
    assert mailer("MAIL_URL", "later")["BACKEND"] == WAITING


def test_without_questions_a_missing_or_wrong_answer_names_its_flag(given, tmp_path):
    del given["admin_address"]
    with pytest.raises(Unanswered, match=r"^--admin-address: That is no mail address"):
        ask(given)
    done = run_setup("--no-input", "--settings-dir", tmp_path / "etc", home=tmp_path, language="es_US.UTF-8")
    assert done.returncode == 1
    assert "--admin-address: Eso no es una dirección de correo" in done.stdout
    assert "Traceback" not in done.stderr
    (tmp_path / "answers").write_text("domain = localhost\nadmin = ada\n")
    done = run_setup("--no-input", "--answers", tmp_path / "answers", home=tmp_path)
    assert "answers, line 2: nothing is called admin." in done.stdout


def test_keys_and_data_must_not_lie_in_one_place(given):
    with pytest.raises(Unanswered, match="choose two places"):
        ask(given | {"data_dir": f"{given['settings_dir']}/data"})


# --- files -----------------------------------------------------------------------------------------


def test_keys_are_0400_and_the_environment_names_files_and_holds_no_secret(given):
    _answers, place, _said = write(
        given | {"mail": "smtp", "mail_url": "smtps://ada:hidden@mail.example.org:465"}
    )
    environment = place.environment.read_text()

    for name in ("kek", "idx", "sig", "secret_key", "mail_url"):
        file = place.keys / name
        assert file.stat().st_mode & 0o777 == 0o400
        assert file.read_text().strip() not in environment
        assert f'{name.upper()}_FILE="{file}"' in environment
    assert "hidden" not in "".join(path.read_text() for path in place.settings.iterdir() if path.is_file())
    assert (place.environment.stat().st_mode & 0o777, place.keys.stat().st_mode & 0o777) == (0o600, 0o700)
    assert {path.stat().st_mode & 0o777 for path in place.data.glob("*.sqlite3")} == {0o600}


def test_what_root_starts_or_believes_is_not_given_to_the_account_of_the_site(given, monkeypatch):
    """It could write itself a unit, or a line into what root calls."""
    changed = []
    monkeypatch.setattr(os, "fchown", lambda opened, *owner: changed.append(os.fstat(opened).st_ino))
    answers, place = ask(given)
    place = files.Place(place.settings, place.data, owner=(54321, 54321))
    command._write_files(answers, place, "somebody", Terminal(io.StringIO()))
    files.write_servers(place, answers, user="somebody")
    given_away = {str(file.relative_to(place.settings)) for file in place.settings.rglob("*")
                  if file.stat().st_ino in changed}  # fmt: skip

    assert {name for name in given_away if not name.startswith("keys")} == {"environment"}
    assert {"keys", "keys/kek"} <= given_away


def test_a_link_that_the_site_laid_into_its_data_gives_it_nothing_of_roots(given, tmp_path):
    _answers, place = ask(given)
    files.make_directories(place)
    shadow = tmp_path / "shadow"
    shadow.touch(mode=0o640)
    (place.data / "db.sqlite3").symlink_to(shadow)
    files.make_databases_private(place)

    assert shadow.stat().st_mode & 0o777 == 0o640


def test_a_second_run_touches_no_key_and_keeps_what_was_added(given):
    _answers, place, _said = write(given)
    before = {name: (place.keys / name).read_bytes() for name in ("kek", "idx", "sig", "secret_key")}
    with place.environment.open("a") as added:
        added.write('SITE_NAME="Ours"\n')
    place.recipient.write_text("age1abc\n")
    _answers, place, said = write(given)

    assert {name: (place.keys / name).read_bytes() for name in before} == before
    assert "stay as they are" in said
    read = files.read_environment(place.environment)
    assert (read["SITE_NAME"], read["BACKUP_RECIPIENT"], read["MAIL_URL"]) == ("Ours", "age1abc", "later")
    assert [path.name for path in place.settings.rglob(".*.????????")] == []


def test_the_zone_is_written_into_the_environment_and_one_named_there_by_hand_stays(given):
    _answers, place, _said = write(given | {"organization_zone": "later"})
    assert "ORGANIZATION_ZONE" not in files.read_environment(place.environment)
    with place.environment.open("a") as added:
        added.write('ORGANIZATION_ZONE="America/Phoenix"\n')
    said = given.pop("organization_zone")
    write(given)
    assert files.read_environment(place.environment)["ORGANIZATION_ZONE"] == "America/Phoenix"
    write(given | {"organization_zone": said})
    assert files.read_environment(place.environment)["ORGANIZATION_ZONE"] == "America/Denver"
    write(given | {"organization_zone": "later"})
    assert "ORGANIZATION_ZONE" not in files.read_environment(place.environment)


def test_after_a_stop_halfway_what_is_missing_is_made_and_what_was_answered_is_remembered(given, typed):
    _answers, place, _said = write(given)
    kek = (place.keys / "kek").read_bytes()
    for name in ("idx", "secret_key"):
        (place.keys / name).unlink()
    place.environment.unlink()
    again = typed(str(place.settings), *[""] * 9)
    answers, _place = ask({"system_user": "somebody"}, again)
    command._write_files(answers, place, "somebody", again)

    assert (place.keys / "kek").read_bytes() == kek
    assert (place.keys / "idx").exists()
    assert files.read_environment(place.environment)["BASE_URL"] == "https://petitions.example.org"
    assert answers["admin_address"] == "ada@example.org"


def test_a_unit_that_somebody_changed_stays_and_ours_comes_beside_it(given):
    _answers, place, _said = write(given)
    unit = place.settings / "countersign-web.service"
    theirs = unit.read_text().replace("RestartSec=5", "RestartSec=9")
    unit.write_text(theirs)
    write(given | {"domain": "other.example.org"})

    assert unit.read_text() == theirs
    assert (place.settings / "countersign-web.service.new").exists()
    assert "other.example.org {" in (place.settings / "Caddyfile").read_text()


def test_the_environment_is_read_alike_by_a_shell_and_by_systemd(given):
    _answers, place, _said = write(given)
    script = f"set -a; . {place.environment}; set +a; env"
    printed = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, env={}).stdout
    for name, value in files.read_environment(place.environment).items():
        assert f"{name}={value}\n" in printed
    subprocess.run(["sh", "-n", place.settings / "manage"], check=True)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_units_narrow_what_a_process_may_and_are_what_systemd_understands(given, database):
    answers, place, _said = write(given)
    answers["database"] = database
    proxy, *units = files.write_servers(place, answers, user="nobody")

    assert [unit.name for unit in units] == ["countersign-web.service", "countersign-worker.service"][
        : 2 if database == "postgres" else 1
    ]
    for unit in units:
        text = unit.read_text()
        assert {
            "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "LimitCORE=0",
            "CapabilityBoundingSet=",
            f"EnvironmentFile={place.environment}",
        } <= set(text.splitlines())  # fmt: skip
        # And the keys, where this machine's temporary files are in memory.
        [writes] = re.findall(r"^ReadWritePaths=(.*)$", text, re.MULTILINE)
        assert writes in {str(place.data), f"{place.data} -{place.keys}"}
        assert re.search(r"^Environment=TMPDIR=/run/", text, re.MULTILINE)
        assert "LogsDirectory" not in text
        if shutil.which("systemd-analyze"):
            checked = subprocess.run(
                ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
            )
            assert "countersign" not in checked.stderr.replace(str(unit), ""), checked.stderr
    assert "$" not in proxy.read_text()


def test_a_key_that_was_moved_into_memory_stays_there_and_the_lock_may_take_it_away(given, memory):
    """Where the units let nothing else be written, the directory of that file is named."""
    _answers, place, _said = write(given)
    kek = memory / "kek"
    shutil.move(place.keys / "kek", kek)
    text = place.environment.read_text()
    place.environment.write_text(text.replace(f'KEK_FILE="{place.keys}/kek"', f'KEK_FILE="{kek}"'))
    answers, place, said = write(given)

    assert "stay as they are" in said
    assert not (place.keys / "kek").exists()
    assert files.read_environment(place.environment)["KEK_FILE"] == str(kek)
    for unit in files.write_servers(place, answers | {"database": "postgres"}, user="nobody")[1:]:
        assert f"ReadWritePaths={place.data} -{memory}" in unit.read_text().splitlines()


# --- databases -------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_two_clusters_are_tried_before_anything_is_written(django_db_setup):
    from config.setup.databases import check_both

    main, keystore = os.environ["DATABASE_URL"], os.environ["KEYSTORE_URL"]
    assert connections["default"].vendor == "postgresql"
    check_both(main, keystore)
    with pytest.raises(WrongAnswer, match="Both are in one cluster"):
        check_both(main, main)
    for wrong in ("postgres://ada:hidden@127.0.0.1:1/x", main.replace("countersign@", "nobody_here@")):
        with pytest.raises(WrongAnswer, match="DATABASE_URL does not answer") as refusal:
            check_both(wrong, keystore)
        assert "hidden" not in str(refusal.value)


# --- all of it -------------------------------------------------------------------------------------


@pytest.mark.proof
@pytest.mark.skipif(proof_size(0, 1) == 0, reason="makes both databases by their migrations: in make prove")
def test_a_newcomer_has_a_site_with_one_command_and_again_without_harm(tmp_path, given):
    given |= {"domain": "localhost"}
    del given["system_user"]
    (tmp_path / "answers").write_text("".join(f"{name} = {value}\n" for name, value in given.items()))
    first = run_setup("--no-input", "--answers", tmp_path / "answers", home=tmp_path)
    assert first.returncode == 0, first.stdout + first.stderr
    kek = (tmp_path / "etc" / "keys" / "kek").read_bytes()
    again = run_setup("--no-input", "--answers", tmp_path / "answers", home=tmp_path, language="es_US.UTF-8")

    assert again.returncode == 0, again.stdout + again.stderr
    assert (tmp_path / "etc" / "keys" / "kek").read_bytes() == kek
    links = [re.findall(r"http://localhost:8000/\S+", done.stdout) for done in (first, again)]
    assert [len(found) for found in links] == [2, 2]
    assert links[0][0] != links[1][0]
    assert [found[1] for found in links] == ["http://localhost:8000/admin/"] * 2
    assert "recovery_sheet" in first.stdout
    assert "vale 72 horas" in again.stdout
    record_figure("setup: a fresh clone set up, and again with its keys untouched", "1 / 1")
