"""Indexes under newer canonical rules, and under a newer key, of people known by several addresses."""

import pytest
from django.core.management import call_command

from privacy import canonical, rotation
from privacy.actors import Actor
from privacy.canonical import RULES_VERSION, Provider
from privacy.indexes import Domain, IndexKind, blind_index
from privacy.keyring import forget_keyring
from privacy.rotation import reindex, rotate
from privacy.sealing import reseal
from supporters import found_by
from supporters.enums import SuggestionReason
from supporters.models import MergeSuggestion, SubjectIndex, Supporter
from supporters.selectors import find_supporter
from supporters.services import merge_supporters
from supporters.tasks import suggest_merges
from tests.privacy.factories import plus_one, with_keys
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db

DOTTED, PLAIN, OTHER = "a.da@example.org", "ada@example.org", "lovelace@example.net"


@pytest.fixture
def steward(django_user_model):
    return Actor.staff(django_user_model.objects.create_user("steward"))


@pytest.fixture
def fresh_keyring():
    """The ring is kept by the process: a test with other keys begins and ends without one."""
    forget_keyring()
    yield
    forget_keyring()


@pytest.fixture
def newer_rules(monkeypatch):
    """From its call on, example.org reads no dots before the @."""

    def change():
        monkeypatch.setitem(canonical.PROVIDERS, "example.org", Provider("example.org", drop="."))
        monkeypatch.setattr(rotation, "RULES_VERSION", RULES_VERSION + 1)
        monkeypatch.setattr(found_by, "RULES_VERSION", RULES_VERSION + 1)

    return change


def known_by(supporter, *further):
    """Have somebody known by further addresses, as merging does."""
    reseal(supporter, lambda now: type(now)(**{**vars(now), "further_emails": list(further)}))
    for address in further:
        SubjectIndex.objects.bulk_create([found_by.index_row(supporter, "email", index_of(address))])


def index_of(address):
    return blind_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical.canonical_address(address))


def test_addresses_are_found_under_newer_rules_once_they_are_indexed_again(newer_rules):
    ada, other = admit(DOTTED, phone="512 555 0142"), admit(OTHER)
    newer_rules()

    assert find_supporter(PLAIN) is None
    done = reindex()
    assert (done.reindexed, done.left) == (3, 0)
    assert (find_supporter(PLAIN), find_supporter(OTHER)) == (ada, other)
    assert reindex().reindexed == 0


def test_two_who_are_one_mailbox_by_newer_rules_are_suggested_and_merged_by_a_person(newer_rules, steward):
    old, new = admit(DOTTED), admit(PLAIN)
    newer_rules()
    suggest_merges.call()
    suggest_merges.call()

    suggestion = MergeSuggestion.objects.get()
    assert (suggestion.people, suggestion.reason) == ((old, new), SuggestionReason.ADDRESS)
    assert find_supporter(DOTTED) == new
    merge_supporters(survivor=old, loser=new, actor=steward)
    done = reindex()
    assert (done.left, SubjectIndex.objects.count()) == (0, 1)
    assert find_supporter(DOTTED) == find_supporter(PLAIN) == Supporter.objects.get()


def test_two_addresses_of_one_person_that_become_one_leave_one_index(newer_rules):
    ada = admit(DOTTED)
    known_by(ada, PLAIN, OTHER)
    newer_rules()
    done = reindex()

    assert (done.left, SubjectIndex.objects.count(), MergeSuggestion.objects.count()) == (0, 2, 0)
    assert [find_supporter(address) for address in (DOTTED, PLAIN, OTHER)] == [ada] * 3


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_rotating_keys_finds_somebody_by_every_address(batch, settings, monkeypatch, fresh_keyring):
    monkeypatch.setattr(rotation, "BATCH", batch)
    ada = admit(DOTTED, phone="512 555 0142")
    known_by(ada, PLAIN, OTHER)
    keys = settings.COUNTERSIGN["KEYS"]
    with_keys(settings, idx=plus_one(keys.idx))
    done = rotate()

    assert (done.reindexed, done.old_indexes) == (4, {})
    newest = max(settings.COUNTERSIGN["KEYS"].idx)
    with_keys(settings, idx={newest: settings.COUNTERSIGN["KEYS"].idx[newest]})
    assert [find_supporter(address) for address in (DOTTED, PLAIN, OTHER)] == [ada] * 3
    assert SubjectIndex.objects.count() == 4


@pytest.mark.parametrize("batch", [1, 2])
def test_a_run_that_is_killed_is_gone_on_with(batch, newer_rules, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", batch)
    ada = admit(DOTTED)
    known_by(ada, OTHER, "ada.l@example.org")
    newer_rules()

    def die(label, count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(progress=die)
    reindex()
    assert [find_supporter(address) for address in (PLAIN, OTHER, "adal@example.org")] == [ada] * 3
    assert SubjectIndex.objects.count() == 3


def test_the_command_says_what_it_did_and_what_is_left(newer_rules, capsys):
    admit(DOTTED)
    admit(PLAIN)
    newer_rules()
    call_command("reindex")

    said = capsys.readouterr().out
    assert "Indexed again: 1." in said
    assert "which is a suggested merge now: 1." in said
