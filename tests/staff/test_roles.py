"""What Administrators change of a role, on Wagtail's pages for groups, is logged and mailed."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
)

from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from privacy.models import AccessLog
from privacy.roles import Role
from staff import services
from staff.models import StaffNotice


class Typed(HTMLParser):
    """What a browser would send of the forms on a page: fields, ticks and choices as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "select":
            self.select = said.get("name") or ""
        is_box = said.get("type") in {"checkbox", "radio"}
        is_left_out = (is_box and "checked" not in said) or said.get("type") in {"submit", "button"}
        if tag == "input" and said.get("name") and not is_left_out:
            self.sent.setdefault(said["name"], []).append(said.get("value") or "")
        if tag == "option" and self.select and "selected" in said:
            self.sent.setdefault(self.select, []).append(said.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""


@pytest.fixture
def role(make_user):
    """A role of the site's own, with two people in it, one of whom has no address."""
    made = Group.objects.create(name="Front desk")
    made.permissions.add(right("wagtailadmin", "access_admin"), right("wagtailredirects", "add_redirect"))
    for name in ("one", "two"):
        make_user(Role.EDITORS, name=name).groups.add(made)
    User.objects.filter(username="two").update(email="")
    return made


def right(label, codename):
    return Permission.objects.get(content_type__app_label=label, codename=codename)


def path_of(deed, role):
    return reverse(f"wagtailusers_groups:{deed}", args=[role.pk])


def send(client, path, **said):
    """The form as it stands, with ``said`` in it."""
    answer = client.post(path, Typed(client.get(path).text).sent | said)
    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailusers_groups:index"))


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("deed", "kinds", "count"))


def told():
    rows = StaffNotice.objects.filter(kind="account_changed").order_by("user__username")
    return [(row.user.username, row.changes) for row in rows]


def test_a_form_that_changes_nothing_says_nothing(whole, role):
    send(whole, path_of("edit", role))

    assert (logged(), told()) == ([], [])
    assert role.permissions.count() == 2


def test_what_a_role_may_do_is_logged_and_mailed_to_everybody_in_it(whole, role):
    ticked = [right("wagtailadmin", "access_admin").pk, right("auth", "change_user").pk]
    send(whole, path_of("edit", role), permissions=ticked)

    assert set(role.permissions.values_list("codename", flat=True)) == {"access_admin", "change_user"}
    assert logged() == [("staff_changed", ["rights"], 2)]
    assert told() == [("one", [["rights", "Front desk"]])]
    letter = Letter.objects.get(ref_id=StaffNotice.objects.get(kind="account_changed").public_id)
    _recipient, content = write(kind_of("staff.notice"), letter)
    assert "What the role “Front desk” may do is no longer the same." in content.text


@pytest.mark.parametrize("over", ["pages", "files", "settings"])
def test_rights_over_pages_files_and_a_sites_settings_count_as_well(whole, role, over):
    pages = Page.get_first_root_node()
    files = Collection.get_first_root_node() or Collection.add_root(name="Root")
    site = Site.objects.first() or Site.objects.create(root_page=pages, is_default_site=True)
    model, of, codename = {
        "pages": (GroupPagePermission, {"page": pages}, ("wagtailcore", "publish_page")),
        "files": (GroupCollectionPermission, {"collection": files}, ("wagtaildocs", "add_document")),
        "settings": (GroupSitePermission, {"site": site}, ("site_pages", "change_looksettings")),
    }[over]
    with services.watch_roles(actor=Actor.system()):
        model.objects.create(group=role, permission=right(*codename), **of)

    assert (logged(), told()) == ([], [("one", [["rights", "Front desk"]])])
    send(whole, path_of("edit", role))
    assert (model.objects.filter(group=role).count(), logged()) == (1, [])


def test_another_name_takes_one_role_and_gives_another(whole, role):
    send(whole, path_of("edit", role), name="Back desk")

    each = ("staff_changed", ["roles"], 1)
    assert logged() == [each, each, ("staff_changed", ["roles"], 2)]
    assert told() == [("one", [["given", "Back desk"], ["taken", "Front desk"]])]


def test_the_end_of_a_role_is_logged_and_mailed_to_everybody_in_it(whole, role):
    send(whole, path_of("delete", role))

    each = ("staff_changed", ["roles"], 1)
    assert logged() == [each, each, ("staff_changed", ["rights"], 2)]
    assert told() == [("one", [["taken", "Front desk"]])]
    assert Group.objects.filter(name="Front desk").count() == 0


def test_no_method_ends_a_role_or_an_account_past_the_log(whole, role):
    User.objects.filter(username="organizer").update(is_superuser=True)
    account = reverse("wagtailusers_users:delete", args=[User.objects.get(username="one").pk])

    assert [whole.delete(path).status_code for path in (path_of("delete", role), account)] == [405] * 2
    assert (Group.objects.filter(name="Front desk").count(), User.objects.filter(username="one").count()) == (
        1,
        1,
    )


def test_a_new_role_is_logged(whole, role):
    path, ticked = reverse("wagtailusers_groups:add"), right("auth", "change_user").pk
    send(whole, path, name="Night desk", permissions=[ticked])

    assert Group.objects.get(name="Night desk").permissions.count() == 1
    assert (logged(), told()) == ([("staff_changed", ["rights"], 0)], [])


def test_a_form_with_a_mistake_changes_nothing_and_says_nothing(whole, role):
    typed = Typed(whole.get(path_of("edit", role)).text).sent
    answer = whole.post(path_of("edit", role), typed | {"name": "Editors", "permissions": []})

    assert (answer.status_code, role.permissions.count()) == (200, 2)
    assert (logged(), told()) == ([], [])


def test_only_administrators_come_there(whole, user, role):
    user.groups.set([Group.objects.get(name=Role.STEWARDS)])
    paths = [path_of("edit", role), path_of("delete", role), reverse("wagtailusers_groups:add")]

    assert [whole.get(path).status_code for path in paths] == [403] * 3
    assert [whole.post(path).status_code for path in paths] == [403] * 3
    assert Group.objects.filter(name="Front desk").count() == 1
