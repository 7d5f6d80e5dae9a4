"""Tests of a mailing go to staff, and to nobody else."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from mailings.models import TestSend
from mailings.services.test_sends import TESTED
from outbox.jobs import drain_letters
from tests.mailings.factories import make_mailing, make_sender, make_subscriber
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, admin_user):
    client.force_login(admin_user)
    return client


def send(staff, mailing, *users):
    url = reverse("mailing:send_test", args=[mailing.public_id])
    return staff.post(url, {"users": [str(user.pk) for user in users]})


def test_a_test_goes_to_who_was_ticked_in_every_language_and_leaves_no_row(staff, admin_user):
    mail_list = ListFactory()
    make_subscriber(mail_list)
    mailing = make_mailing(mail_list, sender=make_sender(reply_to="us@example.org"))
    answer = send(staff, mailing, admin_user)
    assert (answer.status_code, TestSend.objects.count()) == (302, 2)
    drain_letters()

    assert sorted((one.subject, one.to) for one in mail.outbox) == [
        ("[Prueba] Cancelen el contrato", [admin_user.email]),
        ("[Test] Drop the contract", [admin_user.email]),
    ]
    first = next(one for one in mail.outbox if "Drop" in one.subject)
    assert first.extra_headers["From"].startswith('"Rosa, for the campaign" <')
    assert first.extra_headers["Reply-To"] == "us@example.org"
    assert "Sam" in first.body
    assert TestSend.objects.count() == 0
    assert ModelLogEntry.objects.filter(action=TESTED).count() == 1


def test_nobody_gets_a_test_who_may_not_see_mailings(staff):
    stranger = get_user_model().objects.create_user("stranger", "stranger@example.org")
    answer = send(staff, make_mailing(), stranger)
    assert (answer.status_code, TestSend.objects.count()) == (422, 0)


def test_without_words_there_is_nothing_to_test(staff, admin_user):
    send(staff, make_mailing(is_written=False), admin_user)
    assert TestSend.objects.count() == 0


def test_the_page_of_checks_says_what_was_found_and_shows_the_mail_in_sandboxed_frames(staff):
    mailing = make_mailing(is_written=False)
    shown = staff.get(reverse("mailing:check", args=[mailing.public_id]))
    assert "It is not written in English" in shown.content.decode()
    mailing = make_mailing()
    shown = staff.get(reverse("mailing:check", args=[mailing.public_id]))
    assert shown.content.decode().count(" sandbox ") == 6


def test_words_are_begun_from_nothing_or_from_others(staff):
    older, mailing = make_mailing(), make_mailing(is_written=False)
    like = older.contents.get(language="en")
    url = reverse("mailing:start_words", args=[mailing.public_id, "a", "en"])
    shown = staff.get(url)
    begun = staff.post(url, {"like": str(like.public_id)})
    assert (shown.status_code, begun.status_code) == (200, 302)
    assert mailing.contents.get().subject == like.subject
    again = staff.post(url, {"like": ""})
    assert again["Location"] == begun["Location"]
    assert staff.get(reverse("mailing:start_words", args=[mailing.public_id, "a", "xx"])).status_code == 404
