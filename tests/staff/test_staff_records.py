"""Of staff the tables hold a login name and days: no face, no second; a name or address if one is given."""

import io
import re
from datetime import UTC, datetime, time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.users.models import UserProfile

from privacy.actors import Actor
from privacy.roles import Role
from staff import services
from tests.staff.conftest import log_in

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"


def test_of_a_login_the_day_is_kept_and_not_the_second(client, user):
    log_in(client, user)
    user.refresh_from_db()
    factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)

    moments = (user.last_login, user.date_joined, factor.created_at, factor.last_used_at)
    assert {moment.time() for moment in moments} == {time()}


def test_the_list_of_accounts_shows_the_day_of_a_login_wherever_it_is_read(client, user):
    log_in(client, user)
    UserProfile.objects.create(user=user, current_time_zone="America/Los_Angeles")
    User.objects.filter(pk=user.pk).update(last_login=datetime(2026, 3, 5, tzinfo=UTC))

    page = client.get("/admin/users/").text

    assert re.findall(r'<td class="last-login">\s*(.*?)\s*</td>', page) == ["March 5, 2026"]


def test_an_account_is_changed_without_naming_its_owner(whole, user):
    services.invite(username="volunteer", email="", roles=[Role.EDITORS], actor=Actor.staff(user))
    volunteer = User.objects.get(username="volunteer")
    group = Group.objects.get(name=Role.MODERATORS)
    answer = whole.post(f"/admin/users/edit/{volunteer.pk}/", {"username": "volunteer", "groups": [group.pk]})

    assert (answer.status_code, [one.name for one in volunteer.groups.all()]) == (302, [Role.MODERATORS])
    assert list(User.objects.filter(pk=volunteer.pk).values_list("first_name", "last_name", "email")) == [
        ("", "", "")
    ]


def test_nobody_is_called_like_a_colleague_in_upper_or_lower_case(whole, colleague, make_user):
    """The door finds neither of two such names: whoever gave one away would lock the other out."""
    other = make_user(Role.EDITORS, name="other")
    answer = whole.post(f"/admin/users/edit/{other.pk}/", {"username": "Colleague"})
    other.refresh_from_db()

    assert (answer.status_code, other.username) == (200, "other")
    assert log_in(Client(), colleague)


def test_ones_own_language_is_changed_without_a_name_and_no_picture_is_taken(whole, user):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    said = {
        "locale-preferred_language": "es",
        "locale-current_time_zone": "UTC",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "avatar-avatar": SimpleUploadedFile("me.jpg", picture.getvalue(), "image/jpeg"),
    }
    page = whole.get(ACCOUNT)
    answer = whole.post(ACCOUNT, said)
    profile = UserProfile.objects.get(user=user)

    assert ('type="file"' in page.text, answer.status_code) == (False, 302)
    assert (profile.preferred_language, profile.avatar.name) == ("es", "")
