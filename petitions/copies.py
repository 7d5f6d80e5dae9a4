"""How copies of a text that was hidden are known, without the text. A leaf."""

import hmac
from uuid import UUID

from petitions.unseen import as_read
from privacy.denylist import plain_words
from privacy.envelope import framed
from privacy.keyring import keyring

KIND = b"petitions/hidden-comment/v1"


def fingerprints_of(petition: UUID, text: str) -> list[bytes]:
    """A text of one petition under each live version of the index key, newest first; [] without words.

    Spelling does not matter. Under a key of this installation, so that a seized database does not tell
    whether somebody wrote a certain text; a petition's tell nothing about another's. Not kept through a
    rotation: they live for days.
    """
    if not (words := plain_words(as_read(text))):
        return []
    said = framed(KIND, petition.bytes, words.encode())
    idx = keyring().idx
    return [hmac.digest(idx(version), said, "sha256") for version in sorted(idx.versions, reverse=True)]
