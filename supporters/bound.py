"""What exactly was asked for, as a fingerprint that a second person agrees to. A leaf."""

import json
from hashlib import sha256
from typing import Any


def fingerprint(**asked: Any) -> bytes:
    """32 bytes that no other request has: change a word of it, and they are others."""
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return sha256(b"countersign/asked/v1" + text.encode()).digest()
