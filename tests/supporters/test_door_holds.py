"""What the own door shows beside the deeds, what is forgotten with its letter, and how often one joins."""

import json
from datetime import timedelta

import pytest
from django.core import mail

from outbox.services import pause_news
from outbox.tasks import drain_outbox
from privacy.days import utc_today
from privacy.models import SubjectKey
from supporters.models import Consent, DoorRequest, Subscription
from supporters.services import subscribe, unsubscribe
from tests.petitions.factories import at_place, make_petition, open_place, sign_and_confirm
from tests.supporters.factories import PERSON, ListFactory, admit
from tests.supporters.test_own_door import ADDRESS, ASK, door_of, drawn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maria():
    return admit(ADDRESS, language="es")


def test_the_address_that_asked_is_forgotten_when_its_letter_is_settled(client, maria):
    for typed in (ADDRESS, "nobody@example.org"):
        client.post(ASK, {"email": typed, "lang": "en"})
    subjects = list(DoorRequest.objects.values_list("subject_id", flat=True))
    drain_outbox.call()

    assert (len(mail.outbox), DoorRequest.objects.count()) == (2, 0)
    assert not SubjectKey.objects.filter(subject_id__in=subjects).exists()


def test_the_door_shows_what_is_held_beside_the_deeds_and_the_no_that_stays(client):
    petition = make_petition()
    bay = open_place(petition, "Bay College")
    said = {**at_place(bay), "name_to_target": True, "comment": "My brother <b>works</b> there"}
    signature = sign_and_confirm(petition, ADDRESS, said=said)
    news = ListFactory()
    subscribe(supporter=signature.supporter, list=news, actor=PERSON)
    unsubscribe(supporter=signature.supporter, list=news, actor=PERSON)
    pause_news(address=ADDRESS, until=utc_today() + timedelta(days=9))
    door = door_of(client, signature.supporter)
    page = client.get(door).text

    assert "My brother &lt;b&gt;works&lt;/b&gt; there" in page
    for shown in (
        "Signed at Bay College",
        "Your first and last name are in what we hand over",
        "All mail, until",
    ):
        assert shown in page, shown
    assert str(news) in page
    held = json.loads(client.post(f"{door}download/", {"as": "json"}).content)
    assert "My brother <b>works</b> there" in [fact["text"] for fact in held["more"]]
    assert sum(fact["label"] == "Mail that we do not send you" for fact in held["more"]) == 3
    assert "My brother" in client.post(f"{door}download/", {"as": "page"}).content.decode()


def test_joining_again_and_again_is_not_written_down_for_ever(client, maria, monkeypatch):
    monkeypatch.setattr("supporters.services.door.MOST_JOINED_PER_DAY", 2)
    news = ListFactory()
    door = door_of(client, maria)
    answers = []
    for _toggle in range(3):
        said = drawn(client, door)
        said["lists"] = [str(news.public_id)]
        answers.append(client.post(f"{door}choices/", said).status_code)
        said = drawn(client, door)
        said["lists"] = []
        # Leaving is never refused.
        assert client.post(f"{door}choices/", said).status_code == 303

    assert answers == [303, 303, 429]
    assert Consent.objects.count() == 4
    assert Subscription.objects.get().state == "unsubscribed"
