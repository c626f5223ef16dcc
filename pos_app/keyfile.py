"""A secret key in a file of its own, beside the database and never in it, for its owner alone."""

import os
from pathlib import Path
from typing import Protocol

from pos_app.faults import StoreFault

KEY_BYTES = 32


class Chance(Protocol):
    def digits(self, count: int, /) -> str: ...

    def octets(self, count: int, /) -> bytes: ...


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
