"""Keyed digests: codes and tokens are never stored, only what this key makes of them."""

import hashlib
import hmac

from pos_app.keyfile import KEY_BYTES


class Sealer:
    """HMAC-SHA256 under one key, a label for each use so that no digest serves for another."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._keyed = hmac.new(key, digestmod=hashlib.sha256)  # copied for each text: the key is set up once

    def seal(self, label: str, text: str) -> str:
        """Give 64 hexadecimal digits that only this key makes of a text."""
        return self._digest(f"{label}\0{text}").hex()

    def subkey(self, label: str, size: int) -> bytes:
        """Give a key for another purpose, of at most 32 octets; it tells nothing of this one."""
        return self._digest(f"subkey\0{label}")[:size]

    def _digest(self, text: str) -> bytes:
        fresh = self._keyed.copy()
        fresh.update(text.encode())
        return fresh.digest()
