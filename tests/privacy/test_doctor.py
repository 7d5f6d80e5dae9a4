import tempfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from privacy import check_ups, database_log, doctor, erasure
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.doctor import Complaint, examine
from privacy.enums import Note
from privacy.indexes import index_tables
from privacy.locking import lock_vault
from privacy.models import SubjectKey
from privacy.models.keystore import KeystoreNote
from privacy.models.worker import WorkerHeartbeat
from privacy.notes import write_note
from privacy.roles import Role
from privacy.scratch import PREFIX
from privacy.tasks import scrub_keystore
from privacy.walk import naming_models, sealed_models
from privacy.worker import beat
from supporters.models import Supporter
from tests.outbox.colleagues import colleague
from tests.passkey import Passkey
from tests.privacy.factories import new_key, people, with_keys

pytestmark = pytest.mark.django_db

LABEL = Supporter._meta.label
CALLED = {"default": "the main database", "keystore": "the keystore"}


def test_lost_and_erased_rows_are_told_apart_and_nothing_is_removed():
    rows = people(5)
    erasure.destroy_subjects([rows[0].subject_id])
    SubjectKey.objects.filter(pk__in=[rows[1].subject_id, rows[2].subject_id]).delete()

    found = examine()

    assert (found.halves, found.lost, found.is_well) == ({LABEL: 1}, {LABEL: 2}, False)
    assert found.blobs[f"{LABEL} KEK 1"] == Supporter.objects.filter(sealed__isnull=False).count() == 5


def test_a_blob_that_is_none_is_reported():
    rows = people(2)
    Supporter.objects.filter(pk=rows[0].pk).update(sealed=b"not a blob")
    found = examine()
    assert (found.broken, found.is_well) == ({LABEL: 1}, False)


def test_a_blob_of_the_newest_key_that_does_not_open_is_reported():
    rows = people(2)
    blob = bytearray(rows[0].sealed)
    blob[-1] ^= 1
    Supporter.objects.filter(pk=rows[0].pk).update(sealed=bytes(blob))
    found = examine()
    assert (found.broken, found.is_well) == ({LABEL: 1}, False)


@pytest.fixture
def run_well(settings, monkeypatch, tmp_path):
    """An installation with a worker, a backup and a recovery sheet of today, watchers with passkeys, a zone,
    and https."""
    # A test run that was killed may have left a rehearsal in the machine's.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.COUNTERSIGN = settings.COUNTERSIGN | {
        "BASE_URL": "https://countersign.example",
        "ORGANIZATION_ZONE": "America/Denver",
    }
    settings.ALLOWED_HOSTS = ["countersign.example", "testserver"]
    write_note(Note.BACKED_UP)
    write_note(Note.RECOVERY_SHEET)
    beat("alive")
    for name in ("watcher", "another"):
        Passkey(colleague(name))


def check_once(monkeypatch, *complaints: Complaint) -> None:
    """Have one check more, which says this."""
    others = {name: one for name, one in doctor._checks.items() if name != "of this test"}
    monkeypatch.setattr(doctor, "_checks", others)
    doctor.register_doctor("of this test", lambda: complaints, title="Of this test")


def test_of_a_healthy_installation_only_its_name_is_told(capsys, run_well):
    people(2)
    # Is in no DNS.
    with pytest.raises(CommandError, match=r"^1 fault\.$"):
        call_command("doctor")
    out = capsys.readouterr().out
    assert out == (
        f"Supporters ({LABEL}): 2 rows sealed with the key KEK 1\n"
        "! Address of the site (address): DNS does not know countersign.example, the name in the address of "
        "the site (BASE_URL). Write its A or AAAA record.\n"
    )


def test_a_quick_look_opens_no_row_and_asks_nobody(capsys, run_well):
    Supporter.objects.filter(pk=people(1)[0].pk).update(sealed=b"not a blob")
    call_command("doctor", "--quick")
    assert capsys.readouterr().out == "All is well.\n"


def test_on_somebodys_own_machine_it_says_in_one_line_that_nothing_is_at_stake(settings, db):
    def said():
        return {name: [one.is_fault for one in found] for name, found in doctor.complaints(quick=True)}

    settings.DEBUG = True
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "BASE_URL": "http://localhost:8000"}
    own = said()
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "BASE_URL": "http://countersign.example"}
    reached = said()

    names = ("settings", "backup", "watchers")
    assert [own[name] for name in names] == [[False], [], []]
    assert [any(reached[name]) for name in names] == [True, True, False]
    assert len(reached["settings"]) > 1


def test_it_speaks_the_language_of_the_terminal(capsys, monkeypatch, run_well):
    monkeypatch.setenv("LC_ALL", "es_US.UTF-8")
    call_command("doctor", "--quick")
    call_command("doctor", "--quick", "--language", "en")
    check_once(monkeypatch, Complaint("Do that."))
    with pytest.raises(CommandError, match="1 falla"):
        call_command("doctor", "--quick")

    assert capsys.readouterr().out == (
        "Todo está bien.\nAll is well.\n! Of this test (of this test): Do that.\n"
    )


def test_each_check_and_each_table_has_a_name_that_people_know_in_both_languages():
    """The name by which an operator searches stands behind it in brackets."""
    labels = {one._meta.label for one in (*sealed_models(), *naming_models())}
    labels |= {table.model._meta.label for table in index_tables()}

    def called() -> dict[str, str]:
        return {name: doctor.check_called(name) for name in doctor._checks} | {
            label: doctor.table_called(label) for label in labels
        }

    english = called()
    with translation.override("es"):
        spanish = called()

    assert len(english) > 40
    assert [name for name, said in english.items() if not said.endswith(f" ({name})")] == []
    assert [name for name, said in english.items() if said == spanish[name]] == []


def test_of_a_locked_vault_it_says_what_it_did_not_look_at_and_looks_at_the_rest(
    capsys, monkeypatch, settings, run_well
):
    settings.COUNTERSIGN = settings.COUNTERSIGN | {"BASE_URL": "http://countersign.onion"}
    settings.ALLOWED_HOSTS = ["countersign.onion"]
    rows = people(3)
    lock_vault(actor=Actor.system())
    call_command("doctor", "--language", "es")
    rows_of, not_opened, locked, ending = capsys.readouterr().out.splitlines()
    assert (rows_of, not_opened, ending) == (
        f"Simpatizantes ({LABEL}): 3 filas selladas con la clave KEK 1",
        (
            "~ Los datos están bloqueados: no se miró si se abre cada fila sellada. Vuelve a ejecutar esto "
            "cuando se desbloqueen."
        ),
        "Todo lo que se pudo mirar sin las claves está bien.",
    )
    assert locked.startswith("~ Bloqueo (lock): Los datos están bloqueados.")
    call_command("doctor", "--quick", "--language", "es")
    assert capsys.readouterr().out.splitlines() == [locked, ending]

    SubjectKey.objects.filter(pk=rows[0].subject_id).delete()
    check_once(monkeypatch, Complaint("Do that."))
    with pytest.raises(CommandError, match=r"^The vault is not well\. 1 fault\.$"):
        call_command("doctor")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said if line.startswith("!")] == [
        f"! Supporters ({LABEL})",
        "! Of this test (of this test)",
    ]


def test_a_check_that_needs_the_keys_of_a_locked_vault_is_no_fault(monkeypatch):
    lock_vault(actor=Actor.system())
    monkeypatch.setattr(doctor, "_checks", dict(doctor._checks))
    doctor.register_doctor("opening", lambda: [Complaint(people(1)[0].unseal().email)], title="Opening")
    assert dict(doctor.complaints(quick=True))["opening"] == [
        Complaint("Not looked at: this needs the keys, and the vault is locked.", is_fault=False)
    ]


def test_a_fault_ends_with_one_and_what_is_worth_doing_does_not(capsys, monkeypatch, run_well):
    check_once(monkeypatch, Complaint("Do this.", is_fault=False))
    call_command("doctor", "--quick")
    assert capsys.readouterr().out == "~ Of this test (of this test): Do this.\nAll is well.\n"

    check_once(monkeypatch, Complaint("Do that."))
    with pytest.raises(CommandError, match="1 fault"):
        call_command("doctor", "--quick")
    assert capsys.readouterr().out == "! Of this test (of this test): Do that.\n"


def test_a_check_that_fails_is_a_fault_and_keeps_no_other_back(monkeypatch):
    def fails() -> list[Complaint]:
        raise ValueError("a value")

    monkeypatch.setattr(doctor, "_checks", dict(doctor._checks))
    doctor.register_doctor("failing", fails, title="Failing")
    told = {name: [one.says for one in found] for name, found in doctor.complaints(quick=True)}

    assert told["failing"][0].startswith("This could not be looked at (ValueError).")
    assert told["backup"] == ["No backup was made yet. Run manage.py backup, and have it run each day."]
    assert told["keys"] == []


def test_the_doctor_speaks_spanish(capsys):
    with pytest.raises(CommandError):
        call_command("doctor", "--quick", "--language", "es")
    assert "! Copias de seguridad (backup): Todavía no se ha hecho ninguna copia" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "set_up", "says"),
    [
        (
            "settings",
            lambda settings: setattr(settings, "DEBUG", True),
            "The site runs as on",
        ),
        (
            "settings",
            lambda settings: setattr(settings, "ALLOWED_HOSTS", ["*"]),
            "The site answers to any name (ALLOWED_HOSTS is *)",
        ),
        (
            "settings",
            lambda settings: setattr(settings, "ALLOWED_HOSTS", ["a.example"]),
            "The site does not answer to the name in its own address (BASE_URL)",
        ),
        ("workers", lambda settings: WorkerHeartbeat.objects.all().delete(), "No worker is running"),
        ("workers", lambda settings: stand_idle(minutes=11), "Work has waited for 11 minutes"),
        ("backup", lambda settings: note_of(Note.BACKED_UP, days=-3), "The last backup is 3 days old"),
        ("clock", lambda settings: note_of(Note.SWEPT, days=1), "Something was noted at a time"),
        (
            "rehearsal",
            lambda settings: tempfile.mkdtemp(prefix=PREFIX),
            "A rehearsal was killed, and what it put back lies in",
        ),
        ("restore", lambda settings: write_note(Note.RESTORING), "A restore did not come to its end"),
    ],
)
def test_each_fault_is_told_with_what_to_do(name, set_up, says, run_well, settings):
    set_up(settings)
    told = {name: " ".join(one.says for one in found) for name, found in doctor.complaints(quick=True)}

    assert told[name].startswith(says)
    assert told[name].count(".") >= 2 or name == "restore"


def test_a_release_of_three_months_ago_is_told(run_well, monkeypatch):
    for days, says in ((90, []), (91, ["This release is 91 days old."])):
        monkeypatch.setattr(check_ups, "RELEASED", utc_today() - timedelta(days=days))
        assert [one.says[:28] for one in dict(doctor.complaints(quick=True))["release"]] == says


def staff_of(role: Role) -> User:
    user = User.objects.create_user(f"{role}")
    user.groups.set(Group.objects.filter(name=role.value))
    return user


def note_of(name: Note, *, days: int) -> None:
    write_note(name)
    KeystoreNote.objects.filter(name=name).update(at=timezone.now() + timedelta(days=days))


def stand_idle(*, minutes: int) -> None:
    scrub_keystore.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=minutes, seconds=1))


def test_administrators_see_it_on_the_front_page_in_their_language_and_others_do_not(client):
    for role, sees in ((Role.ADMINISTRATORS, 1), (Role.EDITORS, 0)):
        client.force_login(staff_of(role))
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert page.count("No backup was made yet.") == sees


def test_the_panel_goes_away_where_all_is_well(client, run_well):
    client.force_login(staff_of(Role.ADMINISTRATORS))
    assert "How this installation is" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_command_fails_and_names_what_is_wrong(capsys):
    rows = people(2)
    SubjectKey.objects.filter(pk=rows[0].subject_id).delete()
    write_note(Note.BACKED_UP)
    write_note(Note.RESTORED)
    write_note(Note.SCRUB_DUE)
    with pytest.raises(CommandError):
        call_command("doctor")
    out = capsys.readouterr().out
    assert f"! Supporters ({LABEL}): 1 LOST" in out
    assert "unnamed keys are kept" in out
    assert "wait for the next scrub" in out


@pytest.mark.postgres
@pytest.mark.parametrize("alias", ["default", "keystore"])
@pytest.mark.parametrize(
    ("setting", "loud", "quiet"),
    [
        ("log_error_verbosity", "default", "terse"),
        ("log_min_error_statement", "error", "panic or fatal"),
        ("log_min_duration_statement", "0", "-1"),
    ],
)
def test_a_server_whose_log_may_quote_rows_is_named(alias, setting, loud, quiet):
    assert examine().loud == []
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(f"SET LOCAL {setting} = '{loud}'")
        found = examine()
        transaction.set_rollback(True, using=alias)

    assert (len(found.loud), found.is_well) == (1, False)
    [sentence] = found.loud
    assert sentence.startswith(
        f"The server of {CALLED[alias]} ({alias}) may log values of rows: {setting} is {loud}, "
    )
    assert f"set it to {quiet} " in sentence


@pytest.mark.postgres
def test_a_server_whose_settings_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setattr(database_log, "QUIET", {"log_of_a_later_version": {"off"}})
    assert [sentence.partition(":")[0] for sentence in examine().loud] == [
        f"The settings of the server of {CALLED[alias]} ({alias}) cannot be read by its role"
        for alias in ("default", "keystore")
    ]


def test_a_wrong_key_is_said_in_one_sentence(settings):
    people(1)
    with_keys(settings, kek={1: new_key()})
    with pytest.raises(CommandError, match="KEK 1 is not the key"):
        call_command("doctor")
