"""While the vault is locked whoever signed can take their name off, and nobody is told to wait seconds."""

import pytest

from petitions.enums import SignatureState
from petitions.letters import link_of
from petitions.models import Signature
from petitions.selectors import total_of
from privacy import lock
from privacy.actors import Actor
from privacy.links import Purpose
from privacy.locking import lock_vault
from tests.petitions.factories import sign_and_confirm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signature(petition):
    signed = sign_and_confirm(petition, language="en")
    lock_vault(actor=Actor.system())
    yield signed
    lock.look_again()


def path_of(signature, purpose):
    return link_of(signature, purpose).removeprefix("http://localhost:8000")


def test_a_name_is_taken_off_without_showing_the_address(client, petition, signature):
    path = path_of(signature, Purpose.WITHDRAW)
    asked = client.get(path)
    done = client.post(path)

    assert (asked.status_code, "Take my name off" in asked.text, "•••" in asked.text) == (200, True, False)
    assert done.status_code == 303
    assert Signature.objects.get().state == SignatureState.WITHDRAWN
    assert total_of(petition) == 0


def test_signing_is_put_off_with_all_that_was_typed_and_without_a_promise_of_seconds(
    client, petition, signature
):
    typed = {"given_name": "Ada", "email": "ada@example.org", "news": "no", "lang": "en"}
    same_site = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"/do/petitions/{petition.public_id}/sign/", typed, headers=same_site)

    assert (answer.status_code, 'value="ada@example.org"' in answer.text) == (503, True)
    assert ("Please try again later" in answer.text, "seconds" in answer.text) == (True, False)
