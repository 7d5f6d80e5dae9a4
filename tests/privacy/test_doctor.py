import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from privacy import database_log, erasure
from privacy.doctor import examine
from privacy.enums import Note
from privacy.models import SubjectKey
from privacy.notes import write_note
from supporters.models import Supporter
from tests.privacy.factories import new_key, people, with_keys

pytestmark = pytest.mark.django_db

LABEL = Supporter._meta.label


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


def test_a_healthy_vault_is_well(capsys):
    people(2)
    call_command("doctor")
    out = capsys.readouterr().out
    assert out == f"{LABEL} KEK 1: 2 sealed\nThe vault is well.\n"


def test_the_command_fails_and_names_what_is_wrong(capsys):
    rows = people(2)
    SubjectKey.objects.filter(pk=rows[0].subject_id).delete()
    write_note(Note.RESTORED)
    write_note(Note.SCRUB_DUE)
    with pytest.raises(CommandError):
        call_command("doctor")
    out = capsys.readouterr().out
    assert f"{LABEL}: 1 LOST" in out
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
    assert sentence.startswith(f"The server of “{alias}” may log values of rows: {setting} is {loud}, ")
    assert f"set it to {quiet} " in sentence


@pytest.mark.postgres
def test_a_server_whose_settings_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setattr(database_log, "QUIET", {"log_of_a_later_version": {"off"}})
    assert [sentence.partition(":")[0] for sentence in examine().loud] == [
        f"The settings of the server of “{alias}” cannot be read by its role"
        for alias in ("default", "keystore")
    ]


def test_a_wrong_key_is_said_in_one_sentence(settings):
    people(1)
    with_keys(settings, kek={1: new_key()})
    with pytest.raises(CommandError, match="KEK 1 is not the key"):
        call_command("doctor")
