"""Findings are told to people who are there: who can come in, may look, and lands on a page that opens."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy import findings
from privacy.choices import AccessDeed
from privacy.ledger import log_access
from privacy.models import Finding
from privacy.watchers import eligible
from tests.authenticator import give_app
from tests.outbox.colleagues import colleague, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_day")]


@pytest.fixture
def root():
    """A superuser who can come in and has no role."""
    made = User.objects.create_superuser("root", "root@example.org")
    give_app(made)
    return made


def something_happens():
    """What is known until now, and then a file that is larger than usual."""
    findings.look()
    Finding.objects.all().delete()
    eve = User.objects.create_user("eve")
    log_access(user=eve, deed=AccessDeed.EXPORTED, kinds=["email"], count=500)


def page(client, user):
    client.force_login(user)
    return client.get("/admin/findings/").text


def test_where_nobody_has_the_role_a_superuser_is_told_and_the_page_says_what_to_do(sink, client, root):
    something_happens()
    assert told(sink) == ["root@example.org"]
    said = page(client, root)

    assert "No active account has the role Data stewards or Administrators; an invitation counts" in said
    assert "until then superusers are" in said
    assert 'href="/admin/users/"' in said


def test_where_nobody_at_all_can_be_told_the_page_says_who_would_be(client, root):
    User.objects.filter(pk=root.pk).update(email="")
    said = page(client, root)

    assert "no active account has the role Data stewards or Administrators, which is told of findings" in said
    assert "until then superusers are" not in said


def test_superusers_come_last(root):
    people = [colleague("zoe", "Administrators"), colleague("ada")]
    assert [user.username for user in eligible()] == ["ada", "zoe", "root"]
    User.objects.filter(pk=root.pk).update(is_active=False)
    assert eligible() == people[::-1]


def test_who_never_came_in_or_may_not_look_is_neither_told_nor_counted(sink, client):
    blind = Group.objects.get(name="Administrators")
    blind.permissions.remove(Permission.objects.get(codename="view_finding"))
    ada = colleague("ada")
    colleague("berta", comes_in=False)
    colleague("carla", email=False)
    colleague("dora", "Administrators")
    something_happens()

    assert told(sink) == ["ada@example.org"]
    assert Finding.objects.get().told == 1
    said = page(client, ada)
    assert re.findall(r"<li>(berta|carla|dora|ada): (.+?)</li>", said) == [
        ("berta", "has no second step yet, so cannot come in"),
        ("carla", "has no mail address"),
        ("dora", "the role may not see findings"),
    ]
    assert "Only one person can be told" in said


def test_who_gave_a_role_takes_nobody_elses_place_among_those_who_are_told(sink):
    ada, *_others = [colleague(name) for name in ("ada", "berta", "carla")]
    eve = User.objects.create_user("eve")
    given = {"rule": "powers", "user_id": eve.pk, "other_id": ada.pk, "role": "Mailers"}
    findings.look()
    Finding.objects.all().delete()

    Finding.objects.create(key="1", **given)
    assert told(sink) == ["berta@example.org", "carla@example.org"]
    # Somebody else may have used the account: where there are no two others its owner hears of it.
    User.objects.filter(username="carla").update(is_active=False)
    Finding.objects.create(key="2", **given)
    assert told(sink) == ["ada@example.org", "berta@example.org"]


def test_what_keeps_people_from_being_told_costs_as_many_queries_for_many(client, root):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            page(client, root)
        return len(seen)

    colleague("one", comes_in=False)
    page(client, root)
    few = queries()
    for name in ("two", "three", "four"):
        colleague(name, comes_in=False)
    assert queries() == few


@pytest.mark.parametrize("group", ["Data stewards", "Administrators", ""])
def test_the_link_of_the_mail_opens_for_whoever_gets_it(sink, client, root, group):
    reader = colleague("ada", group) if group else root
    something_happens()
    told(sink)
    mail = next(mail for mail in sink.messages() if mail["To"] == reader.email)
    links = re.findall(r"http://localhost:8000(/admin/\S+)", mail.get_body(("plain",)).get_content())

    client.force_login(reader)
    assert links == ["/admin/findings/"]
    assert client.get(links[0]).status_code == 200


def test_only_who_may_read_the_access_log_is_offered_it(client, root):
    findings.look()
    Finding.objects.create(rule="locked", key="1")
    offered = [
        'href="/admin/access-log/">Open' in page(client, reader)
        for reader in (colleague("ada"), colleague("zoe", "Administrators"))
    ]
    assert offered == [True, False]


@pytest.mark.parametrize(("language", "at_night"), [("en", "at night"), ("es", "de noche")])
def test_the_night_and_the_times_beside_it_are_by_one_clock_which_is_named(
    client, settings, language, at_night
):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": "America/Phoenix"}
    ada = colleague("ada", language=language)
    # Seven hours behind UTC all year.
    at = datetime(2027, 3, 3, 6, 30, tzinfo=UTC)
    Finding.objects.create(rule="night", key="1", user_id=ada.pk, number=1, at=at)
    said = page(client, ada)
    row = " ".join(re.sub(r"<[^>]+>", " ", said.partition("<tbody>")[2].partition("</tr>")[0]).split())

    assert at_night in row
    assert "22:00" in row
    assert "6:00 (America/Phoenix)" in row
    assert "11:30" in row or "23:30" in row
    assert "(America/Phoenix)</th>" in said
    assert "ORGANIZATION_ZONE" not in said


def test_a_site_that_has_named_no_zone_is_told_so(client, settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "ORGANIZATION_ZONE": ""}
    assert "Nobody has named your own time zone yet" in page(client, colleague("ada"))
