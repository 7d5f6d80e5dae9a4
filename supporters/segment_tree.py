"""The tree of a segment: what it may look like, and what it says in words.

``{"all": [node, …]}``, ``{"any": [node, …]}``, ``{"not": node}``, and as leaves
``{"rule": name, parameter: text, …}``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from supporters.exceptions import BadTree
from supporters.segment_rules import Book, read_rule

type Node = dict[str, Any]

# Groups within each other; "not" counts with the "any" that it is about.
DEEPEST = 8
MOST_RULES = 50
# More would not mean more, and each would be opened for by itself.
MOST_SEALED = 1

TOO_DEEP = _("Groups can be put into each other %(depth)d times at most: put some of them side by side.")
NO_RULE = _("There is no rule here: without any, everybody would be meant. Add one.")
TOO_MANY = _("A segment has %(most)d rules at most.")
NO_TREE = _("This is no tree of rules.")
REMOVED = _("The part of this site that knew this rule was taken out: nobody fits it. Remove the rule.")
NOT_READ = _("What is filled in here does not suit the rule.")
NARROW_BESIDE = _(
    "A rule that says where somebody is (postal code, campus, code of a link) can only stand where all has "
    "to fit: beside others of which one is enough, or none, full tens would tell who it is."
)
ONE_SEALED = _("Only one rule of a segment can be about what is sealed: put all codes into one.")


def check_tree(tree: object, book: Book) -> Node:
    """Return the tree as it is stored: parameters written as their fields write them.

    Raises BadTree with a sentence for staff: no rule at all, too deep, too many, a rule that is not
    known, or parameters that do not suit. Reads each kind of thing that rules name once.
    """
    checked = _checked(tree, 0, book)
    found = list(leaves(checked))
    if len(found) > MOST_RULES:
        raise BadTree(TOO_MANY % {"most": MOST_RULES})
    if sum(reads_sealed(leaf) for leaf in found) > MOST_SEALED:
        raise BadTree(ONE_SEALED)
    _refuse_narrow_beside(checked)
    return checked


def _refuse_narrow_beside(node: Mapping[str, Any]) -> None:
    """A set of people whose size is known, put beside somebody, would move the tens by that one person.

    Rules about where people are may stand beside each other: of none of them an exact size is known.
    """
    for part in node.get("all", ()):
        _refuse_narrow_beside(part)
    beside = [node["not"]] if "not" in node else node.get("any", ())
    narrow = [is_narrow(part) for part in beside]
    are_alone = "any" in node and all(narrow) and all("rule" in part for part in beside)
    if any(narrow) and not are_alone:
        raise BadTree(NARROW_BESIDE)


def _checked(node: object, depth: int, book: Book) -> Node:
    if depth > DEEPEST:
        raise BadTree(TOO_DEEP % {"depth": DEEPEST})
    if not isinstance(node, dict):
        raise BadTree(NO_TREE)
    match node:
        case {"all": list() as parts} | {"any": list() as parts} if len(node) == 1:
            if not parts:
                raise BadTree(NO_RULE)
            if len(parts) > MOST_RULES:
                raise BadTree(TOO_MANY % {"most": MOST_RULES})
            return {next(iter(node)): [_checked(part, depth + 1, book) for part in parts]}
        case {"not": inner} if len(node) == 1:
            is_group = isinstance(inner, dict) and set(inner) == {"any"}
            return {"not": _checked(inner, depth if is_group else depth + 1, book)}
        case {"rule": str()}:
            return _checked_rule(node, book)
    raise BadTree(NO_TREE)


def _checked_rule(node: Mapping[str, Any], book: Book) -> Node:
    rule, form = read_rule(node, book)
    if rule is None:
        raise BadTree(REMOVED)
    if form is None:
        raise BadTree(NOT_READ)
    if not form.is_valid():
        raise BadTree(f"{rule.label}: {next(iter(form.errors.values()))[0]}")
    return {"rule": rule.name, **form.said()}


def leaves(node: Mapping[str, Any]) -> Iterator[Node]:
    """Every rule of a checked tree, from left to right."""
    if "rule" in node:
        yield dict(node)
    for part in [*node.get("all", ()), *node.get("any", ()), *([node["not"]] if "not" in node else [])]:
        yield from leaves(part)


def reads_sealed(leaf: Mapping[str, Any]) -> bool:
    """Whether this rule, if it is known, opens what is sealed."""
    rule, _form = read_rule(leaf)
    return rule is not None and rule.reads_sealed


def is_narrow(tree: Mapping[str, Any]) -> bool:
    """Whether a rule tells where somebody is: then its numbers are told in full tens, from ten on."""
    found = (read_rule(leaf)[0] for leaf in leaves(tree))
    return any(rule.is_narrow or rule.reads_sealed for rule in found if rule is not None)


def faults_of(tree: Mapping[str, Any], book: Book) -> list[str]:
    """What is not as it was when the tree was stored, one sentence each: nobody fits such a rule."""
    faults = []
    for leaf in leaves(tree):
        rule, form = read_rule(leaf, book)
        if rule is None:
            faults.append(_removed(leaf))
        elif form is None or not form.is_valid():
            faults.append(
                gettext("“%(rule)s” names what is not there any more: nobody fits it.") % {"rule": rule.label}
            )
    return faults


def _removed(leaf: Mapping[str, Any]) -> str:
    said = gettext(
        "The part of this site that knew the rule “%(rule)s” was taken out: nobody fits it, "
        "also not under “none”."
    )
    return said % {"rule": leaf.get("rule", "")}


# --- in words ------------------------------------------------------------------------------------


def tree_in_words(tree: Mapping[str, Any], book: Book) -> str:
    """The segment as one sentence: "Everyone who signed “X” and lives in CA, but is not somebody who …"."""
    return gettext("Everyone who %(words)s.") % {"words": _said(tree, book, is_inner=False)}


def _said(node: Mapping[str, Any], book: Book, *, is_inner: bool) -> str:
    if "rule" in node:
        return _rule_in_words(node, book)
    if "not" in node:
        return gettext("is not somebody who %(words)s") % {"words": _said(node["not"], book, is_inner=True)}
    parts = node.get("all") or node.get("any") or []
    # What is left out comes last: "…, but is not somebody who …".
    if "all" in node:
        wanted = [_said(part, book, is_inner=True) for part in parts if "not" not in part]
        unwanted = [_said(part, book, is_inner=True) for part in parts if "not" in part]
        said = gettext(" and ").join(wanted or unwanted)
        if wanted and unwanted:
            said = gettext("%(wanted)s, but %(unwanted)s") % {
                "wanted": said,
                "unwanted": gettext(" and ").join(unwanted),
            }
    else:
        said = gettext(" or ").join(_said(part, book, is_inner=True) for part in parts)
    return f"({said})" if is_inner and len(parts) > 1 else said


def _rule_in_words(leaf: Mapping[str, Any], book: Book) -> str:
    rule, form = read_rule(leaf)
    if rule is None:
        return gettext("fits a rule that was taken out (%(rule)s)") % {"rule": leaf.get("rule", "")}
    if form is None or not form.is_valid():
        return gettext("fits a rule that cannot be read (%(rule)s)") % {"rule": rule.label}
    return rule.words(form.cleaned_data, book)
