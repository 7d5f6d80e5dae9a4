"""What tests of mailings are made of can be made."""

import pytest

from mailings.models import MailContent
from supporters.models import Subscription
from supporters.selectors import find_supporter
from tests.mailings.factories import make_mailing, make_subscriber, make_subscribers
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


def test_a_mailing_has_words_in_both_languages_and_people_to_go_to():
    news = ListFactory()
    mailing = make_mailing(news)
    people = [make_subscriber(news), *make_subscribers(news, 3)]

    assert set(MailContent.objects.values_list("mailing", "language")) == {
        (mailing.pk, "en"),
        (mailing.pk, "es"),
    }
    assert Subscription.objects.subscribed().filter(list=news).count() == 4
    assert find_supporter(people[-1].unseal().email) == people[-1]
