"""A reader of our mail signs and signs up with one press each, without scripts, takes it back, and leaves."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from campaigns.act_links import act_url
from events.models import Attendance, Event
from petitions.models import Petition, Signature
from supporters.addresses import unsubscribe_url
from supporters.models import List, WhyLeftCount
from supporters.services import subscribe
from tests.supporters.factories import PERSON, admit

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "ada.press@example.org"


@pytest.fixture
def ada(demo):
    supporter = admit(ADDRESS, language="en", given_name="Ada")
    for one in List.objects.order_by("pk")[:2]:
        subscribe(supporter=supporter, list=one, actor=PERSON)
    return supporter


def latest_to_ada():
    return [one for one in mail.outbox if one.to == [ADDRESS]][-1]


def test_one_press_signs_and_the_letter_takes_it_back(visitors, ada, site, work):
    visitor = visitors(java_script_enabled=False)
    petition = Petition.objects.filter(is_pledge=False, state="open").order_by("pk").first()
    link = act_url(supporter_id=ada.public_id, action_id=petition.public_id, source="m-demo2345")
    visitor.goto(link)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Sign with one press")
    expect(visitor.locator("main")).to_contain_text("As A… (a•••@e•••.org)")
    assert Signature.objects.filter(supporter=ada).count() == 0
    visitor.locator("main form button").press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Your name counts")
    assert Signature.objects.get(supporter=ada).source == "m-demo2345"

    work()
    visitor.goto(re.search(r"http\S+/withdraw/\S+", latest_to_ada().body)[0])
    visitor.locator("main form button").first.press("Enter")
    assert Signature.objects.filter(supporter=ada).count() == 0


def test_one_press_saves_a_place_and_says_which_date(visitors, ada, site, work):
    visitor = visitors(java_script_enabled=False)
    event = Event.objects.live().filter(is_guarded=False, needs_invite=False).order_by("pk").first()
    visitor.goto(act_url(supporter_id=ada.public_id, action_id=event.public_id))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Sign up with one press")
    for radio in visitor.get_by_role("radio").all()[:1]:
        radio.check()
    for select in visitor.locator("main select").all():
        select.select_option(index=1)
    for tick in visitor.get_by_role("checkbox").all():
        tick.check()
    visitor.locator("main form button").press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You are signed up")
    assert Attendance.objects.filter(open__supporter=ada).count() == 1

    work()
    visitor.goto(re.search(r"http\S+/do/sign-up/\S+", latest_to_ada().body)[0])
    expect(visitor.locator("main")).to_contain_text(event.title["en"])


def test_a_reader_pauses_leaves_and_says_why(visitors, ada, site, work):
    visitor = visitors(java_script_enabled=False)
    news = List.objects.order_by("pk").first()
    link = unsubscribe_url(ada, news, source="m-demo2345")
    visitor.goto(link)
    visitor.get_by_text("Only some of it, or a pause").press("Enter")
    visitor.get_by_label("Pause all mail for").select_option("30")
    visitor.get_by_role("button", name="Save").press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Done as you chose")
    work()
    assert latest_to_ada().subject == "Your mail from us rests"

    visitor.goto(link)
    visitor.get_by_role("button", name="Leave this list").press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You have left this list")
    visitor.get_by_label("Too many mails").check()
    visitor.get_by_role("button", name="Send", exact=True).press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    work()
    assert latest_to_ada().subject == "You have left a list of ours"
    assert list(WhyLeftCount.objects.values_list("why", "number")) == [("often", 1)]
