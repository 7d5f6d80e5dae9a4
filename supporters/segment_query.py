"""From a segment's tree to one SQL query.

A rule that nobody knows any more, or that names what is gone, is met by nobody, also under "not". For
that, "not" is carried down to the rules: with "and" and "or" alone above them, a rule that is met by nobody
can only ever make a segment smaller.
"""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from supporters.segment_rules import read_rule

# False: nobody; True: everybody.
type Condition = Q | bool


def compiled(tree: Mapping[str, Any], *, sealed: bool | None = None) -> Condition:
    """The condition on Supporter that the tree asks. No query.

    ``sealed`` is what a rule that opens what is sealed is taken to answer; None for a tree without any.
    Such a rule is then as constant as any other: "not" turns it round.
    """
    return _of(tree, is_wanted=True, sealed=sealed)


def without_narrow(tree: Mapping[str, Any]) -> Condition:
    """The same as if each rule that tells where somebody is were met by everybody. No query."""
    return _of(tree, is_wanted=True, sealed=None, drops_narrow=True)


def _of(
    node: Mapping[str, Any], *, is_wanted: bool, sealed: bool | None, drops_narrow: bool = False
) -> Condition:
    if "not" in node:
        return _of(node["not"], is_wanted=not is_wanted, sealed=sealed, drops_narrow=drops_narrow)
    if "rule" in node:
        return _rule(node, is_wanted=is_wanted, sealed=sealed, drops_narrow=drops_narrow)
    parts = [
        _of(part, is_wanted=is_wanted, sealed=sealed, drops_narrow=drops_narrow)
        for part in node.get("all") or node.get("any") or []
    ]
    if not parts:
        return False
    # Not all of them: any that is not.
    return all_of(parts) if ("all" in node) == is_wanted else any_of(parts)


def _rule(node: Mapping[str, Any], *, is_wanted: bool, sealed: bool | None, drops_narrow: bool) -> Condition:
    rule, form = read_rule(node)
    if rule is None or form is None or not form.is_valid():
        return False
    if drops_narrow and (rule.is_narrow or rule.reads_sealed):
        return True
    if rule.reads_sealed:
        return False if sealed is None else sealed == is_wanted
    fits = rule.q(form.cleaned_data)
    return rule.ground(form.cleaned_data) & (fits if is_wanted else ~fits)


def all_of(parts: list[Condition]) -> Condition:
    """True of whom every part is true."""
    if False in parts:
        return False
    asked = [part for part in parts if isinstance(part, Q)]
    return reduce(and_, asked) if asked else True


def any_of(parts: list[Condition]) -> Condition:
    """True of whom one part is true."""
    if True in parts:
        return True
    asked = [part for part in parts if isinstance(part, Q)]
    return reduce(or_, asked) if asked else False
