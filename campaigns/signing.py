"""Small signed values that stand in forms: page ids, stamps, step tokens.

Not for links in mails: those are ``privacy.links``. Signed by SIG, so that
they stay valid while an old version of the key is kept, whatever SECRET_KEY does.
"""

from enum import StrEnum
from functools import lru_cache

from django.core.signing import BadSignature, Signer

from privacy.keyring import Keyring, keyring


class FormValue(StrEnum):
    """What a signed value is for; a value of one purpose is worth nothing for another."""

    PAGE = "countersign.form.page"
    STAMP = "countersign.form.stamp"
    STEP = "countersign.form.step"
    TEST = "countersign.form.test"


def sign_value(purpose: FormValue, value: str) -> str:
    """``value`` with its signature; the same every time, so a page that holds it can be cached."""
    return _signer(purpose).sign(value)


def read_value(purpose: FormValue, signed: str) -> str | None:
    """The value if the signature is ours, else None."""
    try:
        return _signer(purpose).unsign(signed[:400])
    except (BadSignature, UnicodeError):
        return None


def proof_secret() -> str:
    """The key under which proof-of-work challenges are signed."""
    return _signer(FormValue.STEP).signature("proof of work")


def _signer(purpose: FormValue) -> Signer:
    return _signer_under(keyring(), purpose)


@lru_cache(maxsize=len(FormValue))
def _signer_under(ring: Keyring, purpose: FormValue) -> Signer:
    """Made once: it is asked twice for each form that comes in."""
    keys: list[bytes | str] = [ring.sig(version).hex() for version in ring.sig.versions]
    return Signer(key=keys[0], fallback_keys=keys[1:], salt=purpose.value)
