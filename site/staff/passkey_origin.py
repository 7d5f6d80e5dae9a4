"""Passkeys answer to the host that the page was asked from, and to no other.

The package also takes what a page of a subdomain had a key say: whoever gets hold of one, as of a name that
was left behind in the DNS, could ask our key for its answer there, and bring it here.
"""

from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity


def take_own_origin_only() -> None:
    """Bend the package, once, from ``ready()``: all its questions and answers go through this function."""
    auth.get_server = _server


def _server() -> Fido2Server:
    site = PublicKeyCredentialRpEntity(**get_adapter().get_public_key_credential_rp_entity())
    host = context.request.get_host()

    def is_ours(origin: str) -> bool:
        return urlsplit(origin).netloc == host and verify_rp_id(site.id or "", origin)

    return Fido2Server(site, verify_origin=is_ours)
