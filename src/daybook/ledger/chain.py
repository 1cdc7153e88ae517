"""The arithmetic of the chain: canonical rows, their hashes, and salted digests."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Any

GENESIS = "0" * 64


def canonical(row: dict[str, Any]) -> bytes:
    """The one spelling of a line: sorted keys, no blanks, UTF-8."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def line_hash(previous_hash: str, row: dict[str, Any]) -> str:
    """SHA-256 of the previous hash and the canonical row, in hexadecimal."""
    return hashlib.sha256(previous_hash.encode() + canonical(row)).hexdigest()


def salted_digest(value: str, key: bytes) -> str:
    """`salt:digest` of a text or score; the key keeps a reader of the table from guessing scores."""
    salt = secrets.token_hex(8)
    return f"{salt}:{hmac.new(key, f'{salt}:{value}'.encode(), hashlib.sha256).hexdigest()}"


def digest_matches(value: str, digest: str, key: bytes) -> bool:
    """Whether a digest was made of this value."""
    salt = digest.partition(":")[0]
    made = f"{salt}:{hmac.new(key, f'{salt}:{value}'.encode(), hashlib.sha256).hexdigest()}"
    return hmac.compare_digest(made, digest)
