"""Canaries: one invented person in each table of addresses, who tells which table got into other hands.

The address stands at a domain of the organization's own, with a code in it that is made from the export's
public_id and the index key. Only its fingerprint is stored, so neither the database nor a second export
tells which row of a table is the invented one.
"""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from privacy.conf import current
from privacy.keyring import keyring
from supporters.models import Organization, SupporterExport

# 80 bits: nobody guesses one, and it can be read out on the telephone.
CODE_BYTES = 10
CODE = re.compile(r"(?<![a-z2-7])[a-z2-7]{16}(?![a-z2-7])")
# Of both languages, and of nobody.
GIVEN = ("Alex", "Andrea", "Ariel", "Cruz", "Kim", "Noa", "Robin", "Sam")
FAMILY = ("Hill", "Lane", "Moreno", "Ortiz", "Reyes", "Stone", "Vega", "Wells")


@dataclass(frozen=True)
class Canary:
    """The invented person of one export."""

    given_name: str
    family_name: str
    email: str
    # Where it stands among the others, whose public_ids are as random.
    place: UUID
    fingerprint: bytes


def canary_of(export: SupporterExport) -> Canary:
    """The same each time, as long as the index key is."""
    idx = keyring().idx
    made = hmac.digest(idx(idx.newest), b"countersign/canary/v1" + export.public_id.bytes, "sha512")
    code = b32encode(made[:CODE_BYTES]).decode().lower()
    given, family = GIVEN[made[10] % len(GIVEN)], FAMILY[made[11] % len(FAMILY)]
    return Canary(
        given_name=given,
        family_name=family,
        email=f"{given.lower()}.{code}@{canary_domain()}",
        place=UUID(bytes=made[16:32], version=4),
        fingerprint=_fingerprint(code),
    )


def canary_domain() -> str:
    """Where canaries live: as the organization says, else its website, else this site itself."""
    organization = Organization.load()
    own = organization.canary_domain or urlsplit(organization.website).hostname
    return (own or urlsplit(current().base_url).hostname or "localhost").removeprefix("www.")


def export_of(text: str) -> SupporterExport | None:
    """The export whose canary's address stands in a text, in upper or lower case. One query at most."""
    found = [_fingerprint(code) for code in CODE.findall(text.lower())]
    if not found:
        return None
    return SupporterExport.objects.filter(canary__in=found).order_by("pk").first()


def _fingerprint(code: str) -> bytes:
    return sha256(b"countersign/canary/v1" + code.encode()).digest()
