"""Addresses to try: every route of the site with arguments of real objects, and of none.

Most real objects come from the paths that the sweeps in Chromium open; what only answers a POST borrows
its arguments from the page beside it. Of Wagtail's own routes the rows are named here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import Resolver404, resolve

from privacy.audiences import Route, walk_routes

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|\((?:[^()]|\([^()]*\))*\)")
# What says which page of a kind, not which object.
NO_OBJECT = {"year", "month", "number", "language", "variant", "kind", "provider", "outcome", "at"}
NO_OBJECT |= {"app_label", "model_name", "app_name", "action", "action_name", "filter_spec", "path"}
NO_OBJECT |= {"content_type_app_name", "content_type_model_name", "session_id", "fingerprint", "rest"}
NOBODY = str(UUID(int=0x5EED, version=4))
MISSING = {
    "uuid": NOBODY,
    "int": "987654321",
    "slug": "nothing-of-ours",
    "str": "987654321",
    "path": "nowhere/nothing.md",
}


@dataclass(frozen=True)
class Argument:
    """One part of a pattern that is filled in: its name, converter, and where it stands."""

    name: str
    converter: str
    start: int
    end: int


@dataclass(frozen=True)
class Address:
    """A route with the path of a real object, and that of an object that is not there (or None)."""

    route: Route
    real: str
    missing: str | None


def arguments_of(pattern: str) -> list[Argument]:
    """In the order of the pattern; a nameless group is called ``group0``, ``group1`` …"""
    found = []
    for number, match in enumerate(ARGUMENT.finditer(pattern)):
        name = match[2] or match[3] or f"group{number}"
        converter = match[1] or ("int" if r"\d" in match[0] else "str")
        found.append(Argument(name, converter, match.start(), match.end()))
    return found


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The path of a pattern."""
    path, at = "", 0
    for argument in arguments_of(pattern):
        path += pattern[at : argument.start] + values[argument.name]
        at = argument.end
    path += pattern[at:]
    return "/" + path.replace("^", "").replace("$", "").replace(r"\.", ".").replace(".*", "nowhere")


def examples(paths: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """What the arguments of each pattern are in ``paths``; query strings are left out."""
    found: dict[str, list[dict[str, str]]] = {}
    for path in paths:
        try:
            match = resolve(path.partition("?")[0])
        except Resolver404:
            continue
        values = {name: str(value) for name, value in match.kwargs.items()}
        found.setdefault(match.route.replace("^", ""), []).append(values)
    return found


def addresses(paths: Iterable[str], rows: Mapping[str, str]) -> list[Address]:
    """Every route of the site, with the objects of ``paths`` and ``rows`` (a beginning of a pattern and the
    name of an argument, with a space between, each with a value).

    Raises LookupError for an argument of a staff route that nobody knows a value for.
    """
    known = examples(paths)
    made = []
    for route in walk_routes():
        names = arguments_of(route.pattern)
        values = values_for(route.pattern, names, known, rows)
        objects = [argument for argument in names if argument.name not in NO_OBJECT]
        missing = None
        if objects:
            last = objects[-1]
            missing = fill(route.pattern, values | {last.name: MISSING[last.converter]})
        made.append(Address(route, fill(route.pattern, values), missing))
    return made


def values_for(
    pattern: str,
    names: list[Argument],
    known: Mapping[str, list[dict[str, str]]],
    rows: Mapping[str, str],
) -> dict[str, str]:
    """A row's own value first, then those of the route that shares most of the pattern."""
    values: dict[str, str] = {}
    for argument in names:
        if (own := rows.get(_longest(rows, pattern, argument.name))) is not None:
            values[argument.name] = own
    for argument in reversed(names):
        for example in _sharing(pattern, argument, known):
            for name, value in example.items():
                values.setdefault(name, value)
            break
    for argument in names:
        if argument.name not in values:
            values[argument.name] = _beside(pattern, argument, known)
    return values


def _longest(rows: Mapping[str, str], pattern: str, name: str) -> str:
    fitting = [
        key for key in rows if key.rpartition(" ")[2] == name and pattern.startswith(key.rpartition(" ")[0])
    ]
    return max(fitting, key=len, default="")


def _sharing(
    pattern: str, argument: Argument, known: Mapping[str, list[dict[str, str]]]
) -> Iterable[dict[str, str]]:
    beginning = pattern[: argument.end]
    exact = known.get(pattern, [])
    yield from exact[:1]
    for other, found in known.items():
        if other.startswith(beginning):
            yield found[0]


def _beside(pattern: str, argument: Argument, known: Mapping[str, list[dict[str, str]]]) -> str:
    room = "/".join(pattern.split("/")[:2]) + "/"
    for other, found in known.items():
        if other.startswith(room) and argument.name in found[0]:
            return found[0][argument.name]
    if argument.name in {"token", "rest", "key", "uidb64"} or pattern.startswith(("do/", "look/", "en/")):
        # Whoever has no link has a broken one.
        return MISSING[argument.converter]
    raise LookupError(f"{pattern}: nobody knows a value for {argument.name} (tests/matrix/ground.py)")
