"""Root runs setup where the site's own account writes: what that laid there gives it nothing."""

import os

import pytest

from config.setup import files

ANSWERS = {"domain": "https://petitions.example.org", "organization_zone": "later", "database": "sqlite"}


@pytest.fixture
def place(tmp_path):
    made = files.Place(tmp_path / "etc", tmp_path / "lib")
    files.make_directories(made)
    return made


@pytest.mark.parametrize("secret", ["a password", "age1 and more", "age1abc\nmore"])
def test_a_link_in_the_place_of_the_public_key_copies_nothing_out(place, tmp_path, secret):
    (tmp_path / "secret").write_text(f"{secret}\n")
    place.recipient.symlink_to(tmp_path / "secret")
    files.write_environment(place, ANSWERS)

    assert "BACKUP_RECIPIENT" not in files.read_environment(place.environment)


def test_two_public_keys_are_taken_over(place):
    place.recipient.write_text("age1abc,age1def\n")
    files.write_environment(place, ANSWERS)

    assert files.read_environment(place.environment)["BACKUP_RECIPIENT"] == "age1abc,age1def"


@pytest.mark.parametrize(("directory", "listed"), [("keys", 1), ("keys /etc", 0)])
def test_a_unit_lists_one_directory_of_keys_and_no_more(place, directory, listed):
    place.environment.write_text(f'KEK_FILE="/dev/shm/{directory}/kek"\n')
    files.write_servers(place, ANSWERS, user="somebody")
    unit = (place.settings / "countersign-web.service").read_text()

    assert [unit.count("-/dev/shm/keys"), unit.count(" /etc")] == [listed, 0]


def test_a_link_in_the_place_of_the_data_is_followed_where_whoever_runs_setup_laid_it(
    place, tmp_path, monkeypatch
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (place.data / "media").rmdir()
    place.data.rmdir()
    place.data.symlink_to(elsewhere)

    def rights():
        files.make_directories(place)
        return elsewhere.stat().st_mode & 0o777

    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert rights() == 0o700
    monkeypatch.undo()
    assert rights() == 0o711
