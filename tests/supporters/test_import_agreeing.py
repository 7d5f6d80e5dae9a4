"""Before an import begins: a second person for new consents, a second look at many noes; and rotated keys."""

import threading
from time import sleep

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.urls import reverse

from privacy.actors import Actor
from privacy.keyring import forget_keyring, keyring
from privacy.models import AccessLog
from supporters.enums import ImportBasis, ImportStage, Outcome, WorkState
from supporters.exceptions import ImportGone, KeysRotated, NotSure, OwnRequest
from supporters.jobs import imports as jobs
from supporters.models import Organization, Subscription, Supporter, SupporterImport
from supporters.services import erase_supporter, import_agreeing, imports, subscribe
from supporters.services.imports import allow_import, decline_import, start_import, undo_import
from tests.privacy.factories import plus_one, with_keys
from tests.supporters.factories import PERSON, ListFactory, admit
from tests.supporters.importing import checked, imported, table, work

pytestmark = pytest.mark.django_db
PEOPLE = table(("ada@example.org", "Ada", "subscribed"))


@pytest.fixture
def steward(steward_user):
    return Actor.staff(steward_user)


@pytest.fixture
def second(colleague):
    return Actor.staff(colleague)


@pytest.fixture
def news(db):
    return ListFactory()


@pytest.fixture
def needs_two(db):
    Organization.objects.update_or_create(defaults={"exports_need_two": True})


def begun(task):
    task.refresh_from_db()
    return task.stage == ImportStage.REFUSING


def test_without_the_setting_an_import_begins_at_once(steward, news):
    task = checked(PEOPLE, news, steward)
    start_import(work=task, actor=steward)

    assert begun(task)


def test_with_it_nobody_becomes_mailable_before_another_agrees(needs_two, steward, second, news):
    task = checked(PEOPLE, news, steward)
    start_import(work=task, actor=steward)
    start_import(work=task, actor=steward)
    assert not begun(task)
    task.refresh_from_db()
    with pytest.raises(OwnRequest):
        allow_import(work=task, bound=bytes(task.bound), actor=steward)

    allow_import(work=task, bound=bytes(task.bound), actor=second)
    work(task)
    assert Subscription.objects.get().state == "subscribed"
    assert task.allowed_by == second.user
    entries = AccessLog.objects.filter(deed__in=["allowed", "imported"]).order_by("deed")
    assert [(one.deed, one.user_id) for one in entries] == [
        ("allowed", second.user.pk),
        ("imported", steward.user.pk),
    ]


def test_who_is_asked_agrees_to_what_was_shown_and_nothing_else(needs_two, steward, second, news):
    task = checked(PEOPLE, news, steward)
    start_import(work=task, actor=steward)
    task.refresh_from_db()
    shown = bytes(task.bound)
    SupporterImport.objects.update(words="Other words.")

    with pytest.raises(ImportGone):
        allow_import(work=task, bound=shown, actor=second)
    assert not begun(task)


def test_a_no_of_the_second_person_is_a_no(needs_two, steward, second, news):
    task = checked(PEOPLE, news, steward)
    start_import(work=task, actor=steward)
    task.refresh_from_db()
    shown = bytes(task.bound)
    decline_import(work=task, actor=second)
    with pytest.raises(ImportGone):
        allow_import(work=task, bound=shown, actor=second)


def test_whoever_was_asked_is_needed_also_when_the_setting_is_off_again(needs_two, steward, news):
    task = checked(PEOPLE, news, steward)
    start_import(work=task, actor=steward)
    Organization.objects.update(exports_need_two=False)
    start_import(work=task, actor=steward)

    assert not begun(task)


def test_what_makes_nobody_mailable_needs_no_second_person(needs_two, steward, news):
    task = checked(PEOPLE, news, steward, basis=ImportBasis.NONE, words="", said_on=None)
    start_import(work=task, actor=steward)

    assert begun(task)


def test_the_second_person_sees_the_words_and_no_heading_on_pages(needs_two, staff, news, steward):
    task = checked(PEOPLE, news, steward)
    url = reverse("supporter_import:one", args=[task.public_id])
    other = staff("Data stewards")
    assert other.get(url).status_code == 404
    start_import(work=task, actor=steward)
    page = other.get(url).text
    assert ("Send me news by mail." in page, "Agree, and import" in page, "first name" in page) == (
        True, True, True,
    )  # fmt: skip
    assert "column_0" not in page
    assert other.post(reverse("supporter_import:check", args=[task.public_id])).status_code == 404
    assert other.post(reverse("supporter_import:forget", args=[task.public_id])).status_code == 404

    task.refresh_from_db()
    other.post(reverse("supporter_import:allow", args=[task.public_id]), {"bound": "no hex"})
    assert not begun(task)
    other.post(reverse("supporter_import:allow", args=[task.public_id]), {"bound": task.bound.hex()})
    assert begun(task)


@pytest.mark.django_db(transaction=True)
def test_once_its_rows_are_gone_a_second_person_is_asked_nothing_any_more(needs_two, staff, news, steward):
    task = checked(PEOPLE, news, steward)
    start_import(work=task, actor=steward)
    task.refresh_from_db()
    bound, other = bytes(task.bound), staff("Data stewards")
    index, one = reverse("supporter_import:index"), reverse("supporter_import:one", args=[task.public_id])
    assert (one in other.get(index).text, other.get(one).status_code) == (True, 200)

    # Whoever is in a file that waits would come back by it, so it goes whoever is erased.
    erase_supporter(supporter=admit("else@example.org"), keep_fingerprint=False, actor=PERSON)
    task.refresh_from_db()
    assert (task.rows_file, task.waits_for_second) == (None, False)
    assert (one in other.get(index).text, other.get(one).status_code) == (False, 404)
    with pytest.raises(ImportGone):
        allow_import(work=task, bound=bound, actor=Actor.staff(User.objects.get(username="staff")))
    assert not begun(task)


# --- many noes --------------------------------------------------------------------------------------


@pytest.fixture
def few(monkeypatch):
    """So that four people are many."""
    monkeypatch.setattr(import_agreeing, "MANY", 3)


def noes(news, steward, first, last):
    people = [admit(f"person{n}@example.org") for n in range(first, last)]
    for person in people:
        subscribe(supporter=person, list=news, actor=PERSON)
    rows = [(f"person{n}@example.org", "", "unsubscribed") for n in range(first, last)]
    return checked(table(*rows), news, steward, basis=ImportBasis.NONE, words="", said_on=None)


def test_a_file_that_takes_many_off_all_mail_is_asked_about_twice_and_logged_in_tens(few, steward, news):
    task = noes(news, steward, 0, 12)
    assert task.counts[Outcome.LEAVES] == 12
    with pytest.raises(NotSure):
        start_import(work=task, actor=steward)
    assert not begun(task)

    start_import(work=task, actor=steward, is_sure=True)
    assert begun(task)
    assert AccessLog.objects.get(deed="changed").count == 10


def test_many_small_files_are_one_large_one(few, steward, news):
    first = noes(news, steward, 0, 3)
    start_import(work=first, actor=steward)
    work(first)
    second = noes(news, steward, 3, 5)

    with pytest.raises(NotSure):
        start_import(work=second, actor=steward)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_files_that_are_begun_at_once_the_second_counts_what_the_first_takes_off(
    few, steward, news, monkeypatch
):
    tasks = [noes(news, steward, *some) for some in ((0, 3), (3, 6))]
    gate, became, begin = threading.Barrier(2), [], imports._begin

    def slow(*said):
        # Long enough for the other to look, if it were not held.
        sleep(0.5)
        begin(*said)

    def press(task):
        gate.wait()
        try:
            start_import(work=task, actor=steward)
            became.append("begun")
        except NotSure:
            became.append("asked again")
        finally:
            connections.close_all()

    monkeypatch.setattr(imports, "_begin", slow)
    presses = [threading.Thread(target=press, args=[task]) for task in tasks]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(became) == ["asked again", "begun"]


def test_many_that_are_begun_before_a_worker_comes_are_one_large_one(few, needs_two, steward, news):
    first, second = (noes(news, steward, *some) for some in ((0, 3), (3, 5)))
    start_import(work=first, actor=steward)
    assert begun(first)

    start_import(work=second, actor=steward, is_sure=True)
    second.refresh_from_db()
    assert (begun(second), second.waits_for_second) == (False, True)


def test_people_brought_along_do_not_make_many_few(monkeypatch, needs_two, steward, news):
    monkeypatch.setattr(import_agreeing, "MANY", 1)
    monkeypatch.setattr(import_agreeing, "SHARE", 2)
    rows = [(f"nobody{n}@example.org", "", "subscribed") for n in range(6)]
    imported(table(*rows), news, steward, basis=ImportBasis.NONE, words="", said_on=None)

    assert import_agreeing.takes_off_many(noes(news, steward, 0, 2))


def test_with_the_setting_many_noes_need_a_second_person(few, needs_two, steward, news):
    task = noes(news, steward, 0, 4)
    start_import(work=task, actor=steward, is_sure=True)

    task.refresh_from_db()
    assert (begun(task), task.waits_for_second) == (False, True)
    assert not AccessLog.objects.filter(deed="changed").exists()


def test_the_page_asks_and_begins_only_once_it_was_said(few, staff, news):
    client = staff("Data stewards")
    user = client.get(reverse("wagtailadmin_home")).wsgi_request.user
    task = noes(news, Actor.staff(user), 0, 12)
    start = reverse("supporter_import:start", args=[task.public_id])
    page = client.get(reverse("supporter_import:one", args=[task.public_id])).text
    assert "About 10 people whom you know would be taken off all mail" in page

    client.post(start)
    assert not begun(task)
    client.post(start, {"is_sure": "yes"})
    assert begun(task)


def test_a_share_of_a_large_file_counts_and_not_the_number_alone(monkeypatch, steward, news):
    monkeypatch.setattr(import_agreeing, "MANY", 1)
    monkeypatch.setattr(import_agreeing, "SHARE", 2)
    task = noes(news, steward, 0, 2)
    for number in range(3):
        admit(f"other{number}@example.org")
    task.refresh_from_db()

    assert not import_agreeing.takes_off_many(task)


# --- rotated keys -----------------------------------------------------------------------------------


@pytest.fixture
def keys(db):
    """As a process begins: the rollback of the last test took the checks of its keys away."""
    forget_keyring()
    keyring()
    yield
    forget_keyring()


def rotate(settings):
    with_keys(settings, idx=plus_one(settings.COUNTERSIGN["KEYS"].idx))


def test_after_a_rotation_an_import_with_fingerprints_is_not_undone_half_blind(keys, steward, news, settings):
    task = imported(table(("gone@example.org", "", "unsubscribed")), news, steward)
    task.refresh_from_db()
    rotate(settings)
    with pytest.raises(KeysRotated):
        undo_import(work=task, actor=steward)

    # Whoever is erased meanwhile may be in it.
    assert list(jobs.undo_files_naming(admit("ada@example.org"))) == [task.undo_file.subject_id]


def test_after_a_rotation_an_import_without_fingerprints_is_undone(keys, steward, news, settings):
    task = imported(PEOPLE, news, steward)
    rotate(settings)
    undo_import(work=task, actor=steward)

    assert (work(task).state, Supporter.objects.count()) == (WorkState.DONE, 0)


def test_the_page_says_why_it_cannot_be_undone_after_a_rotation(keys, steward, staff, news, settings):
    task = imported(table(("gone@example.org", "", "unsubscribed")), news, steward)
    rotate(settings)
    asked = staff("Data stewards").post(reverse("supporter_import:undo", args=[task.public_id]), follow=True)

    assert "the keys were rotated since" in asked.text
