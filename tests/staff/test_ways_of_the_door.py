"""What the door leads to, and what of the packages behind it leads nowhere."""

import pytest
from django.test import Client

from tests.authenticator import code_of_app, give_app
from tests.staff.conftest import type_code, type_password


@pytest.mark.parametrize(
    "name",
    [
        "signup/", "signup/passkey/", "email/", "confirm-email/", "password/reset/", "password/change/",
        "password/set/", "login/code/", "login/code/confirm/", "reauthenticate/", "reauthenticate/code/",
        "inactive/", "social/connections/", "2fa/", "2fa/totp/activate/", "2fa/totp/deactivate/",
        "2fa/recovery-codes/", "2fa/recovery-codes/download/", "2fa/webauthn/", "2fa/trust/", "sessions/",
    ],
)  # fmt: skip
def test_the_packages_other_pages_do_not_exist(whole, name):
    for at in ("/accounts/", "/admin/accounts/", "/admin/login/2fa/"):
        assert whole.get(at + name, follow=True).status_code == 404
        assert whole.post(at + name).status_code == 404


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example",
        "///evil.example",
        "javascript:alert(1)", "\t//evil.example", "http://localhost@evil.example/", "/%09//evil.example/../",
        "https://127.0.0.1/", "http://localhost/admin/",
    ],
)  # fmt: skip
def test_no_login_leads_to_another_host(then, user):
    client = Client()
    type_password(client, user, next=then)
    give_app(user)
    after_code = type_code(client)
    give_app(user)
    again = client.post("/admin/login/again/", {"staff_again_code": code_of_app(), "next": then})

    for answer in (after_code, again):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
