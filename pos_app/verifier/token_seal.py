"""ecTokens as SM4-GCM seals: nobody else can make one, and each carries its own end.

The sheet leaves 40 characters. Eight are the platform's mark, in clear and authenticated; the rest are 24 octets: a
nonce of eight, the end in seconds since 1970, and the first twelve octets of the tag. The nonce is made of the scan, so
a scan that is repeated is told the same token again.
"""

import base64
import binascii
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SEAL_KEY_BYTES = 16
_NONCE = 8
_END = 4
_TAG = 12
_TEXT = 32  # characters of 24 octets


class TokenSeal:
    """One key, made of the platform's own; `mark` is the area and `ec`, as real tokens begin."""

    def __init__(self, key: bytes, mark: str) -> None:
        self._cipher = algorithms.SM4(key)
        self._mark = mark

    def seal(self, nonce: bytes, expires_at: datetime) -> str:
        """Make a token that lives to the second before its end, as counted up."""
        seconds = -int(-expires_at.timestamp() // 1)
        encryptor = Cipher(self._cipher, modes.GCM(nonce[:_NONCE], min_tag_length=_TAG)).encryptor()
        encryptor.authenticate_additional_data(self._mark.encode())
        sealed = encryptor.update(seconds.to_bytes(_END)) + encryptor.finalize()
        text = base64.urlsafe_b64encode(nonce[:_NONCE] + sealed + encryptor.tag[:_TAG])
        return self._mark + text.decode("ascii")

    def open(self, token: str) -> datetime | None:
        """Give the end that a token carries, up to a second late; None if this key has not sealed it."""
        text = token.removeprefix(self._mark)
        if len(text) != _TEXT or len(token) != len(self._mark) + _TEXT:
            return None
        try:
            octets = base64.b64decode(text, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        nonce, sealed, tag = octets[:_NONCE], octets[_NONCE:-_TAG], octets[-_TAG:]
        decryptor = Cipher(self._cipher, modes.GCM(nonce, tag, min_tag_length=_TAG)).decryptor()
        decryptor.authenticate_additional_data(self._mark.encode())
        try:
            seconds = decryptor.update(sealed) + decryptor.finalize()
        except InvalidTag:
            return None
        return datetime.fromtimestamp(int.from_bytes(seconds), UTC)
