"""A disk that remembers every write and every sync, and what is left of it when the power fails at any of them.

The statements run on apsw, whose file layer can be written in Python; the product's driver never sees these files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from typing import TypeAlias

import apsw

from tests.power.tape import Closed, Entry, Opened, Ran, Told

SECTOR = 512
_VFS = "pos_app_power"


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: str


Operation: TypeAlias = Write | Truncate | Sync
Event: TypeAlias = Operation | Told


class Fate(StrEnum):
    """What became of the writes that no sync had followed yet."""

    DROPPED = "dropped"
    KEPT = "kept"
    TORN = "torn"


@dataclass
class Log:
    events: list[Event] = field(default_factory=list)


class _Vfs(apsw.VFS):
    def __init__(self, log: Log) -> None:
        self._log = log
        super().__init__(_VFS, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "_File":  # noqa: N802  apsw's name
        return _File(name, flags, self._log)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802  apsw's name
        super().xDelete(filename, syncdir)
        name = Path(filename).name
        self._log.events.append(Truncate(name, 0))  # to SQLite an empty log is no log
        if syncdir:
            self._log.events.append(Sync(name))


class _File(apsw.VFSFile):
    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], log: Log) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._name = Path(path).name
        self._log = log
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  apsw's name
        super().xWrite(data, offset)
        self._log.events.append(Write(self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  apsw's name
        super().xTruncate(newsize)
        self._log.events.append(Truncate(self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802  apsw's name
        super().xSync(flags)
        self._log.events.append(Sync(self._name))


def replay(entries: Iterable[Entry], folder: Path, *, synchronous: str = "FULL") -> Log:
    """Run a tape over the files of a folder and give all that reached the disk, in its order."""
    log = Log()
    vfs = _Vfs(log)
    connections: dict[str, apsw.Connection] = {}
    try:
        for entry in entries:
            match entry:
                case Opened(book):
                    connections[book] = apsw.Connection(str(folder / book), vfs=_VFS)
                case Closed(book):
                    connections.pop(book).close()
                case Ran(book, statement):
                    list(connections[book].execute(statement.replace("synchronous=FULL", f"synchronous={synchronous}")))
                case Told():
                    log.events.append(entry)
    finally:
        for connection in connections.values():
            connection.close()
        vfs.unregister()
    return log


class Disk:
    """The files at one moment: what was synced, and what was only written."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._synced = {name: bytearray(content) for name, content in files.items()}
        self._waiting: dict[str, list[Write | Truncate]] = {}
        self.told: list[Told] = []

    def take(self, event: Event) -> None:
        match event:
            case Told():
                self.told.append(event)
            case Sync(file):
                content = self._synced.setdefault(file, bytearray())
                for operation in self._waiting.pop(file, ()):
                    _apply(content, operation)
            case Write(file) | Truncate(file):
                self._synced.setdefault(file, bytearray())
                self._waiting.setdefault(file, []).append(event)

    def after_power_loss(self, fate: Fate, chance: Random) -> Iterator[tuple[str, bytes]]:
        """Give each file as the next start finds it."""
        for file, synced in self._synced.items():
            content = bytearray(synced)
            for operation in _left_of(self._waiting.get(file, ()), fate, chance):
                _apply(content, operation)
            yield file, bytes(content)


def _left_of(waiting: Iterable[Write | Truncate], fate: Fate, chance: Random) -> Iterator[Write | Truncate]:
    match fate:
        case Fate.DROPPED:
            return
        case Fate.KEPT:
            yield from waiting
        case Fate.TORN:
            for operation in waiting:
                yield from _sectors(operation, chance) if isinstance(operation, Write) else (operation,)


def _sectors(write: Write, chance: Random) -> Iterator[Write]:
    """Cut a write at the disk's sectors and lose some of them."""
    end = write.offset + len(write.data)
    start = write.offset
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if chance.random() < 0.5:
            yield Write(write.file, start, write.data[start - write.offset : stop - write.offset])
        start = stop


def _apply(content: bytearray, operation: Write | Truncate) -> None:
    match operation:
        case Truncate(_, size):
            del content[size:]
            content.extend(bytes(size - len(content)))
        case Write(_, offset, data):
            content.extend(bytes(max(0, offset - len(content))))
            content[offset : offset + len(data)] = data
