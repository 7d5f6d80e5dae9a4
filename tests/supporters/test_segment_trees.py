"""Trees: one query, whatever their shape; the same answer as by hand; nothing hostile gets in."""

import json
import re
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy.actors import Actor
from privacy.days import utc_today
from supporters.admin_views.segment_draft import Draft
from supporters.exceptions import BadTree, NeedsReading
from supporters.models import Segment, Supporter
from supporters.segment_reads import count_of, members
from supporters.segment_rules import Book
from supporters.segment_tree import DEEPEST, MOST_RULES, check_tree, faults_of
from supporters.services import subscribe
from tests.supporters.factories import ListFactory, TagFactory, admit
from tests.supporters.segments import codes, fitting, region, rule, saved, taken_out

pytestmark = pytest.mark.django_db

GONE = rule("donations.giving", standing="monthly")
DAY = date(2026, 11, 1)


@pytest.fixture
def rows():
    """Two states, two languages, two days, a list and a tag: each combination of the first three once."""
    news, tag = ListFactory(), TagFactory()
    found = []
    for number, (code, language, is_old) in enumerate(product(("94110", "10001"), ["en", "es"], (0, 1))):
        person = admit(f"p{number}@example.org", language=language, postal_code=code)
        day = DAY - timedelta(days=1) if is_old else DAY
        Supporter.objects.filter(pk=person.pk).update(joined=day)
        if number % 2:
            subscribe(supporter=person, list=news, actor=Actor.the_person())
        if number % 3 == 0:
            person.tags.add(tag)
        found.append(person.pk)
    return news, tag, found


def leaf_questions(news, tag):
    """Each leaf with the same question asked in Python."""
    return [
        (region("CA"), lambda one: one.region == "CA"),
        (rule("supporters.language", language="es"), lambda one: one.language == "es"),
        (rule("supporters.joined_before", day=DAY), lambda one: one.joined < DAY),
        (
            rule("supporters.on_list", list=news.public_id, state="subscribed"),
            lambda one: one.subscriptions.subscribed().filter(list=news).exists(),
        ),
        (rule("supporters.tag", tag=tag.public_id), lambda one: tag in one.tags.all()),
    ]


def trees(leaves):
    """Trees of these leaves, some of which hold the rule that was taken out."""
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=8,
    )


def by_hand(node, facts, gone):
    """Whether somebody fits, the plain way. ``gone`` is what the missing rule is taken to answer."""
    if "rule" in node:
        return gone if node == GONE else facts[json.dumps(node)]
    if "not" in node:
        return not by_hand(node["not"], facts, gone)
    together = all if "all" in node else any
    return together(by_hand(part, facts, gone) for part in node.get("all") or node["any"])


def test_every_tree_gives_whom_python_finds_over_the_same_rows(rows):
    news, tag, _keys = rows
    questions = leaf_questions(news, tag)
    facts = {
        one.pk: {json.dumps(leaf): asks(one) for leaf, asks in questions} for one in Supporter.objects.all()
    }

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(trees([leaf for leaf, _asks in questions]))
    def holds(tree):
        assert fitting(tree) == {pk for pk, known in facts.items() if by_hand(tree, known, gone=False)}

    holds()


def test_a_rule_that_was_taken_out_never_lets_in_whom_it_could_have_kept_out(rows):
    news, tag, _keys = rows
    questions = leaf_questions(news, tag)
    facts = {
        one.pk: {json.dumps(leaf): asks(one) for leaf, asks in questions} for one in Supporter.objects.all()
    }

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(trees([GONE, *(leaf for leaf, _asks in questions)]))
    def holds(tree):
        for pk in fitting(tree):
            assert [by_hand(tree, facts[pk], gone=answer) for answer in (False, True)] == [True, True]

    holds()


def test_a_rule_that_was_taken_out_says_so_and_matches_nobody_also_under_not(rows):
    _news, _tag, keys = rows
    assert (fitting(GONE), fitting({"not": GONE})) == (set(), set())
    assert fitting({"not": {"any": [GONE, region("CA")]}}) == set()
    assert fitting({"not": {"all": [GONE, region("CA")]}}) == fitting({"not": region("CA")})

    segment = saved({"all": [region("CA", "NY"), {"not": rule("supporters.language", language="en")}]})
    assert len(members(segment)) == len(keys) // 2
    with taken_out("supporters.language"):
        assert len(members(segment)) == 0
        [fault] = faults_of(segment.tree, Book())
        assert "supporters.language" in fault


def test_what_is_stored_and_does_not_suit_any_more_matches_nobody(rows):
    for broken in (
        rule("supporters.region", regions="XX"),
        rule("supporters.region", regions="CA", more="1"),
        {"rule": "supporters.region", "regions": ["CA"]},
        {"rule": "supporters.tag", "tag": "x"},
        {"rule": "supporters.tag"},
        {"rule": ["supporters.tag"]},
    ):
        assert (fitting(broken), fitting({"not": broken})) == (set(), set())
        assert len(faults_of({"all": [broken]}, Book())) == 1


def test_a_tree_is_one_query_however_it_is_built(rows):
    news, tag, _keys = rows
    leaves = [leaf for leaf, _asks in leaf_questions(news, tag)]
    tree = {
        "all": [{"any": leaves}, {"not": {"all": [*leaves, {"any": leaves}]}}, {"not": {"not": leaves[0]}}]
    }
    segment = saved(tree)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        members(segment).count()
    [query] = asked.captured_queries
    assert query["sql"].startswith("SELECT COUNT(*)")
    # By EXISTS: NOT IN over a large table is what PostgreSQL cannot hash.
    assert re.findall(r" IN \(SELECT", query["sql"]) == []


def nested(depth):
    tree = region("CA")
    for _level in range(depth):
        tree = {"all": [tree]}
    return tree


def test_eight_groups_within_each_other_are_kept_and_nine_or_twenty_refused_with_a_sentence():
    assert check_tree(nested(DEEPEST), Book()) == nested(DEEPEST)
    for depth in (DEEPEST + 1, 20, 5_000):
        with pytest.raises(BadTree, match="8 times at most"):
            check_tree(nested(depth), Book())


def test_not_chains_are_as_deep_as_groups():
    tree = region("CA")
    for _level in range(20):
        tree = {"not": tree}
    with pytest.raises(BadTree, match="8 times at most"):
        check_tree(tree, Book())


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        ({"all": []}, "everybody would be meant"),
        ({"all": [region("CA"), {"any": []}]}, "everybody would be meant"),
        ({"not": {"any": []}}, "everybody would be meant"),
        ({"all": [region("CA")] * (MOST_RULES + 1)}, "50 rules at most"),
        ({"all": [{"any": [region("CA")] * 30}, {"any": [region("CA")] * 30}]}, "50 rules at most"),
        ({"all": [codes("94110"), codes("94601")]}, "Only one rule"),
        ({"all": [GONE]}, "was taken out"),
        (rule("supporters.region", regions="XX"), "no state we know"),
        (rule("supporters.region", regions="CA", pk__in="1"), "does not suit"),
        (rule("supporters.region"), "required"),
        ({"rule": "supporters.region", "regions": {"$gt": ""}}, "does not suit"),
        ({"rule": "supporters.region", "regions": "C" * 9_000}, "does not suit"),
        ({"rule": 1}, "no tree"),
        ({"all": [region("CA")], "any": [region("CA")]}, "no tree"),
        ({"all": region("CA")}, "no tree"),
        ({"all": [[region("CA")]]}, "no tree"),
        ({"__class__": "x"}, "no tree"),
        ({}, "no tree"),
        ([], "no tree"),
        (None, "no tree"),
        ("all", "no tree"),
        (1.5, "no tree"),
    ],
)
def test_a_tree_that_is_none_is_refused_with_a_sentence_and_nothing_is_kept(tree, sentence):
    with pytest.raises(BadTree, match=sentence):
        saved(tree)
    assert Segment.objects.count() == 0


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["all", "any", "not", "rule", "regions", "list", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(JSON)
def test_any_json_at_all_is_refused_or_kept_and_never_fails(tree):
    try:
        assert fitting(check_tree(tree, Book())) == set()
    except BadTree as refusal:
        # A sentence for staff.
        str(refusal).index(" ")


def test_a_name_about_papers_or_a_name_that_is_taken_is_refused():
    saved(region("CA"), "Neighbors")
    for name, sentence in (("Undocumented", "undocumented"), ("NEIGHBORS", "of this name"), ("", "blank")):
        with pytest.raises(ValidationError, match=sentence):
            saved(region("NY"), name)
    assert Segment.objects.count() == 1


def test_a_segment_that_opens_something_is_never_taken_for_one_query():
    segment = saved({"all": [region("CA"), codes("94110")]})
    with pytest.raises(NeedsReading):
        members(segment)


def test_counting_asks_for_no_row(rows):
    with CaptureQueriesContext(connection) as asked:
        assert count_of(region("CA")) == 4
    assert len(asked) == 1


def test_no_tree_holds_anything_of_a_person():
    segment = saved({"all": [region("CA"), rule("supporters.joined_within", days=30)]})
    segment.refresh_from_db()
    assert segment.tree == {
        "all": [
            {"rule": "supporters.region", "regions": "CA"},
            {"rule": "supporters.joined_within", "days": "30"},
        ]
    }
    assert utc_today() == segment.created


def test_any_stored_tree_comes_back_from_the_page_as_it_was_meant():
    tree = {"any": [region("CA"), {"not": region("NY")}, {"all": [{"not": {"any": [region("-")]}}]}]}
    draft = Draft.from_tree(tree, Book())
    assert draft.is_whole()
    assert draft.tree() == {
        "any": [region("CA"), {"not": {"any": [region("NY")]}}, {"all": [{"not": {"any": [region("-")]}}]}]
    }
