"""Roles are called by names in the reader's language; their groups keep those by which code knows them."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.actors import Actor
from privacy.choices import FindingKind
from privacy.finding_rules import sentence_of
from privacy.models import Finding
from privacy.roles import NAMES, Role, role_name
from staff import services


@pytest.fixture
def in_spanish(whole, user):
    """An Administrator who is superuser and reads Spanish."""
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="es")
    return whole


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_every_role_has_a_name_in_both_languages_and_no_two_the_same():
    assert NAMES.keys() == set(Role)
    with override("en"):
        assert [role_name(role) for role in Role] == [role.value for role in Role]
    with override("es"):
        spanish = [role_name(role) for role in Role]
        assert role_name("Front desk") == "Front desk"
    assert len({*spanish, *(role.value for role in Role)}) == 2 * len(Role)


def test_pages_about_accounts_and_roles_speak_spanish_and_the_rows_stay(in_spanish, make_user):
    eve = make_user(Role.STEWARDS, name="eve")
    roles = [
        text_of(in_spanish.get(reverse(name)))
        for name in ("wagtailusers_groups:index", "site_staff_admin:accounts")
    ]
    forms = [
        text_of(in_spanish.get(reverse("wagtailusers_users:edit", args=[eve.pk]))),
        text_of(in_spanish.get(reverse("site_staff_admin:invite"))),
        text_of(in_spanish.get(reverse("wagtailusers_users:index"))),
    ]
    seen = [("Equipo de datos" in text, "Data stewards" in text) for text in (*roles, *forms)]

    assert seen == [(True, False)] * 5
    assert sorted(eve.groups.values_list("name", flat=True)) == ["Data stewards"]


def test_the_form_of_a_role_says_that_its_stored_name_is_to_stay(in_spanish):
    group = Group.objects.get(name=Role.STEWARDS)
    answer = in_spanish.get(reverse("wagtailusers_groups:edit", args=[group.pk]))

    assert 'value="Data stewards"' in answer.text
    assert "La gente lee «Equipo de datos»" in text_of(answer)


def test_a_mail_and_a_finding_name_the_role_in_the_readers_language(make_user):
    eve, admin = make_user(Role.EDITORS, name="eve"), make_user(Role.ADMINISTRATORS, name="ada")
    UserProfile.objects.create(user=eve, preferred_language="es")
    with services.watch_changes(user_ids=[eve.pk], actor=Actor.staff(admin)):
        eve.groups.set(Group.objects.filter(name=Role.MAILERS))
    letter = Letter.objects.get(kind="staff.notice")
    _recipient, content = write(kind_of("staff.notice"), letter)
    with override("es"):
        sentence = sentence_of(Finding(rule=FindingKind.POWERS, user_id=1, role="Mailers"), {1: "eve"})

    assert "«Envío de correos»" in content.text
    assert "«Edición»" in content.text
    assert sentence == "eve: ahora tiene la función Envío de correos."
