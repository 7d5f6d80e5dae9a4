"""What the tests of staff's side share: who logs in, and what a page costs."""

from django.contrib.auth.models import Group, User
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import CampaignMember


def member(event, *groups, name="organizer"):
    """A member of staff in these groups, of the team of the event's campaign."""
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.filter(name__in=groups))
    if event is not None:
        CampaignMember.objects.create(campaign=event.campaign, user=user)
    return user


def of_event(name, event):
    return reverse(f"event:{name}", args=[event.public_id])


def of_date(name, occurrence, **query):
    return reverse(f"event:{name}", args=[occurrence.public_id], query=query or None)


def cost_of(client, url):
    """Queries of both databases for one GET."""
    client.get(url)
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keystore"]) as keys,
    ):
        assert client.get(url).status_code == 200
    return len(main), len(keys)
