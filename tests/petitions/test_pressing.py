"""One press from our own mail: a signature that counts at once, and a page that tells nobody anything."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.act_links import act_path, act_token
from campaigns.domains import forget_domains
from campaigns.models import Action
from outbox.models import Letter
from petitions import services
from petitions.enums import SignatureState
from petitions.exceptions import SignatureGone
from petitions.jobs.waiting import AFTER
from petitions.models import Signature
from petitions.selectors import forget_rules, total_of
from privacy.actors import Actor
from supporters.models import Consent, Subscription, Supporter
from supporters.services import erase_supporter, merge_supporters, subscribe
from tests.campaigns.factories import make_institution
from tests.petitions.factories import make_petition, open_place, sign, sign_and_confirm, typed
from tests.petitions.paper import begin, enter
from tests.proof import proof_size, record_figure
from tests.supporters.factories import ListFactory, admit

pytestmark = pytest.mark.django_db
PRESS = {"press": "1"}
PERSON = Actor.the_person()
# Mail scanners open every link, some more than once.
OPENINGS = proof_size(99, 1000)


def link_for(supporter, petition, source="m-ab12cd"):
    return act_path(act_token(supporter_id=supporter.public_id, action_id=petition.public_id), source)


@pytest.fixture
def ada(db):
    return admit("ada@example.org", language="en", given_name="Ada", postal_code="94110")


def everything():
    return (
        list(Signature.objects.values()),
        list(Action.objects.values()),
        list(Supporter.objects.values()),
        list(Subscription.objects.values()),
        list(Letter.objects.values()),
    )


def test_one_press_signs_and_counts_at_once(client, petition, ada):
    path = link_for(ada, petition)
    shown = client.get(path)
    pressed = client.post(path, PRESS)

    assert (shown.status_code, pressed.status_code) == (200, 303)
    assert client.get(pressed["Location"]).status_code == 200
    signature = Signature.objects.get()
    assert (signature.state, signature.supporter, signature.region) == (SignatureState.CONFIRMED, ada, "CA")
    assert (signature.sealed, signature.source, signature.language) == (None, "m-ab12cd", "en")
    assert total_of(petition) == 1
    action = Action.objects.get()
    assert (action.supporter, action.source, action.kind) == (ada, "m-ab12cd", "petition")
    assert [letter.kind for letter in Letter.objects.all()] == [AFTER]


def test_the_page_says_who_without_saying_whom(client, petition, ada):
    response = client.get(link_for(ada, petition))
    page = response.content.decode()

    assert "As A… (" in page
    assert "a•••@e•••.org" in page
    assert "ada@example.org" not in page
    assert "Ada" not in page
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


@pytest.mark.proof
def test_opening_the_link_however_often_changes_nothing(client, petition, ada):
    path = link_for(ada, petition)
    before = everything()
    for number in range(OPENINGS):
        [client.get, client.head, client.post][number % 3](path)

    assert everything() == before
    record_figure("openings of a link that signs, changes by them", f"{OPENINGS}, 0")


def test_a_second_press_writes_nothing_and_says_the_same(client, petition, ada):
    path = link_for(ada, petition)
    first = client.post(path, PRESS)
    before = everything()
    second = client.post(path, PRESS)

    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert everything() == before


def test_who_signed_by_the_form_is_counted_once(client, petition, ada):
    sign_and_confirm(petition, "ada@example.org")
    client.post(link_for(ada, petition), PRESS)

    assert Signature.objects.count() == 1
    assert total_of(petition) == 1


def test_one_that_counts_without_its_button_stays_the_only_one(client, ada):
    petition = make_petition(confirm_by_mail=False, is_delivered=False, ask_news=False)
    sign(petition, "ada@example.org")
    for _twice in range(2):
        assert client.post(link_for(ada, petition), PRESS).status_code == 303

    assert Signature.objects.count() == 1
    assert total_of(petition) == 1


def test_a_slip_of_paper_of_the_same_address_becomes_theirs(client, petition, ada):
    slip = enter(begin(petition))
    for _twice in range(2):
        assert client.post(link_for(ada, petition), PRESS).status_code == 303

    counted = Signature.objects.counted().get()
    assert (counted.pk, counted.supporter, counted.action.source) == (slip.pk, ada, "m-ab12cd")
    assert total_of(petition) == 1


def test_a_press_joins_no_list_and_writes_no_consent(client, petition, ada):
    client.post(link_for(ada, petition), PRESS)

    assert list(Subscription.objects.all()) == []
    assert list(Consent.objects.all()) == []


def test_a_press_leaves_each_standing_as_it_is(client, petition, ada):
    news = ListFactory()
    subscribe(supporter=ada, list=news, actor=PERSON)
    before = list(Subscription.objects.values())
    client.post(link_for(ada, petition), PRESS)

    assert list(Subscription.objects.values()) == before


def test_only_what_is_missing_and_required_is_asked(client, petition):
    nameless = admit("no.name@example.org", language="en", given_name="", country="US")
    path = link_for(nameless, petition)
    page = client.get(path).content.decode()
    refused = client.post(path, PRESS)
    taken = client.post(path, {**PRESS, "given_name": "Grace"})

    assert 'name="given_name"' in page
    assert 'name="email"' not in page
    assert 'name="news"' not in page
    assert refused.status_code == 422
    assert taken.status_code == 303
    assert Supporter.objects.get().unseal().given_name == "Grace"


def test_who_is_known_is_asked_nothing(client, petition, ada):
    page = client.get(link_for(ada, petition)).content.decode()

    assert 'type="text"' not in page
    assert "<select" not in page


def test_a_campus_can_be_chosen(client, petition, ada):
    place = open_place(petition, "Bay College")
    forget_rules()
    response = client.post(link_for(ada, petition), {**PRESS, "place": place.public_id.hex})

    assert Signature.objects.get().place == place
    assert "at=bay-college" in response["Location"]


def test_not_you_leads_to_the_plain_form(client, petition, petition_page, ada):
    url = petition_page(petition).get_url_parts()[2]
    page = client.get(link_for(ada, petition)).content.decode()

    assert f'{url}?source=m-ab12cd">Not you?' in page


def test_a_link_that_ran_out_leads_to_the_page(client, petition, petition_page, ada):
    url = petition_page(petition).get_url_parts()[2]
    path = link_for(ada, petition)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        response = client.get(path)
        pressed = client.post(path, PRESS)

    assert (response.status_code, pressed.status_code) == (410, 410)
    assert f"{url}?source=m-ab12cd" in response.content.decode()
    assert Signature.objects.count() == 0


def test_a_link_that_is_not_ours_is_404(client, petition, ada):
    path = link_for(ada, petition)
    altered = path.replace("/do/act/A", "/do/act/B").replace("/do/act/B", "/do/act/C", 1)

    assert client.get("/do/act/nothing/").status_code == 404
    assert client.post(altered, PRESS).status_code == 404


def test_who_was_erased_gets_the_same_page_as_an_old_link(client, petition, ada):
    path = link_for(ada, petition)
    erase_supporter(supporter=ada, keep_fingerprint=False, actor=Actor.system())
    response = client.post(path, PRESS)

    assert response.status_code == 410
    assert (Signature.objects.count(), Supporter.objects.count()) == (0, 0)


def test_who_was_merged_since_is_shown_nothing_of_the_other(client, petition, ada, db):
    steward = User.objects.create_superuser("steward")
    other = admit("grace@example.net", language="en", given_name="Grace")
    path = link_for(ada, petition)
    merge_supporters(survivor=other, loser=ada, actor=Actor.staff(steward))
    response = client.post(path, PRESS)

    assert response.status_code == 410
    assert "g•••@e•••.net" not in response.content.decode()
    assert Signature.objects.count() == 0


def test_an_action_that_is_gone_is_410(client, ada):
    path = act_path(act_token(supporter_id=ada.public_id, action_id=uuid4()))

    assert client.post(path, PRESS).status_code == 410


def test_a_closed_petition_is_not_signed(client, petition, ada):
    path = link_for(ada, petition)
    services.close_petition(petition=petition, actor=Actor.system())
    forget_rules()

    assert client.get(path).status_code == 410
    assert client.post(path, PRESS).status_code == 410
    assert Signature.objects.count() == 0


def test_a_mailbox_that_others_read_by_now_is_led_to_the_form(client, petition, petition_page, ada):
    url = petition_page(petition).get_url_parts()[2]
    make_institution("example.org")
    forget_domains()
    response = client.post(link_for(ada, petition), PRESS)

    assert response.status_code == 303
    assert response["Location"].endswith(f"{url}?source=m-ab12cd")
    assert Signature.objects.count() == 0


def test_who_is_erased_between_the_look_and_the_press_is_not_made_anew(petition, ada):
    erase_supporter(supporter=ada, keep_fingerprint=False, actor=Actor.system())

    with pytest.raises(SignatureGone):
        services.press_signature(petition=petition, supporter=ada, typed=typed(), language="en", actor=PERSON)
    assert (Signature.objects.count(), Supporter.objects.count()) == (0, 0)


def test_the_page_speaks_the_language_of_the_person(client, petition):
    maria = admit("maria@example.org", language="es")

    assert client.get(link_for(maria, petition))["Content-Language"] == "es"


def test_a_source_that_is_no_code_is_cleaned(client, petition, ada):
    path = link_for(ada, petition, source="")
    client.post(f"{path}?source=<script>alert(1)</script>", PRESS)

    assert Signature.objects.get().source == "script-alert-1-script"
