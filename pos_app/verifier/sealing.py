"""Keyed digests: codes and tokens are never stored, only what this key makes of them."""

import hashlib
import hmac
import os
from pathlib import Path

from pos_app.faults import StoreFault
from pos_app.verifier.ports import Chance

KEY_BYTES = 32


class Sealer:
    """HMAC-SHA256 under one key, a label for each use so that no digest serves for another."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._key = key

    def seal(self, label: str, text: str) -> str:
        """Give 64 hexadecimal digits that only this key makes of a text."""
        return hmac.new(self._key, f"{label}\0{text}".encode(), hashlib.sha256).hexdigest()

    def subkey(self, label: str, size: int) -> bytes:
        """Give a key for another purpose, of at most 32 octets; it tells nothing of this one."""
        return hmac.digest(self._key, f"subkey\0{label}".encode(), "sha256")[:size]


def load_key(path: Path, chance: Chance) -> bytes:
    """Read the key, or make it at the first start, readable by its owner alone; StoreFault if that cannot be."""
    try:
        if not path.exists():
            _write_key(path, chance.octets(KEY_BYTES), path.with_name(f"{path.name}.{chance.digits(12)}"))
        key = path.read_bytes()
    except OSError as error:
        raise StoreFault(f"{path}: {error.strerror}") from error
    if len(key) != KEY_BYTES:
        raise StoreFault(f"{path}: a key has {KEY_BYTES} bytes, this file has {len(key)}")
    return key


def _write_key(path: Path, key: bytes, draft: Path) -> None:
    """Write under another name first: a crash leaves no short key, and of two first starts at once one key stays."""
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        draft.replace(path)
        return
    draft.unlink()
