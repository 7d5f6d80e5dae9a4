import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models.signals import pre_save

from campaigns.roles import top_up_groups
from privacy.actors import Actor
from privacy.roles import Role
from staff import services
from staff.exceptions import NameTaken
from staff.models import Invitation

PASSWORD = "four words nobody joins 77"


@pytest.fixture
def groups(db):
    top_up_groups()


@pytest.fixture
def invitation(groups):
    return services.invite(
        username="maria", email="maria@example.org", roles=[Role.EDITORS], actor=Actor.system()
    )


def path_of(url):
    return re.sub(r"^https?://[^/]+", "", url)


def test_an_invited_account_is_inactive_has_its_roles_and_no_password(invitation):
    user = User.objects.get(username="maria")

    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert [group.name for group in user.groups.all()] == ["Editors"]


def test_a_login_name_belongs_to_one_account_in_any_case(invitation):
    with pytest.raises(NameTaken):
        services.invite(username="MARIA", email="", roles=[Role.MAILERS], actor=Actor.system())

    assert User.objects.count() == 1


def test_of_two_who_invite_the_same_login_name_at_once_one_is_told(groups):
    def invite_first(instance, **kwargs):
        # The other one, between the look and the row.
        if not User.objects.exists():
            User.objects.bulk_create([User(username=instance.username)])

    pre_save.connect(invite_first, sender=User)
    try:
        with pytest.raises(NameTaken):
            services.invite(username="maria", email="", roles=[Role.MAILERS], actor=Actor.system())
    finally:
        pre_save.disconnect(invite_first, sender=User)

    assert Invitation.objects.count() == 0


def test_a_first_administrator_whose_making_was_cut_short_is_made_whole_by_the_next_run(groups):
    def cut_short(instance, **kwargs):
        if instance.is_superuser:
            raise KeyboardInterrupt

    pre_save.connect(cut_short, sender=User)
    try:
        with pytest.raises(KeyboardInterrupt):
            call_command("invite_first_admin", "maria", "maria@example.org", stdout=StringIO())
    finally:
        pre_save.disconnect(cut_short, sender=User)
    call_command("invite_first_admin", "maria", "maria@example.org", stdout=StringIO())

    assert [(user.username, user.is_superuser) for user in User.objects.all()] == [("maria", True)]


def test_the_link_leads_to_a_password_and_on_to_the_second_step_and_to_nothing_else(client, invitation):
    path = path_of(services.invitation_url(invitation))

    shown = client.get(path)
    accepted = client.post(path, {"password": PASSWORD, "again": PASSWORD})
    admin = client.get("/admin/")

    assert (shown.status_code, Invitation.objects.count()) == (200, 0)
    assert (accepted.status_code, accepted["Location"]) == (302, "/admin/login/step/")
    assert (admin.status_code, admin["Location"]) == (302, "/admin/login/step/")
    assert User.objects.get().is_active
