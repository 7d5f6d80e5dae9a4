"""Staff's pages of imports: who may, what they show and what not, and that every button is pressed once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from privacy.actors import Actor
from privacy.models import SealedFile
from supporters.enums import ImportStage, WorkState
from supporters.models import Supporter, SupporterImport
from tests.supporters.factories import ListFactory
from tests.supporters.importing import checked, imported, table, work
from tests.supporters.segments import staff_user

pytestmark = pytest.mark.django_db

DATA = table(["ada@example.org", "Ada", "subscribed"], ["no address", "Ben", ""])
DEEDS = ("check", "start", "go_on", "forget", "undo")


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def steward(client):
    client.user = staff_user("Data stewards")
    client.force_login(client.user)
    return client


def url(name, task=None):
    return reverse(f"supporter_import:{name}", args=[task.public_id] if task else [])


def upload(client, data=DATA, name="people.csv"):
    return client.post(url("index"), {"file": SimpleUploadedFile(name, data, "text/csv")})


def said(news, **other):
    return {
        "column_0": "email",
        "column_1": "given_name",
        "column_2": "status",
        "mail_list": str(news.public_id),
        "others": "unconfirmed",
        "basis": "consent",
        "words": "Send me news by mail.",
        "said_on": "2024-05-01",
        "language": "en",
        **other,
    }


def test_a_file_goes_from_the_upload_to_the_people_and_back(steward, news):
    answer = upload(steward)
    task = SupporterImport.objects.get()
    assert (answer.status_code, answer.url) == (302, url("one", task))
    assert "The file is being read" in steward.get(answer.url).text

    work(task)
    page = steward.get(url("one", task)).text
    assert '<option value="email" selected>' in page
    assert steward.post(url("check", task), said(news)).status_code == 302
    work(task)
    page = steward.get(url("one", task)).text
    assert ("What would happen" in page, "The address is none" in page) == (True, True)
    assert Supporter.objects.count() == 0

    for _press in range(2):
        assert steward.post(url("start", task)).status_code == 302
    work(task)
    page = steward.get(url("one", task)).text
    assert ("What was done" in page, "Undo this import" in page) == (True, True)
    assert Supporter.objects.count() == 1

    assert "Everybody it brought" in steward.get(url("undo", task)).text
    for _press in range(2):
        assert steward.post(url("undo", task)).status_code == 302
    work(task)
    assert "Undone" in steward.get(url("one", task)).text
    assert Supporter.objects.count() == 0


def test_no_page_shows_what_a_row_says(steward, news):
    task = checked(DATA, news, Actor.staff(steward.user))
    shown = steward.get(url("one", task)).text + steward.get(url("index")).text
    assert [word in shown for word in ("ada@example.org", "no address<", "Ada", "people.csv")] == [False] * 4


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"column_0": ""}, "Say which column holds the e-mail address"),
        ({"column_1": "email"}, "Two columns cannot both be"),
        ({"words": " "}, "Write down the words they saw"),
        ({"said_on": ""}, "Say by which day"),
        ({"said_on": "2999-01-01"}, "still to come"),
        ({"basis": ""}, "This field is required"),
        ({"mail_list": ""}, "This field is required"),
        ({"column_0": "secret"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_what_was_said_is_kept(steward, news, wrong, says):
    upload(steward)
    task = work(SupporterImport.objects.get())
    page = steward.post(url("check", task), said(news, **wrong))
    assert (page.status_code, says in page.text) == (422, True)
    task.refresh_from_db()
    assert (task.stage, task.state) == (ImportStage.READING, WorkState.DONE)


def test_without_proof_neither_words_nor_day_are_kept(steward, news):
    upload(steward)
    task = work(SupporterImport.objects.get())
    steward.post(url("check", task), said(news, basis="none"))
    task.refresh_from_db()
    assert (task.stage, task.words, task.said_on) == (ImportStage.CHECKING, "", None)


def test_only_data_stewards_import_and_nobody_else_s_file_is_sealed(client, news):
    steward = Actor.staff(staff_user("Data stewards"))
    task = checked(DATA, news, steward)
    files = SealedFile.objects.count()
    for role in ("Mailers", "Organizers", "Editors", "Administrators"):
        client.force_login(staff_user(role))
        assert upload(client).status_code in (302, 403)
        for name in ("one", *DEEDS):
            assert client.get(url(name, task)).status_code in (302, 403, 405)
            assert client.post(url(name, task)).status_code in (302, 403, 405)
    task.refresh_from_db()
    assert (task.stage, SupporterImport.objects.count(), SealedFile.objects.count()) == ("checking", 1, files)


def test_what_a_colleague_has_only_chosen_is_theirs_and_what_is_imported_everybody_s(steward, news):
    other = Actor.staff(staff_user("Data stewards"))
    task = checked(DATA, news, other)
    assert steward.get(url("one", task)).status_code == 404
    assert [steward.post(url(name, task)).status_code for name in DEEDS] == [404] * 5
    assert str(task) not in steward.get(url("index")).text
    done = imported(DATA, news, other)
    assert steward.get(url("one", done)).status_code == 200
    assert str(done) in steward.get(url("index")).text


def test_a_get_changes_nothing(steward, news):
    task = checked(DATA, news, Actor.staff(steward.user))
    before = SupporterImport.objects.values().get()
    answers = [steward.get(url(name, task)).status_code for name in ("one", *DEEDS)]
    assert answers == [200, 302, 405, 405, 405, 200]
    assert SupporterImport.objects.values().get() == before


def test_a_file_is_destroyed_where_it_shall_not_be_imported(steward, news):
    task = checked(DATA, news, Actor.staff(steward.user))
    assert steward.post(url("forget", task)).url == url("index")
    assert SealedFile.objects.count() == 0
    assert steward.post(url("forget", task)).url == url("one", task)
    assert "Choose it again" in steward.get(url("one", task)).text


def test_a_page_says_where_its_file_is_gone(steward, news):
    task = checked(DATA, news, Actor.staff(steward.user))
    SealedFile.objects.update(expires_at="2020-01-01T00:00Z")
    page = steward.get(url("one", task)).text
    assert ("a day has passed" in page, "Import</button>" in page) == (True, False)
    assert steward.post(url("check", task), said(news)).url == url("one", task)
    assert steward.post(url("start", task)).url == url("one", task)
    assert Supporter.objects.count() == 0


def test_the_list_of_imports_asks_as_much_for_three_as_for_one(steward, news):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert steward.get(url("index")).status_code == 200
        return len(asked)

    imported(DATA, news, Actor.staff(staff_user("Data stewards")))
    steward.get(url("index"))
    one = cost()
    for _more in range(2):
        imported(DATA, ListFactory(), Actor.staff(staff_user("Data stewards")))
    assert cost() == one


def test_a_failed_import_goes_on_where_it_stopped(steward, news, monkeypatch):
    from supporters.jobs import import_writing
    from supporters.services import imports as services

    task = checked(DATA, news, Actor.staff(steward.user))
    services.start_import(work=task, actor=Actor.staff(steward.user))

    def breaks(*_args):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(import_writing, "make_people", breaks)
        with pytest.raises(RuntimeError):
            work(task)
    assert "What was done before stays done" in steward.get(url("one", task)).text
    steward.post(url("go_on", task))
    assert (work(task).state, Supporter.objects.count()) == (WorkState.DONE, 1)
