"""Words of a draft are begun, copied and thrown away; those of anything else stay."""

import pytest

from mailings.enums import MailingState, Variant
from mailings.exceptions import NotThatState
from mailings.models import Mailing
from mailings.services.words import duplicate_mailing, hold_draft, remove_words, start_words
from privacy.actors import Actor
from tests.mailings.factories import make_mailing, write

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


def begin(mailing, language="en", variant=Variant.A, like=None):
    return start_words(mailing=mailing, language=language, variant=variant, like=like, actor=STAFF)


def test_words_begin_like_others_and_with_a_revision():
    older = write(make_mailing(is_written=False), preheader="Today")
    content = begin(make_mailing(is_written=False), language="es", like=older)

    assert (content.subject, content.preheader, content.language) == ("Drop the contract", "Today", "es")
    assert [child.block_type for child in content.body] == ["heading", "text"]
    assert content.revisions.count() == 1


def test_words_that_are_there_stay_when_they_are_begun_again():
    mailing = make_mailing()
    written = mailing.contents.get(language="en")

    assert begin(mailing) == written
    assert begin(mailing).subject == "Drop the contract"


@pytest.mark.parametrize("state", [MailingState.SENDING, MailingState.SENT])
def test_nobody_changes_the_words_of_what_is_no_draft_any_more(state):
    mailing = make_mailing()
    over = {"ended_on": "2026-01-01"} if state == MailingState.SENT else {}
    Mailing.objects.filter(pk=mailing.pk).update(state=state, **over)

    with pytest.raises(NotThatState):
        hold_draft(mailing)
    with pytest.raises(NotThatState):
        begin(mailing, variant=Variant.B)
    with pytest.raises(NotThatState):
        remove_words(content=mailing.contents.first(), actor=STAFF)
    assert mailing.contents.count() == 2


def test_a_copy_is_a_draft_with_the_same_words_and_lists_and_a_source_of_its_own():
    mailing = make_mailing()
    made = duplicate_mailing(mailing=mailing, actor=STAFF)

    assert (made.state, made.name) == (MailingState.DRAFT, mailing.name)
    assert made.source != mailing.source
    assert set(made.lists.all()) == set(mailing.lists.all())
    assert sorted(made.contents.values_list("language", "subject")) == [
        ("en", "Drop the contract"),
        ("es", "Cancelen el contrato"),
    ]
