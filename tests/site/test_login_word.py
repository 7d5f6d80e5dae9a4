"""The name to log in with is called one thing in Spanish, wherever one meets it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from config.recovery.asking import WrongAnswer
from config.setup import questions
from config.setup.checks import login

pytestmark = pytest.mark.django_db

OTHERS = ("nombre de usuario", "usuario:", ">usuario<", "usuario</th>", "usuario</label>")


def test_on_the_pages_of_the_staff_side(client, admin_user):
    login_page = client.get("/admin/login/", headers={"accept-language": "es"}).content.decode()
    UserProfile.objects.create(user=admin_user, preferred_language="es")
    client.force_login(admin_user)
    edit = reverse("wagtailusers_users:edit", args=[admin_user.pk])
    pages = {
        path: client.get(path).content.decode().lower()
        for path in (
            reverse("site_staff_admin:accounts"),
            reverse("site_staff_admin:invite"),
            reverse("wagtailusers_users:index"),
            edit,
        )
    }
    pages["login"] = login_page.lower()

    assert {path for path, page in pages.items() if "nombre de acceso" in page} == pages.keys()
    assert [(path, word) for path, page in pages.items() for word in OTHERS if word in page] == []


def test_in_the_terminal_and_in_what_a_form_says_of_it():
    [question] = [one for one in questions.QUESTIONS if one.name == "admin_login"]
    with translation.override("es"):
        with pytest.raises(WrongAnswer) as wrong:
            login("no spaces")
        name = get_user_model()._meta.get_field("username")
        told = [
            str(question.asks),
            str(wrong.value),
            str(name.verbose_name),
            str(name.error_messages["unique"]),
        ]

    assert ["nombre de acceso" in one.lower() for one in told] == [True] * 4
