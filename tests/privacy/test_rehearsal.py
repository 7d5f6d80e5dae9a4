"""A restore tried out beside the site that runs: in a process and databases of its own, as operators do."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage.x25519 import Identity

from outbox.enums import SendState
from outbox.models import Letter
from privacy import backups
from privacy.erasure import destroy_subjects
from privacy.rehearsal import lend_static_files
from privacy.scratch import rehearsal_folder
from supporters.models import Supporter
from tests.postgres import binaries, two_clusters
from tests.privacy.factories import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def identity(tmp_path):
    file = tmp_path / "key.txt"
    file.write_text(f"{Identity.generate()}\n")
    return file


@pytest.fixture
def elsewhere():
    """Options that name empty databases, where files will not do."""
    if connection.vendor == "sqlite":
        yield []
        return
    with two_clusters(binaries()) as urls:
        yield ["--database-url", urls["DATABASE_URL"], "--keystore-url", urls["KEYSTORE_URL"]]


def back_up(tmp_path, identity) -> backups.Backup:
    [secret] = backups.read_identities(identity)
    return backups.back_up(
        main_shelf=tmp_path / "one", keystore_shelf=tmp_path / "two", recipients=[secret.to_public()]
    )


def options(made: backups.Backup, identity) -> list[str]:
    return ["--main", str(made.main), "--keystore", str(made.keystore), "--identity", str(identity)]


def test_a_backup_comes_back_whole_elsewhere_and_mails_nobody(tmp_path, identity, elsewhere, capsys):
    rows = [person(email=f"{number}@example.org") for number in range(3)]
    # It waits in the backup, and its wake-up with it; here it will have been sent by then.
    Letter.objects.create(kind="no such kind", language="en", state=SendState.QUEUED)
    made = back_up(tmp_path, identity)
    destroy_subjects([rows[0].subject_id])
    Supporter.objects.filter(pk=rows[0].pk).delete()
    call_command("rehearse", *options(made, identity), *elsewhere)

    assert capsys.readouterr().out == (
        "3 sealed rows came back, and all of them open. 0 erasures were applied again. A page was served. "
        "Nothing was mailed.\n"
        "The site that runs has 2 now. The rehearsal is thrown away.\n"
    )
    # The site that runs was not touched.
    assert (Supporter.objects.count(), Letter.objects.get().state) == (2, SendState.QUEUED)


def test_a_backup_that_cannot_be_opened_is_said_in_a_sentence(tmp_path, identity, elsewhere):
    made = back_up(tmp_path, identity)
    identity.write_text(f"{Identity.generate()}\n")
    with pytest.raises(CommandError, match="can't be restored"):
        call_command("rehearse", *options(made, identity), *elsewhere)


@pytest.mark.sqlite
def test_on_sqlite_no_database_is_named(tmp_path, identity):
    made = back_up(tmp_path, identity)
    with pytest.raises(CommandError, match="Name two empty databases on PostgreSQL, and none on SQLite"):
        call_command("rehearse", *options(made, identity), "--database-url", "postgres://a@b/c")


def test_the_names_of_static_files_are_lent_to_it_and_stay(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    names = settings.STATIC_ROOT / "staticfiles.json"
    names.write_text("{}")
    with rehearsal_folder() as (scratch, _held):
        lend_static_files(scratch)
        assert (scratch / "static" / "staticfiles.json").read_text() == "{}"

    assert (scratch.exists(), names.read_text()) == (False, "{}")


def test_where_none_were_collected_none_are_lent(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "nowhere"
    lend_static_files(tmp_path)

    assert list(tmp_path.iterdir()) == []
