"""In which language the first administrator is written to, and finds the admin."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def language_of(login: str, *arguments: str) -> str:
    """What an account that is made now gets."""
    call_command("invite_first_admin", login, f"{login}@example.org", *arguments, stdout=StringIO())
    return get_user_model()._default_manager.get(username=login).wagtail_userprofile.preferred_language


def test_it_is_that_of_the_terminal_or_the_one_asked_for(monkeypatch):
    assert language_of("ada") == "en"
    assert language_of("bea", "--language", "es") == "es"
    monkeypatch.setenv("LC_ALL", "es_US.UTF-8")
    assert language_of("cleo") == "es"
    assert language_of("dora", "--language", "en") == "en"


def test_it_is_one_that_the_admin_speaks(monkeypatch, settings):
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
    monkeypatch.setenv("LC_ALL", "es_US.UTF-8")
    assert language_of("ada") == "en"
