"""What whoever writes a mailing is offered: past mailings, pictures."""

import pytest
from django.urls import reverse
from wagtail.models import Collection

from mailings.enums import MailingState
from privacy.days import utc_today
from privacy.roles import Role
from tests.mailings.factories import had_by_many, make_mailing
from tests.mailings.staff import at, member
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


def test_a_mailing_of_whose_people_nothing_is_known_any_more_is_not_offered(client):
    client.force_login(member(Role.MAILERS))
    news = ListFactory()
    old, late = (make_mailing(news, state=MailingState.SENT, ended_on=utc_today()) for _ in range(2))
    had_by_many(late)

    offered = client.get(at("whom", make_mailing())).context["form"].fields["without_mailings"].queryset

    assert (old in offered, [*offered]) == (False, [late])


def test_a_mailer_may_bring_a_picture_and_no_document(client):
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    client.force_login(member(Role.MAILERS))

    assert client.get(reverse("wagtailimages:add")).status_code == 200
    assert client.get(reverse("wagtaildocs:add")).status_code == 302
