"""What the outbox tells the doctor of a mail server that is still to be named."""

import pytest

from config.mailers import mailer
from outbox.check_ups import check_mail, check_mailers
from privacy.doctor import Complaint

pytestmark = pytest.mark.django_db


@pytest.fixture
def unnamed(settings):
    settings.MAILERS = {**settings.MAILERS, "default": mailer("MAIL_URL", "later")}


def test_the_doctor_says_that_no_mail_server_is_named_yet(unnamed):
    says = "No mail server is named yet: letters wait, and nobody gets one. Name one in MAIL_URL."

    assert list(check_mailers()) == [Complaint(says)]


def test_nothing_is_said_of_records_in_dns_until_mail_leaves(unnamed):
    assert list(check_mail()) == []
