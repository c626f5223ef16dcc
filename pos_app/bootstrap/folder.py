"""The data folder: made, held by one till at a time, and put back before anybody reads it."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pos_app.bootstrap.elsewhere import refuse_elsewhere
from pos_app.config import Config
from pos_app.faults import FolderBusy, StoreFault
from pos_app.storage.restore import finish_restore, is_restore_pending

LOCK_WAIT_S = 10.0


def make_folder(config: Config) -> None:
    """Make the data folder; StoreFault where that cannot be, FolderElsewhere where it must not be."""
    refuse_elsewhere(config.data)
    try:
        config.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFault(f"{config.data}: {error.strerror}") from error


def ready_folder(config: Config) -> None:
    """Make the folder, and finish putting a backup back if that was cut off."""
    make_folder(config)
    if is_restore_pending(config.data):
        with hold_folder(config, LOCK_WAIT_S):
            pass


@contextmanager
def hold_folder(config: Config, wait_s: float) -> Iterator[None]:
    """Hold the data folder; a killed till lets go of it by dying."""
    make_folder(config)
    lock = FileLock(config.data / "till.lock", timeout=wait_s)
    try:
        lock.acquire()
    except Timeout:
        raise FolderBusy(str(config.data)) from None
    except OSError as error:
        raise StoreFault(f"{config.data}: {error.strerror}") from error
    try:
        finish_restore(config.data)
        yield
    finally:
        lock.release()
