"""What the letters say, and to whom they are not sent any more."""

import pytest
from django.utils import translation

from campaigns.enums import DomainStanding
from outbox.exceptions import Gone
from outbox.kinds import kind_of
from outbox.models import Letter
from outbox.services import post_letter
from petitions import services
from petitions.models import Petition
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.models import Organization
from tests.petitions.factories import make_petition, sign, sign_and_confirm

pytestmark = pytest.mark.django_db
TYPED = ("Ada", "Lovelace", "94110", "BUY NOW")


def post(signature, kind):
    return post_letter(kind=kind, language=signature.language, ref=signature)


def resolved(letter):
    return kind_of(letter.kind).resolve(letter)


@pytest.mark.parametrize("kind", ["confirm", "confirm_neutral", "complete", "reminder"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_letters_hold_nothing_that_was_typed(petition, letters, kind, language):
    signature = sign(petition, language=language, said={"comment": "BUY NOW"})
    Letter.objects.all().delete()
    post(signature, f"petitions.{kind}")
    [(_kind, recipient, content)] = letters()

    assert (recipient.address, recipient.language) == ("ada@example.org", language)
    written = content.subject + content.text + content.html
    assert [word for word in TYPED if word in written] == []
    assert "ada@example.org" not in written


@pytest.mark.parametrize("kind", ["confirm", "confirm_neutral", "complete", "reminder"])
def test_a_letter_says_at_its_foot_who_writes_and_a_neutral_one_does_not(petition, letters, kind):
    organization = Organization.load()
    organization.name = "Neighbors of Example"
    organization.save()
    signature = sign(petition)
    Letter.objects.all().delete()
    post(signature, f"petitions.{kind}")
    [(_kind, _recipient, content)] = letters()

    said = ["Neighbors of Example" in text for text in (content.text, content.html)]
    assert said == [kind != "confirm_neutral"] * 2


def test_the_confirm_letter_names_the_petition_and_both_ways(petition, letters):
    sign(petition)
    [(_kind, _recipient, content)] = letters()

    assert content.subject == "Confirm your signature: Drop the contract"
    for text in (content.text, content.html):
        assert "http://localhost:8000/do/petitions/confirm/" in text
        assert "http://localhost:8000/do/petitions/not-me/" in text


def test_the_neutral_letter_says_nothing_of_the_petition_and_holds_the_way_out(petition, letters):
    sign(petition, standing=DomainStanding.CAMPUS)
    [(_kind, _recipient, content)] = letters()

    written = (content.subject + content.text + content.html).lower()
    assert [
        word for word in ("drop the contract", "petition:", "sign", "campaign") if word in _words(written)
    ] == []
    assert "/do/petitions/withdraw/" in written


def _words(written):
    """Without the addresses of the links."""
    return " ".join(word for word in written.split() if "http" not in word)


def test_a_pledge_is_called_a_pledge(letters):
    sign(make_petition(is_pledge=True))
    [(_kind, _recipient, content)] = letters()

    assert content.subject == "Confirm your pledge: Drop the contract"
    assert "petition" not in _words(content.text)


def test_the_mail_after_confirming_has_a_good_default(petition, letters):
    sign_and_confirm(petition)
    _kind, recipient, content = letters()[-1]

    assert recipient.address == "ada@example.org"
    assert content.subject == "Your name counts: Drop the contract"
    assert content.text.lstrip().startswith("Hello Ada,")
    assert "/do/petitions/withdraw/" in content.text


def test_the_mail_after_confirming_has_the_editors_words_in_each_language(letters):
    petition = make_petition(
        after_mail_subject=LocalizedText(es="Gracias"), after_mail_body=LocalizedText(es="¡Pásala!\n<b>")
    )
    sign_and_confirm(petition, "ada@example.org", language="es")
    sign_and_confirm(petition, "grace@example.org", language="en")
    after = [content for kind, _recipient, content in letters() if kind == "petitions.after"]

    assert after[0].subject == "Gracias"
    assert "¡Pásala!\n<b>" in after[0].text
    assert "&lt;b&gt;" in after[0].html
    assert after[1].subject == "Your name counts: Drop the contract"


def test_no_letter_goes_to_a_row_that_is_gone_or_done(petition):
    signature = sign(petition)
    letter = Letter.objects.get()
    services.disown_signature(signature=signature, actor=Actor.the_person())
    with pytest.raises(Gone):
        resolved(letter)

    again = sign_and_confirm(petition)
    with pytest.raises(Gone):
        resolved(Letter.objects.get(kind="petitions.confirm", ref_id=again.public_id))
    with pytest.raises(Gone):
        resolved(post(again, "petitions.reminder"))


def test_no_letter_asks_to_confirm_what_has_closed(petition):
    sign(petition)
    Petition.objects.filter(pk=petition.pk).update(state="closed", closed_on="2026-01-01")

    with pytest.raises(Gone):
        resolved(Letter.objects.get())


def test_no_mail_after_confirming_goes_to_whoever_withdrew(petition):
    signature = sign_and_confirm(petition)
    services.withdraw_signature(signature=signature, actor=Actor.the_person())

    with pytest.raises(Gone):
        resolved(Letter.objects.get(kind="petitions.after"))


def test_no_mail_after_confirming_goes_to_a_school_however_it_came_to_be_posted(petition):
    signature = sign_and_confirm(petition, "ada@mit.edu", standing=DomainStanding.CAMPUS)

    assert Letter.objects.filter(kind="petitions.after").count() == 0
    with pytest.raises(Gone):
        resolved(post(signature, "petitions.after"))


def test_only_the_reminder_is_news():
    with translation.override("en"):
        kinds = ["confirm", "confirm_neutral", "complete", "reminder", "after"]
        assert [kind_of(f"petitions.{kind}").is_news for kind in kinds] == [False, False, False, True, False]


def test_the_reminder_can_be_refused_without_losing_the_signature(petition, letters):
    post(sign(petition), "petitions.reminder")
    [_confirm, (_kind, recipient, content)] = letters()

    assert "/do/petitions/no-reminders/" in recipient.unsubscribe_url
    for written in (content.text, content.html):
        assert written.count(recipient.unsubscribe_url) == 1
        assert written.count("/do/petitions/not-me/") == 1
        assert "Leave this list" not in written
