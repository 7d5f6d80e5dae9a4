"""The manual inside the admin: our documents, drawn as text alone, and nothing else of the machine."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from pages.manual import documents
from pages.markdown import Span, parts_of, spans_of
from privacy.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, ground):
    user = User.objects.create_user("member")
    user.groups.add(Group.objects.get(name=Role.EDITORS))
    client.force_login(user)
    return client


def test_every_document_is_drawn_in_the_admin_and_its_pictures_come_from_here(staff):
    for name in sorted(documents()):
        page = staff.get(reverse("site_manual_page", args=[name]))
        assert page.status_code == 200, name
    picture = staff.get(reverse("site_manual_picture", args=["petition.png"]))
    assert picture.status_code == 200
    assert picture["Content-Type"] == "image/png"


def test_nothing_but_documents_and_pictures_of_ours_is_given_out(staff, client):
    for name in ("../README.md", "operators/nginx.conf", "../var/keys/kek", "/etc/passwd", "operators"):
        assert staff.get(f"/admin/manual/{name}").status_code == 404, name
    assert staff.get(reverse("site_manual_picture", args=["kek"])).status_code == 404

    client.logout()
    assert client.get(reverse("site_manual")).status_code == 302


def test_markup_in_a_document_stays_text():
    spans = spans_of("a <b>x</b> `<i>` [<u>](javascript:x) **bold**", lambda target: "")

    assert spans == [
        Span("text", "a <b>x</b> "),
        Span("code", "<i>"),
        Span("text", " "),
        Span("link", "<u>", ""),
        Span("text", " "),
        Span("bold", "bold"),
    ]


def test_headings_lists_tables_and_code_are_told_apart():
    text = "# A\ntext\nmore\n\n1. one\n   goes on\n2. two\n\n"
    text += "| a | b |\n|---|---|\n| c | d |\n\n```sh\n# no\n```\n"

    parts = list(parts_of(text, lambda target: ""))

    assert [part.kind for part in parts] == ["heading", "text", "numbers", "table", "code"]
    assert [item.spans[0].text for item in parts[2].items] == ["one goes on", "two"]
    assert [[cell[0].text for cell in row] for row in parts[3].rows] == [["a", "b"], ["c", "d"]]
    assert parts[4].text == "# no"


def test_a_list_in_a_list_stays_below_its_item(staff):
    text = "3. one\n   - a\n     goes on\n     - deep\n   - b\n4. two\n"
    [outer] = parts_of(text, lambda target: "")
    inner = outer.items[0].below

    assert (outer.kind, outer.level, [one.spans[0].text for one in outer.items]) == (
        "numbers",
        3,
        ["one", "two"],
    )
    assert (inner.kind, [one.spans[0].text for one in inner.items]) == ("list", ["a goes on", "b"])
    assert [one.spans[0].text for one in inner.items[0].below.items] == ["deep"]

    page = staff.get(reverse("site_manual_page", args=["organizers/hand-overs.md"])).content.decode()
    assert re.search(r"two tables:\s*<ul>\s*<li>\s*<code>joined\.csv</code>", page)
