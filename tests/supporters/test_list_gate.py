"""The form of a public list behind the gate: doubtful forms wait for a person, and one reminder goes out."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from campaigns import gate
from outbox.models import Letter
from outbox.tasks import drain_outbox
from privacy.actors import Actor
from privacy.models import AccessLog
from supporters.exceptions import ProofUsed
from supporters.form_gate import Judged, is_first_use, judge
from supporters.jobs.joining import forget_reminders, remind_sign_ups
from supporters.models import ListSignUp, Supporter, TypedJoin
from supporters.selectors import LIST_WORDING
from supporters.services import joining
from supporters.services.joining import let_sign_up_through
from supporters.tasks import expire_sign_ups
from tests.campaigns.test_gate import loaded, solved  # noqa: F401 (a fixture)
from tests.supporters.factories import ListFactory, wording
from tests.supporters.test_joining import links, page_of, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def news():
    return ListFactory()


def kinds():
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def fast(client, mail_list, **more):
    return post(client, mail_list, **{gate.STAMP: gate.make_stamp(), **more})


@pytest.mark.parametrize(
    "machine", [{gate.HONEYPOT: "yes"}, {gate.STAMP: "forged"}, {gate.STAMP: "now"}], ids=str
)
def test_a_doubtful_form_gets_the_same_page_and_no_mail(client, news, machine):
    if machine == {gate.STAMP: "now"}:
        machine = {gate.STAMP: gate.make_stamp()}
    person = post(client, news, email="ada@example.org")
    doubtful = post(client, news, **machine)

    assert (doubtful.status_code, doubtful["Location"]) == (person.status_code, person["Location"])
    assert list(ListSignUp.objects.order_by("pk").values_list("held", flat=True)) == [False, True]
    assert kinds() == ["supporters.join"]


def test_the_page_draws_the_gates_fields_and_the_language_once(client, news):
    page = client.get(page_of(news)).text

    assert f'name="{gate.HONEYPOT}"' in page
    assert reverse("countersign_challenge") in page
    assert page.count('name="lang"') == 1


def test_staff_see_the_kept_back_masked_and_let_a_person_through(client, staff, news):
    fast(client, news)
    mailer = staff("Mailers")
    assert "kept back" in mailer.get(reverse("supporter:index")).text
    page = mailer.get(reverse("supporter:held")).text
    assert ("m•••@e•••.org" in page, "maria@example.org" in page) == (True, False)

    row = ListSignUp.objects.get()
    url = reverse("supporter:held_through", args=[row.public_id])
    assert (mailer.get(url).status_code, kinds()) == (302, [])
    mailer.post(url)
    mailer.post(url)
    assert kinds() == ["supporters.join"]
    client.post(links()["confirm"])
    assert Supporter.objects.count() == 1
    assert "Nothing is kept back." in mailer.get(reverse("supporter:held")).text


def test_organizers_let_nobody_through(client, staff, news):
    fast(client, news)
    row = ListSignUp.objects.get()
    staff("Organizers").post(reverse("supporter:held_through", args=[row.public_id]))

    assert kinds() == []


def test_a_machine_with_somebodys_address_does_not_hold_their_own_form_back(client, news):
    post(client, news)
    fast(client, news, given_name="Other")

    row = ListSignUp.objects.get()
    assert (row.held, row.unseal().given_name) == (False, "María")


def test_a_persons_own_form_takes_the_place_of_one_that_was_kept_back(client, news):
    fast(client, news, given_name="Other")
    post(client, news)

    row = ListSignUp.objects.get()
    assert (row.held, row.unseal().given_name, kinds()) == (False, "María", ["supporters.join"])


def test_a_machine_does_not_use_up_what_a_person_has_with_their_address(client, news):
    for number in range(6):
        fast(client, news, given_name=f"Other {number}")
    post(client, news)

    row = ListSignUp.objects.get()
    assert (row.held, row.unseal().given_name, kinds()) == (False, "María", ["supporters.join"])


def test_machines_do_not_shut_the_page_for_people(client, news, monkeypatch):
    monkeypatch.setattr(joining, "MOST_PER_HOUR", 16)
    answers = [fast(client, news, email=f"a{number}@example.org").status_code for number in range(40)]
    assert answers.count(303) <= 16

    assert post(client, news).status_code == 303


def test_of_two_who_let_one_through_one_mails(client, news, steward_user):
    fast(client, news)
    row = ListSignUp.objects.get()
    actor = Actor.staff(steward_user)

    assert [let_sign_up_through(sign_up=row, actor=actor) for _press in range(2)] == [True, False]
    assert AccessLog.objects.get(deed="let_through").count == 1


def test_so_many_an_hour_are_let_through_by_one(client, staff, news, monkeypatch):
    monkeypatch.setattr(joining, "LET_THROUGH_PER_HOUR", 1)
    mailer = staff("Mailers")
    for email in ("ada@example.org", "ben@example.org"):
        fast(client, news, email=email)
        row = ListSignUp.objects.get(held=True)
        mailer.post(reverse("supporter:held_through", args=[row.public_id]))

    assert kinds() == ["supporters.join"]


def test_what_ran_out_is_not_let_through(client, staff, news):
    fast(client, news)
    row = ListSignUp.objects.get()
    ListSignUp.objects.update(expires_at=timezone.now())
    staff("Mailers").post(reverse("supporter:held_through", args=[row.public_id]))

    assert kinds() == []


def test_one_proof_sent_again_and_again_uses_up_nothing(client, news, monkeypatch):
    # Two for each of the limit's 16 rows: the one sign-up that counts fills none of them.
    monkeypatch.setattr(joining, "MOST_PER_HOUR", 32)
    for number in range(200):
        with suppress(ProofUsed):
            joining.sign_up_to_list(
                mail_list=news,
                typed=TypedJoin(email=f"a{number}@example.org"),
                language="en",
                proof=b"one proof",
                actor=Actor.system(),
            )

    assert post(client, news).status_code == 303


def test_under_load_a_form_takes_one_more_step_and_its_work_is_good_once(client, news, loaded):  # noqa: F811
    asked = post(client, news)
    assert (asked.status_code, ListSignUp.objects.count()) == (429, 0)
    assert "One more step" in asked.text
    assert "no-store" in asked["Cache-Control"]

    proof = solved()
    assert post(client, news, proof=proof).status_code == 303
    assert post(client, news, proof=proof, email="ada@example.org").status_code == 429
    assert ListSignUp.objects.count() == 1


def test_without_a_gate_every_form_is_taken(monkeypatch):
    monkeypatch.setattr("supporters.form_gate._gates", {})

    assert is_first_use(b"proof")
    assert judge(RequestFactory().post("/")) == Judged(step=None, is_doubtful=False, proof=None)


def test_one_reminder_goes_out_after_20_hours_and_no_second(client, news):
    post(client, news)
    drain_outbox.call()
    now = timezone.now()
    with time_machine.travel(now + timedelta(hours=19)):
        expire_sign_ups.call()
        assert kinds() == ["supporters.join"]
    with time_machine.travel(now + timedelta(hours=21)):
        expire_sign_ups.call()
        expire_sign_ups.call()
        assert kinds() == ["supporters.join", "supporters.join_reminder"]
        confirm = links()["confirm"]
        reminder = mail.outbox[-1]
        assert "Still waiting" in reminder.subject
        assert "María" not in reminder.body
        client.post(confirm)
    assert Supporter.objects.count() == 1


def test_whoever_confirmed_or_was_kept_back_is_not_reminded(client, news):
    post(client, news)
    client.post(links()["confirm"])
    fast(client, news, email="ada@example.org")
    with time_machine.travel(timezone.now() + timedelta(hours=21)):
        assert remind_sign_ups() == 0


def test_after_a_restore_a_reminder_that_was_due_goes_to_nobody(client, news):
    post(client, news)
    with time_machine.travel(timezone.now() + timedelta(hours=21)):
        forget_reminders()
        assert remind_sign_ups() == 0


def test_the_page_with_the_button_prints_the_words_it_says_yes_to(client, news):
    wording(LIST_WORDING, text="Mail me what this list sends.")
    post(client, news)
    confirm = links()["confirm"]
    wording(LIST_WORDING, text="Mail me everything.")

    assert "Mail me what this list sends." in client.get(confirm).text
