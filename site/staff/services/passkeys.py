"""Login by a passkey alone: asked without keeping anything, and answered once."""

from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from fido2.utils import websafe_encode
from fido2.webauthn import UserVerificationRequirement

from privacy.exceptions import LinkError
from privacy.links import Purpose, burn, make_link_token, read_link_token
from staff.exceptions import WrongCode

# A finger or a PIN, for nothing else is asked.
VERIFIED = UserVerificationRequirement.REQUIRED


def ask_any_passkey() -> dict[str, Any]:
    """What the browser asks whatever passkey it has for this site. Writes nothing, for strangers ask too.

    The challenge is a token that we signed: it comes back with the answer, and runs out after five minutes.
    """
    challenge = make_link_token(Purpose.PASSKEY, uuid4()).encode()
    options, _state = webauthn.get_server().authenticate_begin(
        credentials=[], user_verification=VERIFIED, challenge=challenge
    )
    return dict(options)


def take_passkey(*, answer: Any) -> Authenticator:
    """The passkey, of whatever account, that gave this answer (JSON of the browser) to such a question.

    Uses the challenge up: of one answer sent twice one is taken. Raises WrongCode for everything else.
    """
    if not isinstance(answer, dict):
        raise WrongCode
    try:
        challenge = webauthn.parse_authentication_response(answer).response.client_data.challenge
        token = challenge.decode()
        read_link_token(token, Purpose.PASSKEY)
        user = webauthn.extract_user_from_response(answer)
        state = {"challenge": websafe_encode(challenge), "user_verification": VERIFIED}
        held = webauthn.get_credentials(user)
        used = webauthn.get_server().authenticate_complete(state, held, answer)
        passkey: Authenticator | None = webauthn.get_authenticator_by_credential_id(user, used.credential_id)
        if passkey is None or not user.is_active:
            raise WrongCode
        burn(token, Purpose.PASSKEY)
    except (LinkError, ValidationError, ValueError, TypeError, KeyError, AttributeError):
        raise WrongCode from None
    return passkey
