"""Who can read mail sent to an address, told by its domain alone (PRIVACY 4.3).

Depends on nothing but the domain, so that the answer tells nobody who is on a list.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic

from campaigns.enums import DomainStanding, TargetKind
from campaigns.models import Institution, Target
from privacy.canonical import mail_domain
from privacy.exceptions import BadAddress

SUFFIXES = Path(__file__).parent / "data" / "mail_suffixes.json"
KEPT_SECONDS = 30.0

# An agency's or a vendor's own domain is never mailed; a council is an employer like another.
STANDING_OF_KIND = {
    TargetKind.VENDOR: DomainStanding.TARGET,
    TargetKind.AGENCY: DomainStanding.TARGET,
    TargetKind.UNIVERSITY: DomainStanding.CAMPUS,
}
# The graver standing wins where a domain has two.
GRAVITY = [DomainStanding.ORDINARY, DomainStanding.EMPLOYER, DomainStanding.CAMPUS, DomainStanding.TARGET]

type Standings = dict[str, DomainStanding]

# So many domains' answers are kept beside what the tables said.
MOST_ANSWERS = 10_000


@dataclass
class _Kept:
    """What the tables said, until when that is believed, and what it meant for the domains asked."""

    until: float
    listed: Standings
    answers: Standings = field(default_factory=dict)


_kept: list[_Kept] = []


def standing_of(address: str) -> DomainStanding:
    """The standing of the domain of ``address``, the address as typed; text without one is ordinary.

    At most one query per process in 30 seconds.
    """
    try:
        domain = mail_domain(address)
    except BadAddress:
        return DomainStanding.ORDINARY
    kept = _now_kept()
    # A file of a million people asks for the same few domains two million times.
    if (known := kept.answers.get(domain)) is not None:
        return known
    found = [kept.listed[parent] for parent in _parents(domain) if parent in kept.listed]
    found.append(_by_suffix(domain))
    if len(kept.answers) >= MOST_ANSWERS:
        kept.answers.clear()
    answer = kept.answers[domain] = max(found, key=GRAVITY.index)
    return answer


def read_by_others(address: str) -> bool:
    """Whether a school, an employer or a target may read mail sent there."""
    return standing_of(address) != DomainStanding.ORDINARY


def forget_domains() -> None:
    """Read the domains of targets and institutions anew: one was edited in this process."""
    _kept.clear()


def _now_kept() -> _Kept:
    for kept in _kept:
        if monotonic() < kept.until:
            return kept
    fresh = _Kept(monotonic() + KEPT_SECONDS, _read())
    _kept[:] = [fresh]
    return fresh


def _read() -> Standings:
    standings: Standings = {}
    rows = [
        (DomainStanding.CAMPUS, domains)
        for domains in Institution.objects.values_list("mail_domains", flat=True)
    ]
    rows += [
        (STANDING_OF_KIND.get(TargetKind(kind), DomainStanding.EMPLOYER), domains)
        for kind, domains in Target.objects.values_list("kind", "mail_domains")
    ]
    for standing, domains in rows:
        for domain in domains:
            known = standings.get(domain, DomainStanding.ORDINARY)
            standings[domain] = max(known, standing, key=GRAVITY.index)
    return standings


def _parents(domain: str) -> Iterator[str]:
    """``a.b.edu``, ``b.edu``, ``edu``: mail at a part of a domain is read by the same people."""
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))


@cache
def _suffixes() -> tuple[frozenset[str], frozenset[str], list[re.Pattern[str]]]:
    data = json.loads(SUFFIXES.read_text(encoding="utf-8"))
    patterns = [
        re.compile(r"(?:.*\.)?" + pattern.replace(".", r"\.").replace("*", "[a-z]{2}"))
        for pattern in data["campus_pattern"]
    ]
    return frozenset(data["agency"]), frozenset(data["campus"]), patterns


def _by_suffix(domain: str) -> DomainStanding:
    agency, campus, patterns = _suffixes()
    parents = set(_parents(domain))
    if parents & agency:
        return DomainStanding.TARGET
    if parents & campus or any(pattern.fullmatch(domain) for pattern in patterns):
        return DomainStanding.CAMPUS
    return DomainStanding.ORDINARY
