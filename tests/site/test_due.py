"""Pages that are published at their hour, and one that is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from campaigns.roles import top_up_groups
from pages.due import late_pages, publish_due
from pages.models import PetitionPage, StandardPage
from privacy.roles import Role
from tests.site.page_builders import make_home, make_petition_page

pytestmark = pytest.mark.django_db


def schedule(page, hours=1):
    page.go_live_at = timezone.now() + timedelta(hours=hours)
    page.save_revision(approved_go_live_at=page.go_live_at)
    return page


@pytest.fixture
def refused(ground):
    """A page that presents the petition of another: nothing may publish it."""
    home = make_home(ground)
    other = make_petition_page(home)
    page = PetitionPage(title="Copied", petition=other.petition, live=False)
    home.add_child(instance=page)
    return schedule(page)


def test_a_page_that_is_refused_holds_no_other_up(refused):
    later = StandardPage(title="After it", live=False)
    refused.get_parent().add_child(instance=later)
    schedule(later, hours=2)

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        publish_due()

        later.refresh_from_db()
        refused.refresh_from_db()
        assert (later.live, refused.live) == (True, False)
        assert [page.pk for page, _hour in late_pages()] == [refused.pk]


def test_what_can_be_published_is_told_nobody(ground):
    page = StandardPage(title="On time", live=False)
    make_home(ground).add_child(instance=page)
    schedule(page)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_due()

        assert late_pages() == []


@pytest.mark.parametrize(("role", "tells"), [(Role.EDITORS, True), (Role.MAILERS, False)])
def test_editors_are_told_on_the_admin_s_front_page_and_others_are_not(
    refused, client, django_user_model, role, tells
):
    top_up_groups()
    user = django_user_model.objects.create_user("edith", password="a long enough password")
    user.groups.add(Group.objects.get(name=role))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        client.force_login(user)
        front = client.get(reverse("wagtailadmin_home")).text

    assert (reverse("wagtailadmin_pages:edit", args=[refused.pk]) in front) is tells
