"""The two ways in which a sealed file leaves: by a signed link, and by a steward who says why."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from campaigns.roles import top_up_groups
from privacy.choices import AccessDeed, AccessReason
from privacy.enums import Purpose
from privacy.files import write_file
from privacy.links import make_link_token
from privacy.models import AccessLog
from privacy.roles import Role

pytestmark = pytest.mark.django_db
DATA = b"canary-row-1;canary-row-2"


@pytest.fixture
def file(root_page):
    with write_file(kind="tests.export", name='nombres ñ".csv', content_type="text/html") as out:
        out.write(DATA)
    return out.file


def link(file, purpose=Purpose.DOWNLOAD):
    return reverse("privacy:download", args=[make_link_token(purpose, file.public_id)])


def test_a_link_shows_a_button_and_gives_the_file_to_a_press(client, file):
    shown, pressed = client.get(link(file)), client.post(link(file))

    assert (shown.status_code, b"canary" in shown.content) == (200, False)
    assert b"".join(pressed.streaming_content) == DATA
    assert pressed["Content-Disposition"].startswith("attachment")
    assert pressed["X-Content-Type-Options"] == "nosniff"
    assert [shown["Cache-Control"], pressed["Cache-Control"]] == ["no-store", "no-store"]


def test_a_link_of_another_purpose_or_past_its_day_gives_nothing(client, file):
    over = link(file)
    assert client.post(link(file, Purpose.CONFIRM)).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert client.post(over).status_code == 410


def staff(django_user_model, role):
    top_up_groups()
    user = django_user_model.objects.create_user(username=str(role), password=None)
    user.groups.add(Group.objects.get(name=role))
    return user


def address_of(file):
    return reverse("countersign_privacy_download", args=[file.public_id])


def test_a_steward_gets_the_file_for_a_reason_that_is_logged(client, django_user_model, file):
    steward = staff(django_user_model, Role.STEWARDS)
    client.force_login(steward)
    assert b"canary" not in client.get(address_of(file)).content
    refused = client.post(address_of(file), {"reason": "curious"})
    assert (refused.status_code, AccessLog.objects.count()) == (422, 0)

    given = client.post(address_of(file), {"reason": AccessReason.DELIVER})
    assert b"".join(given.streaming_content) == DATA
    entry = AccessLog.objects.get()
    assert (entry.user_id, entry.deed, entry.kinds, entry.count, entry.reason) == (
        steward.pk,
        AccessDeed.DOWNLOADED,
        ["tests.export"],
        1,
        AccessReason.DELIVER,
    )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STEWARDS])
def test_no_other_role_gets_a_file(client, django_user_model, file, role):
    client.force_login(staff(django_user_model, role))
    client.post(address_of(file), {"reason": AccessReason.DELIVER})

    assert AccessLog.objects.count() == 0
