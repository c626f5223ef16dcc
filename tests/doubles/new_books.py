"""New databases at once: the first of a schema is made by its migrations, and every later one is a copy of that file.

Two hundred statements make a till's schema, and thousands of tests begin with an empty one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from unittest.mock import patch

from sqlite_utils import Database

from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS as TILL
from pos_app.verifier.store.migrations import MIGRATIONS as VERIFIER

_open_plainly = SqliteFile._opened


@contextmanager
def copied_from_the_first(folder: Path) -> Iterator[None]:
    """Let every new file of both programs' books be a copy of one that is made in a folder when it is first wanted."""
    templates: dict[tuple[object, ...], bytes] = {}

    def opened(file: SqliteFile) -> Database:
        schema = tuple(file._migrations)
        if schema in (TILL, VERIFIER) and not file.path.exists() and file.path.parent != folder:
            if schema not in templates:
                templates[schema] = _made(folder / f"{len(templates)}.db", file)
            _lay_down(templates[schema], file.path)
        return _open_plainly(file)

    with patch.object(SqliteFile, "_opened", opened):
        yield


@contextmanager
def made_by_migrations() -> Iterator[None]:
    """Let a file that is opened within be made as the program makes it."""
    with patch.object(SqliteFile, "_opened", _open_plainly):
        yield


def _made(path: Path, like: SqliteFile) -> bytes:
    SqliteFile(path, like._migrations).close()
    return path.read_bytes()


def _lay_down(content: bytes, path: Path) -> None:
    """Put a whole file where none is; where that cannot be, the program finds out by itself and says so."""
    draft = path.with_name(f"{path.name}.draft-{os.getpid()}-{get_ident()}")
    try:
        draft.write_bytes(content)
        path.hardlink_to(draft)
    except OSError:
        return
    finally:
        draft.unlink(missing_ok=True)
