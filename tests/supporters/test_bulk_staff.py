"""Staff's pages of deeds on a segment: who may, what is typed, what is told, the way back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from privacy.actors import Actor
from supporters.jobs import bulk as jobs
from supporters.models import BulkDeed
from supporters.services.bulk import tag_everybody
from tests.supporters.factories import CustomFieldFactory, TagFactory
from tests.supporters.segments import codes, people, region, saved, staff_user

pytestmark = pytest.mark.django_db
ASK = ("bulk_tag", "bulk_untag", "bulk_fields")


@pytest.fixture
def mailer(staff):
    return staff("Mailers")


@pytest.fixture
def segment():
    people(3, postal_code="94110")
    return saved({"all": [region("CA")]})


@pytest.fixture
def tag():
    return TagFactory(name="housing")


def url(name, *about):
    return reverse(f"segment:{name}", args=[one.public_id for one in about])


def form_id(page) -> str:
    return re.search(r'name="public_id" value="([^"]+)"', page.text)[1]


def ask_for_tag(client, segment, tag, name="bulk_tag"):
    at = url(name, segment)
    return client.post(at, {"public_id": form_id(client.get(at)), "tag": str(tag.public_id)})


def test_a_mailer_tags_everybody_sees_how_far_it_is_and_takes_it_back(mailer, segment, tag):
    assert url("bulk_tag", segment) in mailer.get(url("one", segment)).text
    asked = ask_for_tag(mailer, segment, tag)
    deed = BulkDeed.objects.get()
    assert (asked.status_code, asked.url) == (302, url("deed", deed))

    waiting = mailer.get(asked.url)
    assert ("<progress" in waiting.text, "progress.js" in waiting.text) == (True, True)
    assert url("deed_undo", deed) not in waiting.text
    jobs.work_on(deed.pk)
    page = mailer.get(asked.url)
    assert ("3 people were changed." in page.text, url("deed_undo", deed) in page.text) == (True, True)

    assert mailer.get(url("deed_undo", deed)).status_code == 200
    assert tag.supporters.count() == 3
    for _twice in range(2):
        mailer.post(url("deed_undo", deed))
    jobs.work_on(deed.pk)
    assert "Undone for 3 people." in mailer.get(asked.url).text
    assert tag.supporters.count() == 0


def test_a_field_is_chosen_then_written_and_never_shown(mailer, segment):
    field = CustomFieldFactory(key="size", kind="choice", choices=["S", "XYLO"])
    assert url("bulk_field", segment, field) in mailer.get(url("bulk_fields", segment)).text
    at = url("bulk_field", segment, field)
    said = {"public_id": form_id(mailer.get(at)), "answer": "XYLO"}
    done = [mailer.post(at, said).url for _twice in range(2)]
    deed = BulkDeed.objects.get()
    jobs.work_on(deed.pk)

    assert done == [url("deed", deed)] * 2
    for page in (mailer.get(url("deed", deed)), mailer.get(url("deeds"))):
        assert (f"Write the field “{field}”" in page.text, "XYLO" in page.text) == (True, False)


def test_of_a_field_nobody_reads_off_whose_answer_was_guessed(mailer, segment, monkeypatch):
    """First everybody is different, then nobody: the pages say the same."""
    monkeypatch.setattr("supporters.services.segments.SEARCHES_PER_HOUR", 2)
    at = url("bulk_field", segment, CustomFieldFactory(key="size", kind="choice", choices=["S", "M"]))

    def ask(answer="M"):
        return mailer.post(at, {"public_id": form_id(mailer.get(at)), "answer": answer})

    def says(deed):
        return re.sub(r"[0-9a-f-]{36}|nonce=\S+", "", mailer.get(url("deed", deed)).text.split("<main")[1])

    asked = [ask(), ask()]
    deeds = list(BulkDeed.objects.order_by("pk"))
    for deed in deeds:
        jobs.work_on(deed.pk)
    done = [says(deed) for deed in deeds]
    assert (done[0], "With how many" in done[0], "Undo this change" in done[0]) == (done[1], True, True)

    for deed in reversed(deeds):
        mailer.post(url("deed_undo", deed), follow=True)
    mailer.get(url("deeds"))
    assert says(deeds[0]) == says(deeds[1])
    for deed in reversed(deeds):
        jobs.work_on(deed.pk)
    assert (says(deeds[0]), "Undone for" in says(deeds[0])) == (says(deeds[1]), False)
    assert [row.restored for row in BulkDeed.objects.order_by("pk")] == [3, 0]
    assert [page.status_code for page in (*asked, ask("S"))] == [302, 302, 429]


@pytest.mark.parametrize(
    "said", [{}, {"answer": "x", "empties": "on"}, {"answer": "has DACA"}, {"answer": "x" * 300}]
)
def test_what_makes_no_sense_or_tells_of_papers_is_refused_and_kept(mailer, segment, said):
    at = url("bulk_field", segment, CustomFieldFactory())
    page = mailer.post(at, {"public_id": form_id(mailer.get(at)), **said})

    assert (page.status_code, BulkDeed.objects.count()) == (422, 0)
    assert 'role="alert"' in page.text


def test_one_that_empties_is_asked_for_with_a_tick(mailer, segment):
    at = url("bulk_field", segment, CustomFieldFactory())
    mailer.post(at, {"public_id": form_id(mailer.get(at)), "empties": "on"})

    assert BulkDeed.objects.get().unseal().value is None


def test_of_a_narrow_segment_no_number_is_told_and_searches_run_out(mailer, segment, tag, monkeypatch):
    monkeypatch.setattr("supporters.services.segments.SEARCHES_PER_HOUR", 1)
    narrow = saved({"all": [region("CA"), codes("94110")]}, "Narrow")
    assert "20 searches" in mailer.get(url("bulk_tag", narrow)).text
    ask_for_tag(mailer, narrow, tag)
    deed = BulkDeed.objects.get()
    jobs.work_on(deed.pk)
    page = mailer.get(url("deed", deed)).text

    assert ("Fewer than ten people" in page, "3 people" in page) == (True, False)
    refused = ask_for_tag(mailer, narrow, tag)
    assert (refused.status_code, "Go on in the next hour" in refused.text) == (429, True)


def test_what_stopped_can_go_on(mailer, segment, tag):
    deed = BulkDeed.objects.get(public_id=ask_for_tag(mailer, segment, tag).url.split("/")[-2])
    BulkDeed.objects.update(state="failed")
    assert url("deed_go_on", deed) in mailer.get(url("deed", deed)).text
    for _twice in range(2):
        mailer.post(url("deed_go_on", deed))
    jobs.work_on(deed.pk)

    assert tag.supporters.count() == 3


def test_one_that_is_over_cannot_be_taken_back_and_says_why(mailer, segment, tag):
    deed = BulkDeed.objects.get(public_id=ask_for_tag(mailer, segment, tag).url.split("/")[-2])
    page = mailer.post(url("deed_undo", deed), follow=True)

    assert "It cannot be undone" in page.text
    deed.refresh_from_db()
    assert (deed.undoing, deed.state) == (False, "waiting")


@pytest.mark.parametrize("role", ["Organizers", "Editors"])
def test_nobody_else_changes_everybody(staff, segment, tag, role):
    deed = tag_everybody(
        segment=segment,
        tag=tag,
        is_put_on=True,
        public_id=segment.public_id,
        actor=Actor.staff(staff_user("Data stewards")),
    )
    client = staff(role)
    asked = [client.get(url(name, segment)) for name in ASK]
    asked += [client.post(url("bulk_tag", segment), {}), client.post(url("deed_undo", deed), {})]

    assert {answer.status_code for answer in asked} <= {302, 403}
    assert all("login" in one.url or one.url == "/admin/" for one in asked if one.status_code == 302)
    assert BulkDeed.objects.filter(undoing=True).count() == 0


def test_the_list_of_deeds_takes_the_same_queries_for_one_and_three(mailer, segment):
    def queries():
        ask_for_tag(mailer, segment, TagFactory())
        mailer.get(url("deeds"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert mailer.get(url("deeds")).status_code == 200
        return len([one for one in asked if "countersign_supporters" in one["sql"]])

    assert [queries() for _three in range(3)] == [2, 2, 2]
