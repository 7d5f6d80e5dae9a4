import base64
import copy
import pickle
import traceback

import pytest

from privacy.exceptions import BadKeys
from privacy.secret import KeySet, Secret, parse_keys

KEY = b"k" * 32
LINE = base64.b64encode(KEY).decode()


def keys_of(*bodies: bytes) -> dict[int, Secret]:
    return {version: Secret(body.ljust(32, b".")) for version, body in enumerate(bodies, 1)}


def test_a_key_shows_in_no_rendering():
    key_set = KeySet(kek={1: Secret(KEY)}, idx=keys_of(b"idx"), sig=keys_of(b"sig"))
    shown = [
        f"{key_set!r} {key_set} {Secret(KEY)!r} {Secret(KEY)} {Secret(KEY):>90} {vars(key_set)}",
        str(copy.deepcopy(key_set)),
    ]
    assert [text for text in shown if "kkkk" in text] == []


def test_a_key_cannot_be_pickled():
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))


def test_a_key_has_no_hash():
    with pytest.raises(TypeError):
        hash(Secret(KEY))


def test_keys_are_read_by_version():
    keys = parse_keys(f"# ours\n2:{LINE}\n\n  1 : {base64.b64encode(b'j' * 32).decode()} \n")
    assert {version: key.reveal() for version, key in keys.items()} == {1: b"j" * 32, 2: KEY}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing",
        LINE,
        f"one:{LINE}",
        f"²:{LINE}",
        f"-1:{LINE}",
        "1:not base64!",
        "1:c2hvcnQ=",
        f"1:{LINE}\n1:{base64.b64encode(b'j' * 32).decode()}",
    ],
)
def test_what_is_no_key_is_refused_without_showing_it(text):
    with pytest.raises(BadKeys) as refusal:
        parse_keys(text)
    assert LINE not in "".join(traceback.format_exception(refusal.value, chain=False)[-1:])
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    "change",
    [
        {"idx": {}},
        {"kek": {0: Secret(KEY)}},
        {"kek": {65536: Secret(KEY)}},
        {"kek": {1: Secret(b"short")}},
        {"idx": {1: Secret(KEY)}},
        {"kek": {1: Secret(KEY), 2: Secret(KEY)}},
    ],
)
def test_a_key_set_refuses_missing_short_and_repeated_keys(change):
    good = {"kek": {1: Secret(KEY)}, "idx": keys_of(b"idx"), "sig": keys_of(b"sig")}
    KeySet(**good)
    with pytest.raises(BadKeys):
        KeySet(**(good | change))
