"""Calendar files held against RFC 5545: a second opinion on the library that writes them."""

import re

NAME = r"[A-Za-z0-9-]+"
QUOTED_OR_PLAIN = r'(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^"\x00-\x08\x0a-\x1f\x7f;:,]*)'
LINE = re.compile(
    rf"({NAME})((?:;{NAME}={QUOTED_OR_PLAIN}(?:,{QUOTED_OR_PLAIN})*)*):([^\x00-\x08\x0a-\x1f\x7f]*)\Z"
)
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*\Z")
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION"}
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
AT_MOST_ONCE = {"DTEND", "STATUS", "SEQUENCE", "TRANSP", "URL", *TEXTS}
STATES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}

type Property = tuple[str, str, str]
type Component = tuple[str, list[Property], list["Component"]]


def faults_of(content: bytes) -> list[str]:
    """What the standard forbids in this file, in words; empty for a sound one."""
    faults = []
    if re.search(rb"\r(?!\n)|(?<!\r)\n", content) or not content.endswith(b"\r\n"):
        faults.append("a line does not end in CRLF")
    lines = content.split(b"\r\n")[:-1]
    faults += [f"{len(line)} octets in a line" for line in lines if len(line) > 75]
    unfolded = re.sub(r"\r\n[ \t]", "", content.decode()).split("\r\n")[:-1]
    matches = [LINE.match(line) for line in unfolded]
    if None in matches:
        return [*faults, "what is no content line"]
    properties = [(one[1].upper(), one[2], one[3]) for one in matches if one is not None]
    root, problems = _nested(properties)
    return [*faults, *problems, *(_faults_in(root) if root is not None else [])]


def _nested(properties: list[Property]) -> tuple[Component | None, list[str]]:
    open_ones: list[Component] = []
    root: Component | None = None
    for name, params, value in properties:
        if name == "BEGIN":
            made: Component = (value, [], [])
            if open_ones:
                open_ones[-1][2].append(made)
            elif root is not None:
                return None, ["two calendars"]
            open_ones.append(made)
        elif not open_ones:
            return None, [f"{name} outside of everything"]
        elif name == "END":
            ended = open_ones.pop()
            if ended[0] != value:
                return None, [f"{ended[0]} ended as {value}"]
            root = ended if not open_ones else root
        else:
            open_ones[-1][1].append((name, params, value))
    return (root, []) if root is not None and not open_ones else (None, ["nothing is ended"])


def _faults_in(root: Component) -> list[str]:
    kind, properties, parts = root
    faults = [] if kind == "VCALENDAR" and ("VERSION", "", "2.0") in properties else ["no calendar of 2.0"]
    if not parts:
        faults.append("a calendar without a component")
    zones = {
        value for part in parts if part[0] == "VTIMEZONE" for name, _p, value in part[1] if name == "TZID"
    }
    return faults + [fault for one in _all(root) for fault in _faults_of_one(one, zones)]


def _all(component: Component) -> list[Component]:
    return [component, *(deeper for part in component[2] for deeper in _all(part))]


def _faults_of_one(component: Component, zones: set[str]) -> list[str]:
    kind, properties, parts = component
    names = [name for name, _params, _value in properties]
    faults = [f"{kind}: {name} not once" for name in ONCE.get(kind, ()) if names.count(name) != 1]
    faults += [f"{kind}: {name} twice" for name in AT_MOST_ONCE if names.count(name) > 1]
    if kind == "VTIMEZONE" and not parts:
        faults.append("a zone without an offset")
    for name, params, value in properties:
        faults += _faults_of_value(name, params, value, zones)
    return faults


def _faults_of_value(name: str, params: str, value: str, zones: set[str]) -> list[str]:
    zone = re.search(r";TZID=([^;:]+)", params)
    wrong = {
        "a text that is not escaped": name in TEXTS and not TEXT.match(value),
        "an unknown state": name == "STATUS" and value not in STATES,
        "a sequence that is no number": name == "SEQUENCE" and not value.isdecimal(),
        "a stamp that is not UTC": name == "DTSTAMP" and not re.fullmatch(r"\d{8}T\d{6}Z", value),
        "a zone that the file does not bring": zone is not None and zone[1].strip('"') not in zones,
        "an instant in a zone": zone is not None and not re.fullmatch(r"\d{8}T\d{6}", value),
    }
    return [f"{name}: {words}" for words, is_so in wrong.items() if is_so]
