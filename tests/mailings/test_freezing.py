"""What comes in between while the recipients of a mailing are put on its ledger."""

import threading

import pytest
from django.db import connections, transaction

from mailings.enums import MailingState
from mailings.jobs.freezing import freeze
from mailings.models import Mailing, Recipient
from privacy.actors import Actor
from privacy.keyring import forget_keyring
from supporters.models import Supporter
from supporters.services import erase_supporter
from tests.at_once import at_once
from tests.mailings.factories import make_mailing, make_subscribers
from tests.supporters.factories import ListFactory


@pytest.fixture
def mailing(transactional_db):
    forget_keyring()
    news = ListFactory()
    make_subscribers(news, 20)
    return make_mailing(news, state=MailingState.SENDING)


def test_of_two_who_freeze_at_once_one_does(mailing):
    found = at_once(lambda: freeze(mailing.pk), lambda: freeze(mailing.pk))

    assert sorted(found, key=str) == [20, None]
    assert (Recipient.objects.count(), Mailing.objects.get().frozen) == (20, 20)


@pytest.mark.postgres
def test_who_is_erased_meanwhile_waits_and_is_on_no_ledger(mailing):
    ada = Supporter.objects.order_by("pk")[7]
    erasing = threading.Thread(
        target=lambda: (
            erase_supporter(supporter=ada, keep_fingerprint=True, actor=Actor.the_person()),
            connections.close_all(),
        )
    )
    with transaction.atomic():
        assert freeze(mailing.pk) == 20
        erasing.start()
        erasing.join(timeout=0.5)
        is_waiting = erasing.is_alive()
    erasing.join()

    assert is_waiting
    assert (Recipient.objects.count(), Supporter.objects.count()) == (19, 19)
