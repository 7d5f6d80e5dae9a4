"""What each rule of this floor asks, and what it says of itself."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from privacy.actors import Actor
from privacy.days import utc_today
from supporters.enums import SubscriptionState, SupporterState
from supporters.models import List, Subscription, Supporter, Tag
from supporters.segment_rules import Book, segment_rules
from supporters.segment_tree import tree_in_words
from supporters.segments import canonical_code
from supporters.services import subscribe
from tests.supporters.factories import ListFactory, TagFactory, admit
from tests.supporters.segments import fitting, region, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return admit("ada@example.org", language="en", postal_code="94110")


@pytest.fixture
def bo():
    return admit("bo@example.org", language="es", postal_code="10001")


def said(name, **parameters):
    """The cleaned parameters, or the errors."""
    form = segment_rules[name].form(parameters, book=Book())
    return form.said() if form.is_valid() else {field: list(errors) for field, errors in form.errors.items()}


def test_on_a_list_asks_for_the_standing(ada, bo):
    news, other = ListFactory(), ListFactory()
    for person in (ada, bo):
        subscribe(supporter=person, list=news, actor=Actor.the_person())
    subscribe(supporter=bo, list=other, actor=Actor.the_person())
    Subscription.objects.filter(supporter=bo, list=news).update(state=SubscriptionState.UNSUBSCRIBED)

    def on(one, state="subscribed"):
        return fitting(rule("supporters.on_list", list=one.public_id, state=state))

    assert (on(news), on(news, "unsubscribed"), on(news, "unconfirmed")) == ({ada.pk}, {bo.pk}, set())
    assert on(other) == {bo.pk}
    # Who left is not on it, and was; and the same of a list that somebody never had to do with.
    assert (on(news, "not_on"), on(other, "not_on")) == ({bo.pk}, {ada.pk})
    assert (on(news, "none"), on(other, "none")) == (set(), {ada.pk})
    not_on = rule("supporters.on_list", list=news.public_id, state="not_on")
    assert f"is not on the list “{news}”" in tree_in_words(not_on, Book())


def test_a_list_that_was_deleted_is_nobodys_also_under_not(ada):
    news = ListFactory()
    asked = rule("supporters.on_list", list=news.public_id, state="subscribed")
    assert fitting({"not": asked}) == {ada.pk}

    List.objects.all().delete()
    assert (fitting(asked), fitting({"not": asked})) == (set(), set())


def test_a_tag_is_asked_by_its_id_and_gone_is_nobodys(ada, bo):
    tag = TagFactory()
    ada.tags.add(tag)
    asked = rule("supporters.tag", tag=tag.public_id)
    assert (fitting(asked), fitting({"not": asked})) == ({ada.pk}, {bo.pk})

    Tag.objects.all().delete()
    assert (fitting(asked), fitting({"not": asked})) == (set(), set())


def test_states_are_asked_by_letters_and_a_hyphen_asks_for_the_unknown(ada, bo):
    nowhere = admit("cy@example.org")

    assert fitting(region("ca", "tx")) == {ada.pk}
    assert fitting(region("CA", "NY")) == {ada.pk, bo.pk}
    assert fitting(region("-")) == {nowhere.pk}
    assert fitting({"not": region("CA")}) == {bo.pk, nowhere.pk}


def test_language_and_state_are_plain_columns(ada, bo):
    Supporter.objects.filter(pk=bo.pk).update(state=SupporterState.UNCONFIRMED)

    assert fitting(rule("supporters.language", language="es")) == {bo.pk}
    assert fitting(rule("supporters.state", state="unconfirmed")) == {bo.pk}
    assert fitting(rule("supporters.state", state="active")) == {ada.pk}


def test_the_day_somebody_came_in_is_before_from_or_within(ada, bo):
    day = utc_today() - timedelta(days=7)
    Supporter.objects.filter(pk=ada.pk).update(joined=day)

    assert fitting(rule("supporters.joined_before", day=day)) == set()
    assert fitting(rule("supporters.joined_before", day=day + timedelta(days=1))) == {ada.pk}
    assert fitting(rule("supporters.joined_from", day=day)) == {ada.pk, bo.pk}
    assert fitting(rule("supporters.joined_from", day=day + timedelta(days=1))) == {bo.pk}
    assert fitting(rule("supporters.joined_within", days=7)) == {bo.pk}
    assert fitting(rule("supporters.joined_within", days=8)) == {ada.pk, bo.pk}


@pytest.mark.parametrize(
    ("name", "parameters", "field"),
    [
        ("supporters.region", {"regions": "CA, XX"}, "regions"),
        ("supporters.region", {"regions": " , "}, "regions"),
        ("supporters.joined_within", {"days": "0"}, "days"),
        ("supporters.joined_within", {"days": "many"}, "days"),
        ("supporters.joined_from", {"day": "2026-02-30"}, "day"),
        ("supporters.language", {"language": "xx"}, "language"),
        ("supporters.on_list", {"list": "not an id", "state": "subscribed"}, "list"),
        ("supporters.tag", {"tag": "7d9b7c5e-8f1d-4f43-9a0e-111111111111"}, "tag"),
        ("supporters.postal_code", {"codes": "94110, ???"}, "codes"),
        ("supporters.postal_code", {"codes": ",".join(str(code) for code in range(10_000, 10_501))}, "codes"),
    ],
)
def test_what_does_not_suit_is_refused_at_its_field(name, parameters, field):
    assert list(said(name, **parameters)) == [field]
    assert len(said(name, **parameters)[field]) == 1


def test_parameters_are_stored_as_their_fields_write_them():
    assert said("supporters.region", regions=" ca,ny  ca") == {"regions": "CA, NY"}
    assert said("supporters.joined_from", day="2026-11-01") == {"day": "2026-11-01"}
    typed = "94110-1234\n94601 94602; m5v 3l9,94110"
    assert said("supporters.postal_code", codes=typed) == {"codes": "94110, 94601, 94602, M5V3L9"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("94110", "94110"), (" 94110-1234 ", "94110"), ("941101234", "94110"), ("m5v 3l9", "M5V3L9"), ("", "")],
)
def test_a_postal_code_is_compared_without_its_marks(typed, code):
    assert canonical_code(typed) == code


def test_a_segment_is_one_sentence_in_both_languages():
    news = ListFactory()
    tree = {
        "all": [
            {"any": [region("CA"), rule("supporters.language", language="es")]},
            {"not": {"any": [rule("supporters.on_list", list=news.public_id, state="subscribed")]}},
            rule("supporters.joined_from", day=date(2026, 11, 1)),
        ]
    }
    name = news.name["en"]
    assert tree_in_words(tree, Book()) == (
        "Everyone who (lives in CA or is written to in Spanish) and came in on 11/01/2026 or later, "
        f"but is not somebody who is on the list “{name}”."
    )
    with translation.override("es"):
        words = tree_in_words(tree, Book())
    assert words.startswith("Quienes ")
    assert ("Everyone" in words, news.name["es"] in words) == (False, True)
