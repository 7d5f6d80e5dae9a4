"""``manage.py outbox``."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from outbox.enums import SendState
from outbox.models import Letter
from tests.outbox.factories import post


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("outbox", *arguments, stdout=out)
    return out.getvalue()


def unknown(address: str = "canary@example.org") -> Letter:
    letter = post(address)
    Letter.objects.filter(pk=letter.pk).update(state=SendState.UNKNOWN)
    return letter


@pytest.mark.django_db
def test_it_shows_states_by_kind_and_no_address():
    assert said() == "No letters.\n"
    post("canary@example.org")
    post("canary@example.org", kind="tests.news")
    letter = unknown()

    assert said() == "tests.answer: 1 queued, 1 unknown\ntests.news: 1 queued\n"
    assert said("--unknown") == f"{letter.public_id}  {letter.changed}  tests.answer\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "state"), [("sent", SendState.SENT), ("failed", SendState.FAILED), ("again", SendState.QUEUED)]
)
def test_unknown_letters_are_settled_one_by_one_or_all(word, state):
    letter, other = unknown(), unknown()

    assert said("--settle", word, str(letter.public_id)) == "1 letter settled.\n"
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, other.state) == (state, SendState.UNKNOWN)
    assert (letter.sealed is None) == (state != SendState.QUEUED)
    assert said("--settle", word, "--all") == "1 letter settled.\n"


@pytest.mark.django_db
def test_a_letter_whose_fate_is_known_is_not_settled_and_nothing_changes():
    known, letter = post(), unknown()
    with pytest.raises(CommandError, match="nothing was changed"):
        said("--settle", "sent", str(known.public_id), str(letter.public_id))
    with pytest.raises(CommandError, match="Name the letters"):
        said("--settle", "sent")

    letter.refresh_from_db()
    assert letter.state == SendState.UNKNOWN


def test_it_sends_what_is_ready(sink, transactional_db):
    letter = post()
    said("--drain")

    assert sink.ids() == [letter.public_id.hex]
