"""Canaries: invented people in each table of addresses, who tell which table got into other hands.

A canary goes with somebody: about one of 200 people has one, told by the index key, and it is in a table
where that person is, as a neighbour with the same list and region would be. So it cannot be told by laying
two tables of one steward beside each other. Each steward's are others. The addresses stand at a domain kept
for that; only their fingerprints are stored.
"""

import hmac
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from privacy.conf import current
from privacy.keyring import keyring
from supporters.models import Organization, SupporterExport

# One canary for so many people. A table without any has one beside somebody all the same.
EVERY = 200
ADDRESS = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")
PRINT_BYTES = 16
# Of both languages, and of nobody.
# fmt: off
GIVEN = (
    "Alex", "Andrea", "Ariel", "Camila", "Cruz", "Daniel", "David", "Elena", "Gabriel", "Ines", "Irene",
    "Kim", "Laura", "Leo", "Lucia", "Maria", "Martin", "Nadia", "Noa", "Olivia", "Robin", "Sam", "Sara",
    "Victor",
)
FAMILY = (
    "Allen", "Baker", "Castillo", "Cole", "Diaz", "Ellis", "Flores", "Fox", "Garza", "Hall", "Hill",
    "Lane", "Leon", "Luna", "Medina", "Moreno", "Ortiz", "Pena", "Reed", "Reyes", "Rios", "Salas",
    "Silva", "Solis", "Soto", "Stone", "Torres", "Vega", "Ward", "Wells", "West", "Wood",
)
# fmt: on


@dataclass(frozen=True)
class Canary:
    """One invented person."""

    given_name: str
    family_name: str
    email: str
    fingerprint: bytes


def draw(export: SupporterExport, anchor: UUID) -> bytes:
    """What the key says of somebody in this steward's tables: whether a canary goes along, and which.

    Of those that have none the lowest has one, where there would be none in the table.
    """
    idx = keyring().idx
    said = b"countersign/canary/v2" + (export.asked_by_id or 0).to_bytes(8) + anchor.bytes
    return hmac.digest(idx(idx.newest), said, "sha512")


def goes_along(drawn: bytes) -> bool:
    return int.from_bytes(drawn[:4]) % EVERY == 0


def canary_of(drawn: bytes) -> Canary:
    """The same each time, as long as the index key and the domain are."""
    given, family = GIVEN[drawn[10] % len(GIVEN)], FAMILY[drawn[11] % len(FAMILY)]
    number = int.from_bytes(drawn[12:14])
    one, other = given.lower(), family.lower()
    local = (
        f"{one}.{other}{number % 1000}",
        f"{one[0]}{other}{number % 10_000}",
        f"{one}{other}{number % 1000}",
        f"{other}.{one}{number % 1000}",
    )[drawn[14] % 4]
    email = f"{local}@{canary_domain()}"
    return Canary(given, family, email, _fingerprint(email, keyring().idx.newest))


def canary_domain() -> str:
    """Where canaries live; "" where no domain is kept for that: at that of the website each would be seen."""
    organization = Organization.load()
    own = organization.canary_domain.lower()
    known = {urlsplit(organization.website).hostname, urlsplit(current().base_url).hostname}
    return "" if own in {(one or "").removeprefix("www.") for one in known} else own


def exports_of(text: str) -> list[SupporterExport]:
    """The exports in whose tables an address of this text was invented, the newest first. One query."""
    versions = keyring().idx.versions
    addresses = [found.rstrip(".").lower() for found in ADDRESS.findall(text)]
    wanted = {_fingerprint(address, version) for address in addresses for version in versions}
    if not wanted:
        return []
    known = SupporterExport.objects.filter(canaries__isnull=False).select_related("asked_by").order_by("-pk")
    return [one for one in known if wanted.intersection(_prints(bytes(one.canaries or b"")))]


def _prints(kept: bytes) -> list[bytes]:
    return [kept[at : at + PRINT_BYTES] for at in range(0, len(kept), PRINT_BYTES)]


def _fingerprint(email: str, version: int) -> bytes:
    """With the key: so few addresses are possible that without it each could be tried."""
    key = keyring().idx(version)
    return hmac.digest(key, b"countersign/canary-print/v2" + email.encode(), "sha256")[:PRINT_BYTES]
