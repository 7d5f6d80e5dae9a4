"""Marks: how one person's second signature under one petition is known to be the second."""

import hmac
import json
from datetime import datetime

from django.utils import timezone

from petitions.models.petitions import SCOPE, Petition
from petitions.models.signatures import TypedSignature
from privacy.canonical import canonical_address
from privacy.days import utc_today
from privacy.indexes import Domain, IndexKind, lock_index
from privacy.keystore import day_key, scope_salt

REPEAT_MINUTES = 10
REPEAT = "petitions.repeat"


def marks_of(*, petition: Petition, address: str) -> list[bytes]:
    """The mark of ``address`` under each live version of the index key, newest first.

    HMAC under the index key and the petition's own: without the first, a seized database does not
    tell whether an address signed; without the second, destroyed at close, nobody can tell any more.
    Call it inside the transaction that writes the mark: it holds the right to do so. Raises Erased
    once the petition was closed.
    """
    scope = scope_salt(SCOPE, petition.public_id, make=True)
    return list(lock_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(address), scope).values())


def repeat_key_of(*, petition: Petition, typed: TypedSignature, now: datetime | None = None) -> bytes:
    """The same for the same form sent twice within ten minutes: a double click, a second tab.

    Under the key of the day, which is destroyed when the day is over.
    """
    now = now or timezone.now()
    slot = int(now.timestamp()) // (REPEAT_MINUTES * 60)
    said = json.dumps([petition.public_id.hex, slot, typed.to_json()], sort_keys=True)
    return hmac.digest(day_key(utc_today(), REPEAT), said.encode(), "sha256")
