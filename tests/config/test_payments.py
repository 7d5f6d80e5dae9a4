"""Stripe's key and secrets: what is wrong stops the boot, and never shows the value."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.payments import stripe_key, stripe_webhook_secrets


def test_without_a_key_no_gifts_are_taken_and_no_secret_is_needed():
    assert stripe_key("X", development=False) == ""
    assert stripe_webhook_secrets("Y", key="") == []


def test_a_key_and_its_secrets_are_read(monkeypatch):
    monkeypatch.setenv("X", "rk_live_abc")
    monkeypatch.setenv("Y", "whsec_one, whsec_two")

    assert stripe_key("X", development=False) == "rk_live_abc"
    assert stripe_webhook_secrets("Y", key="rk_live_abc") == ["whsec_one", "whsec_two"]


@pytest.mark.parametrize(
    ("given", "development"), [("pk_live_abc", False), ("abc", False), ("sk_live_abc", True)]
)
def test_another_key_stops_the_boot(monkeypatch, given, development):
    monkeypatch.setenv("X", given)
    with pytest.raises(ImproperlyConfigured, match=r"^X ") as stopped:
        stripe_key("X", development=development)

    assert given not in str(stopped.value)


def test_a_key_without_secrets_or_with_other_ones_stops_the_boot(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match=r"^Y is missing"):
        stripe_webhook_secrets("Y", key="sk_live_abc")
    monkeypatch.setenv("Y", "whsec_one,two")
    with pytest.raises(ImproperlyConfigured, match=r"^Y must hold"):
        stripe_webhook_secrets("Y", key="sk_live_abc")
