"""Passwords and PINs as argon2id keeps them: slow to guess, and not at all without the pepper, which is in no books."""

import hashlib
import hmac

from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret, verify_secret

from pos_app.keyfile import Chance

_MEMORY_KIB = 19_456  # OWASP's least for argon2id, with two passes and one lane
_PASSES = 2
_SALT_BYTES = 16
_HASH_BYTES = 32


class PasswordHasher:
    """Six digits are soon tried through, so what is hashed is their HMAC under the pepper, bound to its owner."""

    def __init__(self, pepper: bytes, chance: Chance, *, memory_kib: int = _MEMORY_KIB, passes: int = _PASSES) -> None:
        self._pepper = pepper
        self._chance = chance
        self._memory_kib = memory_kib
        self._passes = passes

    def digest(self, owner: str, password: str) -> str:
        """Give what may be kept: the encoded hash with its salt and its costs."""
        return hash_secret(
            self._peppered(owner, password),
            self._chance.octets(_SALT_BYTES),
            time_cost=self._passes,
            memory_cost=self._memory_kib,
            parallelism=1,
            hash_len=_HASH_BYTES,
            type=Type.ID,
        ).decode("ascii")

    def fits(self, owner: str, password: str, digest: str) -> bool:
        try:
            return verify_secret(digest.encode("ascii"), self._peppered(owner, password), Type.ID)
        except (VerificationError, InvalidHashError):
            return False

    def _peppered(self, owner: str, password: str) -> bytes:
        return hmac.new(self._pepper, f"{owner}\0{password}".encode(), hashlib.sha256).digest()
