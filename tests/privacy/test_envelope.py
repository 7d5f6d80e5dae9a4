import hmac
from hashlib import sha256
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from privacy import envelope
from privacy.envelope import Place
from privacy.exceptions import BrokenSeal

KEY = bytes(range(32))
SUBJECT, PUBLIC = UUID(int=1), UUID(int=2)
HERE = Place("app.model.sealed", SUBJECT, PUBLIC)

texts = st.text(st.characters(exclude_categories=()))


def test_the_bytes_are_those_of_the_design():
    """Written out again by hand: a change of the format that would orphan stored blobs goes red here."""
    blob = envelope.seal({"v": 1, "email": "ada@example.org"}, HERE, key=KEY, kek_version=7)

    assert blob[:3] == b"\x01\x00\x07"
    aad = b"\x00\x03\x01\x00\x07\x00\x10app.model.sealed\x00\x10" + SUBJECT.bytes + b"\x00\x10" + PUBLIC.bytes
    plain = AESGCM(KEY).decrypt(blob[3:15], blob[15:], aad)
    assert plain == b'{"v":1,"email":"ada@example.org"}'.ljust(64)


def test_the_key_is_derived_as_the_design_says():
    parts = b"\x00\x05me/v1" + b"\x00\x10" + SUBJECT.bytes + b"\x00\x10" + b"s" * 16
    assert (
        envelope.derive_key(KEY, "me", SUBJECT, b"s" * 16)
        == hmac.new(KEY, parts + b"\x00\x00", sha256).digest()
    )
    with_scope = hmac.new(KEY, parts + b"\x00\x10" + b"o" * 16, sha256).digest()
    assert envelope.derive_key(KEY, "me", SUBJECT, b"s" * 16, b"o" * 16) == with_scope


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | texts,
        lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    )
)
def test_whatever_can_be_typed_comes_back(value):
    blob = envelope.seal({"value": value}, HERE, key=KEY, kek_version=1)
    assert envelope.unseal(blob, HERE, key=KEY) == {"value": value}
    assert (len(blob) - envelope.BODY - envelope.TAG_BYTES) % 64 == 0


def test_the_length_hides_what_is_filled_in():
    lengths = {len(envelope.seal({"name": "x" * count}, HERE, key=KEY, kek_version=1)) for count in range(50)}
    assert len(lengths) == 1


def test_equal_content_never_seals_to_equal_bytes():
    blobs = {envelope.seal({}, HERE, key=KEY, kek_version=1) for _ in range(100)}
    assert len(blobs) == 100


def test_every_single_bit_flip_is_refused():
    blob = envelope.seal({"name": "Ada"}, HERE, key=KEY, kek_version=1)
    opened = 0
    for bit in range(len(blob) * 8):
        altered = bytearray(blob)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BrokenSeal):
            opened += bool(envelope.unseal(bytes(altered), HERE, key=KEY))
    assert opened == 0


@pytest.mark.parametrize("length", [0, 1, 3, 15, 31, 94])
def test_a_cut_blob_is_refused(length):
    blob = envelope.seal({"name": "Ada"}, HERE, key=KEY, kek_version=1)
    with pytest.raises(BrokenSeal):
        envelope.unseal(blob[:length], HERE, key=KEY)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("app.model.other", SUBJECT, PUBLIC),
        Place("app.model.sealed", PUBLIC, PUBLIC),
        Place("app.model.sealed", SUBJECT, SUBJECT),
    ],
)
def test_a_blob_moved_elsewhere_does_not_open(elsewhere):
    blob = envelope.seal({"name": "Ada"}, HERE, key=KEY, kek_version=1)
    with pytest.raises(BrokenSeal):
        envelope.unseal(blob, elsewhere, key=KEY)


def test_another_key_does_not_open():
    blob = envelope.seal({"name": "Ada"}, HERE, key=KEY, kek_version=1)
    with pytest.raises(BrokenSeal):
        envelope.unseal(blob, HERE, key=KEY[::-1])


@given(st.lists(st.binary(max_size=20), max_size=5), st.lists(st.binary(max_size=20), max_size=5))
def test_different_parts_are_never_the_same_bytes(one, other):
    assert (envelope.framed(*one) == envelope.framed(*other)) == (one == other)
