"""A segment while it is being built: what the form holds, and what its buttons do to it. Nothing is stored.

The page posts its whole state each time: a hidden ``node`` field for each group and rule, in the order of the
page, as ``id.parent.kind`` (the kind is "group" or the name of a rule), and the fields of each under its id.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from supporters.segment_rules import Book, RuleForm, SegmentRule, segment_rules
from supporters.segment_tree import DEEPEST, MOST_RULES, NO_RULE, REMOVED, TOO_DEEP, TOO_MANY, Node

GROUP = "group"
ALL, ANY, NONE = "all", "any", "none"
HOW = [
    (ALL, _("All of these")),
    (ANY, _("At least one of these")),
    (NONE, _("None of these")),
]
ROOT = 0
ONE_NODE = re.compile(r"(\d{1,4})\.(\d{0,4})\.([a-z_.]{1,60})")
# More are not read: such a form was made by nobody's browser.
MOST_NODES = 4 * MOST_RULES


class Item:
    """One group or rule on the page."""

    def __init__(self, number: int, *, depth: int) -> None:
        self.number = number
        self.depth = depth
        self.errors: list[str] = []
        # Where the keyboard is after the page came again.
        self.is_new = False

    @property
    def prefix(self) -> str:
        """Of the names of its fields."""
        return f"n{self.number}"


class Rule(Item):
    """One rule and its form. ``rule`` and ``form`` are None where its app was taken out."""

    kind = "rule"

    def __init__(self, number: int, name: str, *, depth: int, data: Any, book: Book) -> None:
        super().__init__(number, depth=depth)
        self.name = name
        self.rule: SegmentRule | None = segment_rules.get(name)
        self.form: RuleForm | None = None
        if self.rule is not None:
            self.form = self.rule.form(data, book=book, prefix=self.prefix)
            if data is None:
                # An unbound form is new: its first field gets the keyboard.
                first = next(iter(self.form.fields.values()), None)
                if first is not None:
                    first.widget.attrs["autofocus"] = True
        else:
            self.errors.append(str(REMOVED))

    def check(self) -> bool:
        """Whether it can be kept."""
        return self.form is not None and self.form.is_valid()

    def node(self) -> Node:
        return {"rule": self.name, **(self.form.said() if self.form is not None else {})}


class Group(Item):
    """Rules and groups, and how many of them have to fit."""

    kind = "group"

    def __init__(self, number: int, how: str, *, depth: int) -> None:
        super().__init__(number, depth=depth)
        self.how = how if how in dict(HOW) else ALL
        self.parts: list[Group | Rule] = []

    @property
    def how_choices(self) -> list[tuple[str, Any, bool]]:
        return [(value, label, value == self.how) for value, label in HOW]

    @property
    def is_root(self) -> bool:
        return self.number == ROOT

    def check(self) -> bool:
        """Whether it can be kept; says beside it why not."""
        # All of them, so that each says what is wrong with it.
        are_whole = [part.check() for part in self.parts]
        if not self.parts:
            self.errors.append(str(NO_RULE))
        elif self.depth > DEEPEST:
            self.errors.append(str(TOO_DEEP % {"depth": DEEPEST}))
        return all(are_whole) and not self.errors

    def node(self) -> Node:
        parts = [part.node() for part in self.parts]
        return {"not": {"any": parts}} if self.how == NONE else {self.how: parts}


class Draft:
    """All of it. ``items`` finds a group or rule by its number."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.root = Group(ROOT, ALL, depth=1)
        self.items: dict[int, Group | Rule] = {ROOT: self.root}

    # --- read ------------------------------------------------------------------------------------

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any], book: Book) -> "Draft":
        """A stored segment, as the page shows it."""
        draft = cls(book)
        if "rule" in tree:
            draft._take(draft.root, tree)
        else:
            draft._fill(draft.root, tree)
        return draft

    def _fill(self, group: Group, node: Mapping[str, Any]) -> None:
        if "not" in node:
            group.how = NONE
            inner: Mapping[str, Any] = node["not"]
            parts = inner.get("any", [inner])
        else:
            group.how = ANY if "any" in node else ALL
            parts = node[group.how]
        for part in parts:
            self._take(group, part)

    def _take(self, group: Group, node: Mapping[str, Any]) -> None:
        if "rule" not in node:
            self._fill(self._add(group, GROUP), node)
            return
        number = self._next()
        data = {f"n{number}-{name}": text for name, text in node.items() if name != "rule"}
        self._put(group, Rule(number, node["rule"], depth=group.depth + 1, data=data, book=self.book))

    @classmethod
    def from_post(cls, posted: QueryDict, book: Book) -> "Draft":
        """What the page holds. What no page of ours ever sent is left out."""
        draft = cls(book)
        draft.root.how = Group(ROOT, posted.get("n0-how", ALL), depth=1).how
        for number, parent, kind in _read(posted.getlist("node")[:MOST_NODES]):
            group = draft.items.get(parent)
            if number in draft.items or not isinstance(group, Group):
                continue
            if kind == GROUP:
                one: Group | Rule = Group(number, posted.get(f"n{number}-how", ALL), depth=group.depth + 1)
            else:
                one = Rule(number, kind, depth=group.depth + 1, data=posted, book=book)
            draft._put(group, one)
        return draft

    # --- buttons ---------------------------------------------------------------------------------

    def add_rule(self, number: int, name: str) -> None:
        """Put a new rule into a group; says in the group why not."""
        group = self.items.get(number)
        if not isinstance(group, Group):
            return
        if name not in segment_rules:
            group.errors.append(gettext("Choose a rule first."))
        elif self.rules >= MOST_RULES:
            group.errors.append(str(TOO_MANY % {"most": MOST_RULES}))
        else:
            rule = Rule(self._next(), name, depth=group.depth + 1, data=None, book=self.book)
            rule.is_new = True
            self._put(group, rule)

    def add_group(self, number: int) -> None:
        """Put a new group into a group; says in the group why not."""
        group = self.items.get(number)
        if not isinstance(group, Group):
            return
        if group.depth >= DEEPEST:
            group.errors.append(str(TOO_DEEP % {"depth": DEEPEST}))
        elif len(self.items) >= MOST_NODES:
            group.errors.append(str(TOO_MANY % {"most": MOST_RULES}))
        else:
            self._add(group, GROUP).is_new = True

    def remove(self, number: int) -> None:
        """Take a rule, or a group with all that is in it, out; the keyboard goes to the group around it."""
        for group in self.items.values():
            if isinstance(group, Group) and any(part.number == number for part in group.parts):
                group.parts = [part for part in group.parts if part.number != number]
                group.is_new = True
                return

    def keep_quiet(self) -> None:
        """Say nothing yet of what is not filled in."""
        for one in self.items.values():
            if isinstance(one, Rule) and one.form is not None and one.form.is_bound:
                one.form.keep_quiet()

    # --- what comes of it ------------------------------------------------------------------------

    @property
    def rules(self) -> int:
        """How many there are."""
        return sum(isinstance(one, Rule) for one in self.items.values())

    def is_whole(self) -> bool:
        """Whether it can be kept or counted; what is wrong stands beside each part."""
        return self.root.check()

    def tree(self) -> Node:
        """As it is stored. Call it on one that is whole."""
        return self.root.node()

    def _next(self) -> int:
        return max(self.items) + 1

    def _add(self, group: Group, how: str) -> Group:
        inner = Group(self._next(), how, depth=group.depth + 1)
        self._put(group, inner)
        return inner

    def _put(self, group: Group, one: "Group | Rule") -> None:
        group.parts.append(one)
        self.items[one.number] = one


def _read(texts: Iterable[str]) -> Iterable[tuple[int, int, str]]:
    for text in texts:
        if (found := ONE_NODE.fullmatch(text)) is not None:
            number, parent, kind = found.groups()
            yield int(number), int(parent or ROOT), kind


def rule_choices() -> list[tuple[str, str]]:
    """Every rule that can be added, by the names that staff read."""
    return [(rule.name, str(rule.label)) for rule in segment_rules.values()]
