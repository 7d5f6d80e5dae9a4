"""What the staff of an organization is asked to do first, and the house rules they say to keep to."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from campaigns.roles import top_up_groups
from outbox.first_run import mail_leaves
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.first_run import steps_for
from privacy.roles import Role
from supporters.models import Organization
from supporters.services import keep_house_rules
from tests.site.conftest import ground  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(django_user_model):
    top_up_groups()
    user = django_user_model.objects.create_user("eva", password="x")
    user.groups.set(Group.objects.filter(name=Role.ADMINISTRATORS))
    return user


@pytest.fixture
def root(django_user_model):
    return django_user_model.objects.create_superuser("root", password="x")


def is_done(user, name):
    return {taken.step.name: taken.is_done for taken in steps_for(user)}[name]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("organization", {"name": "Neighbors", "contact_email": "hello@example.org"}),
        ("postal_address", {"postal_address": "P.O. Box 1"}),
        ("privacy_contact", {"privacy_contact": "privacy@example.org"}),
        ("report_email", {"report_email": "doubt@example.org"}),
    ],
)
def test_a_field_of_the_organization_that_is_filled_in_is_done(administrator, name, fields):
    assert not is_done(administrator, name)
    organization = Organization.load()
    for field, value in fields.items():
        setattr(organization, field, value)
    organization.save()

    assert is_done(administrator, name)


@pytest.mark.usefixtures("ground")
def test_each_step_that_can_be_taken_in_the_admin_leads_to_a_page_that_opens(root, client):
    client.force_login(root)
    urls = {taken.step.name: taken.url for taken in steps_for(root) if not taken.is_done}

    opened = {name: client.get(url, follow=True).status_code for name, url in urls.items() if url}
    assert opened == dict.fromkeys(opened, 200)
    assert {name for name in urls if not urls[name]} <= {"mail", "demo"}


def test_the_house_rules_are_kept_by_one_press_and_not_by_looking(administrator, client):
    client.force_login(administrator)
    page = client.get(reverse("house_rules"))
    assert "Never write about a private person" in page.content.decode()
    assert Organization.load().house_rules_read is None

    assert client.post(reverse("house_rules")).url == reverse("wagtailadmin_home")
    assert Organization.load().house_rules_read == utc_today()
    assert is_done(administrator, "house_rules")


def test_the_first_to_keep_the_house_rules_sets_the_day_and_it_is_always_staff(administrator):
    assert keep_house_rules(actor=Actor.staff(administrator))
    assert not keep_house_rules(actor=Actor.staff(administrator))
    with pytest.raises(ValueError, match="staff"):
        keep_house_rules(actor=Actor.system())


def test_an_editor_has_nothing_to_do_with_the_organization(administrator, client, django_user_model):
    editor = django_user_model.objects.create_user("ana", password="x")
    editor.groups.set(Group.objects.filter(name=Role.EDITORS))
    client.force_login(editor)

    assert client.get(reverse("house_rules")).status_code in {302, 403, 404}
    assert {taken.step.permission for taken in steps_for(editor)} & {
        "countersign_supporters.change_organization"
    } == set()


def test_two_people_who_can_sign_in_are_enough_and_one_who_left_is_none(root, django_user_model):
    gone = django_user_model.objects.create_superuser("gone", is_active=False)
    django_user_model.objects.create_user("no-staff")
    assert not is_done(root, "second_person")

    gone.is_active = True
    gone.save()
    assert is_done(root, "second_person")


@pytest.mark.parametrize(
    ("backend", "sender", "leaves"),
    [
        ("filebased", "no-reply@example.org", False),
        ("smtp", "no-reply@localhost", False),
        ("smtp", "Us <no-reply@example.org>", True),
    ],
)
def test_mail_leaves_by_a_real_server_from_a_domain(settings, backend, sender, leaves):
    settings.MAILERS = {"default": {"BACKEND": f"django.core.mail.backends.{backend}.EmailBackend"}}
    settings.DEFAULT_FROM_EMAIL = sender

    assert mail_leaves() == leaves
