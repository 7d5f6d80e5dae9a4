"""What Wagtail lists of its own accord tells nobody of campaigns that are not theirs."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from campaigns.roles import top_up_groups
from petitions.models import PetitionTarget
from tests.petitions.factories import make_petition
from tests.petitions.test_staff import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client, petition):
    client.force_login(member(petition, "Organizers"))
    return client


@pytest.mark.parametrize("page", ["site_history", "site_history_results"])
def test_no_report_tells_of_other_campaigns(organizer, client, page):
    foreign = make_petition()
    log(foreign, "wagtail.edit", user=User.objects.create_superuser("boss"), title="Not yours")
    log(foreign.campaign, "wagtail.edit", title="Not yours either")

    refused = organizer.get(reverse(f"wagtailadmin_reports:{page}"))
    assert (refused.status_code, "Not yours" in refused.text) == (403, False)
    assert "site-history" not in organizer.get(reverse("wagtailadmin_home")).text


def test_administrators_read_the_history_of_the_site(client, home):
    top_up_groups()  # their rights over pages, now that there are some
    client.force_login(member(None, "Administrators"))
    assert client.get(reverse("wagtailadmin_reports:site_history")).status_code == 200
    assert "site-history" in client.get(reverse("wagtailadmin_home")).text


def test_the_usage_of_a_shared_target_names_no_petition_of_other_campaigns(organizer, petition):
    foreign = make_petition()
    target = foreign.petition_targets.get().target
    PetitionTarget.objects.create(petition=petition, target=target)
    for row in (petition, foreign):
        ReferenceIndex.create_or_update_for_object(row)

    text = organizer.get(reverse("target:usage", args=[target.pk])).text
    assert (petition.name in text, foreign.name in text) == (True, False)
