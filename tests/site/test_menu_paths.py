"""What the documents say of the admin's menu is in it, in the language of the document."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.admin.menu import admin_menu

from tests.places import ROOT

pytestmark = pytest.mark.django_db

FOLDERS = ("editors", "organizers", "operators", "es")
PATH = re.compile(r"\*{1,2}([^*().]+ [›→] [^*().]+)\*{1,2}")
# What begins a path and stands elsewhere: in the page editor, or in the corner with one's own name.
ELSEWHERE = {"Account", "Add child page", "Choose an event", "Status"}


def documents() -> list[Path]:
    read = [path for folder in FOLDERS for path in sorted((ROOT / "docs" / folder).glob("*.md"))]
    return [ROOT / "README.md", ROOT / "docs" / "README.md", *read]


def language_of(document: Path) -> str:
    return "es" if document.parent.name == "es" else "en"


def paths_in(document: Path) -> list[list[str]]:
    """ "*Settings › Look*", also where a line ends within."""
    text = " ".join(document.read_text().split())
    return [re.split(r" [›→] ", found) for found in PATH.findall(text)]


def menu(user, language: str) -> dict[str, set[str]]:
    """Each entry of the admin's menu, with what is below it, as ``user`` sees it."""
    # Entries are registered with the admin's addresses.
    reverse("wagtailadmin_home")
    request = RequestFactory().get("/admin/")
    request.user = user
    with translation.override(language):
        return {
            str(entry.label): {str(one.label) for one in entry.menu.menu_items_for_request(request)}
            if hasattr(entry, "menu")
            else set()
            for entry in admin_menu.menu_items_for_request(request)
        }


def test_each_path_leads_through_the_menu(admin_user):
    menus = {language: menu(admin_user, language) for language in ("en", "es")}
    checked, wrong = 0, []
    for document in documents():
        there = menus[language_of(document)]
        below = set().union(*there.values())
        for first, second, *_rest in paths_in(document):
            checked += 1
            is_there = second in there[first] if there.get(first) else first in there or first in below
            if not is_there and first not in ELSEWHERE:
                wrong.append(f"{document.relative_to(ROOT)}: {first} › {second}")

    assert checked > 50
    assert wrong == []


def test_one_goes_to_the_page_on_which_somebody_is_invited_for_a_second_person(admin_user, client):
    client.force_login(admin_user)
    [row] = [
        line
        for line in (ROOT / "docs/editors/first-run.md").read_text().splitlines()
        if "second pers" in line
    ]

    assert "*Settings › Staff accounts › Invite somebody*" in row
    assert "Staff accounts" in menu(admin_user, "en")["Settings"]
    assert "Invite somebody" in client.get(reverse("site_staff_admin:accounts")).content.decode()
