"""Staff's pages of segments: who may, what they cost, what is kept of what was typed."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from privacy.actors import Actor
from privacy.models import AccessLog
from supporters import segment_reads as reads
from supporters.jobs import segments as jobs
from supporters.models import Segment, SegmentCount
from supporters.services import subscribe
from tests.supporters.factories import ListFactory, admit
from tests.supporters.segments import codes, people, region, rule, saved, taken_out

pytestmark = pytest.mark.django_db

PAGES = ("one", "edit", "people", "delete")
DEEDS = ("edit", "count_draft", "number", "count", "delete")


@pytest.fixture(autouse=True)
def few_may_be_asked_about(monkeypatch):
    """Admitting a hundred people costs more than these tests need."""
    monkeypatch.setattr(reads, "REST_FROM", 0)


@pytest.fixture
def staff(client):
    """Log somebody of these groups in."""

    def log_in(*groups):
        client.user = User.objects.create_user("staff")
        client.user.groups.set(Group.objects.filter(name__in=groups))
        client.force_login(client.user)
        return client

    return log_in


@pytest.fixture
def mailer(staff):
    return staff("Mailers")


def url(name, segment=None, *more):
    return reverse(f"segment:{name}", args=[segment.public_id, *more] if segment is not None else [])


def form_of(page) -> dict[str, list[str]]:
    """What a browser would send of the page's form: its fields, as they stand there."""
    html = re.search(r"<form class=\"cs-builder.*?</form>", page.text, re.DOTALL)[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        if (name := re.search(r' name="([^"]+)"', tag)) and 'type="submit"' not in tag:
            value = re.search(r' value="([^"]*)"', tag)
            sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', body) or re.search(
            r'value="([^"]*)"', body
        )
        sent.setdefault(name, []).append(chosen[1])
    for name, body in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        sent.setdefault(name, []).append(body.strip())
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def press(client, page, button, *number, **typed):
    """Press a button of the page with what is typed into it."""
    return client.post(url(button, page.context["segment"], *number), {**form_of(page), **typed})


def test_a_segment_is_built_without_a_script_and_nothing_typed_is_lost(mailer):
    page = mailer.get(url("add"))
    page = press(mailer, page, "add_rule", 0, **{"name": "Council", "n0-add": "supporters.region"})
    page = press(mailer, page, "add_group", 0, **{"n1-regions": "CA"})
    page = press(mailer, page, "add_rule", 2, **{"n2-how": "none", "n2-add": "supporters.language"})
    page = press(mailer, page, "add_rule", 2, **{"n3-language": "es", "n2-add": "supporters.joined_within"})
    assert Segment.objects.count() == 0
    typed = {name: form_of(page)[name] for name in ("name", "n1-regions", "n2-how", "n3-language")}
    assert typed == {"name": ["Council"], "n1-regions": ["CA"], "n2-how": ["none"], "n3-language": ["es"]}

    page = press(mailer, page, "remove", 4)
    done = press(mailer, page, "edit")
    segment = Segment.objects.get()
    assert (done.status_code, done.url) == (302, url("one", segment))
    assert segment.tree == {
        "all": [region("CA"), {"not": {"any": [rule("supporters.language", language="es")]}}]
    }
    shown = mailer.get(url("edit", segment))
    assert form_of(shown)["n1-regions"] == ["CA"]
    press(mailer, shown, "edit", name="Council hearing")
    assert Segment.objects.get().name == "Council hearing"


def test_the_same_form_sent_twice_makes_one_segment(mailer):
    page = press(mailer, mailer.get(url("add")), "add_rule", 0, **{"n0-add": "supporters.region"})
    for _time in range(2):
        assert press(mailer, page, "edit", **{"name": "Twice", "n1-regions": "CA"}).status_code == 302
    assert Segment.objects.count() == 1


def test_wrong_input_is_said_beside_its_field_and_kept(mailer):
    saved(region("NY"), "Taken")
    page = press(mailer, mailer.get(url("add")), "add_rule", 0, **{"n0-add": "supporters.region"})
    assert "This field is required" not in page.text
    page = press(mailer, page, "edit", **{"name": "Taken", "n1-regions": "CA, XX"})

    assert page.status_code == 422
    assert "“XX” is no state we know" in page.text
    assert "There is a segment of this name" in page.text
    assert (form_of(page)["name"], form_of(page)["n1-regions"]) == (["Taken"], ["CA, XX"])
    assert Segment.objects.count() == 1


def test_an_empty_segment_and_an_empty_group_are_refused_where_they_are(mailer):
    page = press(mailer, mailer.get(url("add")), "edit", name="Empty")
    assert (page.status_code, "everybody would be meant" in page.text) == (422, True)

    page = press(mailer, page, "add_rule", 0, **{"n0-add": "supporters.region"})
    page = press(mailer, page, "add_group", 0, **{"n1-regions": "CA"})
    page = press(mailer, page, "edit")
    assert (page.status_code, page.text.count("everybody would be meant")) == (422, 1)
    assert 'aria-describedby="n2-errors"' in page.text


def test_the_ninth_group_is_refused_with_a_sentence_and_nothing_is_lost(mailer):
    page = mailer.get(url("add"))
    for number in range(8):
        page = press(mailer, page, "add_group", number, name="Deep")
    assert "8 times at most" in page.text
    assert (len(form_of(page)["node"]), form_of(page)["name"]) == (7, ["Deep"])


def test_twenty_groups_that_no_page_of_ours_made_are_refused_and_shown(mailer):
    nodes = [f"{number}.{number - 1}.group" for number in range(1, 20)] + ["20.19.supporters.region"]
    sent = {"name": "Deep", "node": nodes, "n20-regions": "CA"}
    page = mailer.post(reverse("segment:edit", args=[uuid4()]), sent)

    assert (page.status_code, "8 times at most" in page.text) == (422, True)
    assert (form_of(page)["node"], form_of(page)["n20-regions"]) == (nodes, ["CA"])
    assert Segment.objects.count() == 0


@pytest.mark.parametrize(
    "nodes",
    [
        ["1.1.group", "2.1.supporters.region"],
        ["1.7.supporters.region"],
        ["0.0.group"],
        ["1.0.supporters.region", "1.0.supporters.language"],
        ["<script>", "1.0.", "1.0.SUPPORTERS", "-1.0.group", "1e9.0.group", "\x00"],
        ["1.0.no.such.rule"],
        ["99999.0.group"],
        [f"{number}.0.group" for number in range(1, 900)],
    ],
)
def test_a_form_that_no_browser_sends_is_refused_and_never_fails(mailer, nodes):
    for name in ("edit", "count_draft", "number"):
        page = mailer.post(reverse(f"segment:{name}", args=[uuid4()]), {"name": "X", "node": nodes})
        assert page.status_code in (200, 422)
    for name in ("add_rule", "add_group", "remove"):
        page = mailer.post(reverse(f"segment:{name}", args=[uuid4(), 7]), {"node": nodes, "n7-add": "x"})
        assert page.status_code == 200
    assert Segment.objects.count() == 0


def test_the_live_number_is_a_sentence_and_says_what_is_missing(mailer):
    people(3, postal_code="94110")
    page = press(mailer, mailer.get(url("add")), "add_rule", 0, **{"n0-add": "supporters.region"})

    said = press(mailer, page, "number", **{"n1-regions": "CA"}).json()
    assert said == {"number": "3 people fit.", "words": "Everyone who lives in CA."}
    said = press(mailer, page, "number", **{"n1-regions": ""}).json()
    assert said == {"number": "Fill in the rules: then it is counted.", "words": ""}
    counted = press(mailer, page, "count_draft", **{"n1-regions": "NY"})
    assert (counted.status_code, "Nobody fits. Everyone who lives in NY." in counted.text) == (200, True)
    assert AccessLog.objects.count() == 0


def test_the_builder_asks_as_many_queries_for_ten_rules_as_for_two(mailer):
    news = ListFactory()
    leaf = rule("supporters.on_list", list=news.public_id, state="subscribed")
    two, ten = saved({"all": [leaf] * 2}, "Two"), saved({"all": [leaf] * 10}, "Ten")
    costs = []
    for segment in (two, two, ten):
        with CaptureQueriesContext(connection) as asked:
            assert mailer.get(url("edit", segment)).status_code == 200
        costs.append(len(asked))
    assert costs[1] == costs[2]


def test_the_list_tells_each_in_words_and_counts_nothing_by_itself(mailer):
    people(2, postal_code="94110")
    assert "No segment yet" in mailer.get(url("index")).text
    news = ListFactory()
    on_news = rule("supporters.on_list", list=news.public_id, state="subscribed")
    costs = []
    for number in (1, 2, 4):
        while Segment.objects.count() < number:
            saved({"all": [on_news, region("CA")]}, f"Segment {Segment.objects.count()}")
        with CaptureQueriesContext(connection) as asked:
            page = mailer.get(url("index"))
        costs.append(len(asked))
        assert page.text.count(f"Everyone who is on the list “{news}” and lives in CA.") == number
    assert (costs[1], "2 people" in page.text) == (costs[2], False)


def test_a_segment_is_counted_by_a_button_and_shows_twenty_masked_people(mailer):
    people(22, given_name="Grace", family_name="Hopper", postal_code="94110")
    segment = saved({"all": [region("CA")]})
    assert "22 people fit" not in mailer.get(url("one", segment)).text
    assert "22 people fit." in mailer.post(url("count", segment)).text

    with CaptureQueriesContext(connections["keystore"]) as asked:
        page = mailer.get(url("people", segment))
    assert (page.text.count("Grace H."), page.text.count("p•••@e•••.org"), len(asked)) == (20, 20, 1)
    assert [
        word for word in ("Hopper", "example.org", "no-store") if word in f"{page.headers} {page.text}"
    ] == ["no-store"]
    told = re.findall(r"<t[hd][^>]*>([^<\n]+)<", page.text.partition('aria-label="Who"')[2])
    assert told[2:4] + told[6:8] == ["Region", "Language", "CA", "Spanish"]


def test_a_segment_of_postal_codes_is_counted_by_a_worker_told_in_tens_and_shows_nobody(mailer):
    people(13, given_name="Grace", postal_code="94110"), people(4, start=20, postal_code="95814")
    segment = saved({"all": [region("CA"), codes("94110")]})
    page = mailer.get(url("one", segment))
    assert "About 10 people can fit: their postal codes are read" in page.text
    assert mailer.post(url("count", segment)).status_code == 302
    assert "Postal codes are being read." in mailer.get(url("one", segment)).text
    jobs.work_on_waiting()

    page = mailer.get(url("one", segment))
    assert ("About 10 people fit, in full tens." in page.text, "13 people" in page.text) == (True, False)
    assert ("Grace" in mailer.get(url("people", segment)).text, SegmentCount.objects.count()) == (False, 1)
    assert [entry.count for entry in AccessLog.objects.all()] == [17]

    few = saved({"all": [region("CA"), codes("95814")]}, "Few")
    mailer.post(url("count", few))
    jobs.work_on_waiting()
    assert "Fewer than ten people fit" in mailer.get(url("one", few)).text


def test_a_colleague_reads_no_kept_number_without_a_line_in_the_log(mailer):
    people(13, postal_code="94110")
    segment = saved({"all": [region("CA"), codes("94110")]})
    mailer.post(url("count", segment))
    jobs.work_on_waiting()
    assert "About 10 people fit" in mailer.get(url("one", segment)).text

    colleague = User.objects.create_user("colleague")
    colleague.groups.set(Group.objects.filter(name="Data stewards"))
    mailer.force_login(colleague)
    page = mailer.get(url("one", segment))
    assert ("About 10 people fit, in" in page.text, AccessLog.objects.count()) == (False, 1)
    mailer.post(url("count", segment))
    jobs.work_on_waiting()
    assert "About 10 people fit, in" in mailer.get(url("one", segment)).text
    assert list(AccessLog.objects.order_by("pk").values_list("user__username", flat=True)) == [
        "staff",
        "colleague",
    ]


def test_where_the_other_rules_leave_few_nothing_is_read_told_or_logged(mailer, monkeypatch):
    monkeypatch.setattr(reads, "REST_FROM", 14)
    people(13, postal_code="94110")
    segment = saved({"all": [region("CA"), codes("94110")]})
    assert "Fewer than 100 people fit the other rules" in mailer.get(url("one", segment)).text
    page = mailer.post(url("count", segment), follow=True)

    assert ("About 10" in page.text, "Fewer than 100 people fit the other rules" in page.text) == (
        False,
        True,
    )
    assert (AccessLog.objects.count(), SegmentCount.objects.count()) == (0, 0)
    by_code = saved({"all": [region("CA"), rule("campaigns.source", source="flyer")]}, "Flyer")
    assert "Fewer than 100 people fit" in mailer.post(url("count", by_code)).text


def test_the_codes_stand_in_no_address_and_no_message(mailer):
    segment = saved({"all": [region("CA"), codes("94110")]})
    done = mailer.post(url("count", segment), follow=True)
    assert "94110" not in str(done.redirect_chain)
    page = press(mailer, mailer.get(url("edit", segment)), "edit")
    assert ("94110" in page.url, "94110" in str(page.cookies)) == (False, False)


def test_too_many_searches_are_said(mailer):
    segment = saved({"all": [region("CA"), codes("94110")]})
    for _search in range(21):
        page = mailer.post(url("count", segment), follow=True)
        SegmentCount.objects.all().delete()
    assert "20 times within this hour" in page.text
    assert AccessLog.objects.count() == 20


def test_a_copy_begins_with_the_same_rules_and_keeps_nothing_until_it_is_saved(mailer):
    segment = saved({"all": [region("CA")]}, "Neighbors")
    page = mailer.get(f"{url('add')}?copy={segment.public_id}")
    assert (form_of(page)["name"], form_of(page)["n1-regions"]) == (["Copy of Neighbors"], ["CA"])
    assert Segment.objects.count() == 1

    press(mailer, page, "edit")
    assert Segment.objects.count() == 2
    for wrong in (uuid4(), "x", "'"):
        assert mailer.get(url("add"), {"copy": wrong}).status_code == 404


def test_deleting_is_asked_first_and_harmless_when_sent_twice(mailer):
    segment = saved({"all": [region("CA")]})
    assert "Nothing happens to the people" in mailer.get(url("delete", segment)).text
    assert Segment.objects.count() == 1
    for _time in range(2):
        assert mailer.post(url("delete", segment)).url == url("index")
    assert Segment.objects.count() == 0
    assert mailer.get(url("one", segment)).status_code == 404


def test_a_rule_that_was_taken_out_is_said_on_every_page_and_has_to_be_removed(mailer):
    segment = saved({"all": [region("CA"), rule("supporters.language", language="es")]})
    with taken_out("supporters.language"):
        for name in ("index", "one"):
            page = mailer.get(url(name) if name == "index" else url(name, segment))
            assert "was taken out: nobody fits it" in page.text
        assert "Nobody fits." in mailer.post(url("count", segment)).text
        page = mailer.get(url("edit", segment))
        assert press(mailer, page, "edit").status_code == 422
        assert press(mailer, press(mailer, page, "remove", 2), "edit").status_code == 302
    segment.refresh_from_db()
    assert segment.tree == {"all": [region("CA")]}


def test_a_list_that_was_deleted_is_said_at_its_rule(mailer):
    news = ListFactory()
    segment = saved({"all": [rule("supporters.on_list", list=news.public_id, state="subscribed")]})
    subscribe(supporter=admit(), list=news, actor=Actor.the_person())
    news.delete()

    assert "This was deleted: choose another" in mailer.get(url("edit", segment)).text
    assert "names what is not there any more" in mailer.get(url("one", segment)).text


@pytest.mark.parametrize("role", ["Editors", "Organizers", "Moderators", "Treasurers", "Administrators"])
def test_other_roles_get_nothing_and_see_no_menu(staff, role):
    segment = saved({"all": [region("CA")]})
    client = staff(role)
    refused = [client.get(url(name)).status_code for name in ("index", "add")]
    refused += [client.get(url(name, segment)).status_code for name in PAGES]
    refused += [client.post(url(name, segment)).status_code for name in DEEDS]
    shapes = ("add_rule", "add_group", "remove")
    refused += [client.post(url(name, segment, 0)).status_code for name in shapes]
    assert set(refused) == {403}
    assert url("index") not in client.get(reverse("wagtailadmin_home")).text
    assert Segment.objects.count() == 1


@pytest.mark.parametrize("role", ["Mailers", "Data stewards"])
def test_who_works_with_the_supporter_file_has_segments_in_the_menu(staff, role):
    client = staff(role)
    assert client.get(url("index")).status_code == 200
    assert url("index") in client.get(reverse("wagtailadmin_home")).text


def test_no_get_changes_anything(mailer):
    segment = saved({"all": [region("CA"), codes("94110")]})
    assert mailer.get(url("count", segment)).url == url("one", segment)
    for name, *at in [("count_draft",), ("number",), ("add_rule", 0), ("add_group", 0), ("remove", 0)]:
        assert mailer.get(url(name, segment, *at)).status_code == 405
    for name in PAGES:
        mailer.get(url(name, segment))
    assert (AccessLog.objects.count(), SegmentCount.objects.count()) == (0, 0)


def test_beside_a_rule_that_tells_where_people_are_no_number_is_named_before_it_is_counted(mailer):
    people(13, postal_code="94110")
    narrow = {"all": [region("CA"), rule("campaigns.source", source="flyer-campus"), codes("94110")]}
    segment = saved(narrow)
    page = mailer.get(url("one", segment))
    draft = mailer.post(url("number", segment), form_of(mailer.get(url("edit", segment))))

    for said in (page.text, draft.json()["number"]):
        assert ("Postal codes are read when it is counted." in said, "can fit" in said) == (True, False)
    assert AccessLog.objects.count() == 0
