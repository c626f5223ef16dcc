"""Putting a checked backup in the place of a folder's files: all of it or nothing, whenever the process ends.

One rename is the moment: a folder named `restore-pending-…` beside the books is complete, and whoever holds the data
folder next moves its files in before the books are opened. What stood there before is kept in `before-restore-…`.
"""

import shutil
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from pos_app.domain.shanghai import local
from pos_app.faults import FolderBusy, StoreFault
from pos_app.sqlite import is_let_go
from pos_app.storage.backup import Flawed, Holdings, Manifest, sync_folder, unpack_backup

_STAGING = ".restore-"
_PENDING = "restore-pending-"
_ASIDE = "before-restore-"
_LOGS = ("-wal", "-shm", "-journal")


def restore_backup(archive: Path, holdings: Holdings, *, at: datetime) -> Manifest | Flawed:
    """Check a backup, then put it in place; nothing is touched before every check has held.

    The caller holds the folder. FolderBusy where somebody else still has one of its books open.
    """
    folder = holdings.folder
    try:
        for left in folder.glob(f"{_STAGING}*"):
            shutil.rmtree(left)
        staging = Path(mkdtemp(dir=folder, prefix=_STAGING))
        try:
            checked = unpack_backup(archive, holdings, staging)
            if isinstance(checked, Flawed):
                return checked
            for book in holdings.books:
                if book.succeed and (folder / book.name).exists():
                    book.succeed(folder / book.name, staging / book.name)
            if not all(is_let_go(folder / book.name) for book in holdings.books):
                raise FolderBusy(str(folder))
            sync_folder(staging)
            mark = staging.name.removeprefix(_STAGING)
            staging.rename(folder / f"{_PENDING}{local(at):%Y%m%d-%H%M%S}-{mark}")
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        sync_folder(folder)
        finish_restore(folder)
    except OSError as error:
        raise StoreFault(f"{folder}: {error.strerror or error}") from error
    return checked


def is_restore_pending(folder: Path) -> bool:
    return any(folder.glob(f"{_PENDING}*"))


def finish_restore(folder: Path) -> None:
    """Move in what waits; begun by one process, it can be finished by another. The caller holds the folder."""
    for pending in sorted(folder.glob(f"{_PENDING}*")):
        try:
            _move_in(pending, folder)
        except OSError as error:
            raise StoreFault(f"{folder}: {error.strerror or error}") from error


def _move_in(pending: Path, folder: Path) -> None:
    aside = folder / pending.name.replace(_PENDING, _ASIDE)
    aside.mkdir(exist_ok=True)
    for new in sorted(pending.iterdir()):
        for old in (*(folder / f"{new.name}{log}" for log in _LOGS), folder / new.name):
            if old.exists():
                old.replace(aside / old.name)
        sync_folder(aside)
        new.replace(folder / new.name)
    sync_folder(folder)
    pending.rmdir()
