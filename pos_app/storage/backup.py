"""A copy of the books that can be put back: one file, made while tills are at work, and checked before it counts.

The file is a zip: a manifest, every database as SQLite's own backup copied it, and the small files without which the
databases are of no use (the keys of the simulated platform: so it is written for its owner alone).
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pos_app.faults import StoreFault
from pos_app.sqlite import SqliteFile, contents_of, copy_together
from pos_app.storage.books import Books
from pos_app.storage.migrations import MIGRATIONS

FORMAT = 1
MANIFEST = "manifest.json"
_MANIFEST_LIMIT_BYTES = 1_000_000
_CHUNK_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Examined:
    """What a copy of a book says when it is asked: its sums, and what breaks each of its laws."""

    totals: Mapping[str, int | str]
    broken: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Book:
    """A database of the data folder, by the name of its file, and who can examine a copy of it.

    Examining may bring the copy's schema up to date. `succeed` is told the old file and the copy that will take its
    place.
    """

    name: str
    examine: Callable[[Path], Examined]
    succeed: Callable[[Path, Path], None] | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What of a data folder a backup takes; `keys` are taken where they are there."""

    folder: Path
    books: tuple[Book, ...]
    keys: tuple[str, ...] = ()


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptFile(_Entry):
    """One file of the backup; a key has no schema, no rows and no totals."""

    name: str
    size_bytes: int = Field(ge=0)
    sha256: str
    schema_version: int | None = None
    rows: Mapping[str, int] = {}
    totals: Mapping[str, int | str] = {}


class Manifest(_Entry):
    """What the backup says of itself."""

    simulation: bool = True
    format: int
    made_at: datetime
    program: str
    files: tuple[KeptFile, ...]


class Flaw(StrEnum):
    """Why a file is not put back."""

    UNREADABLE = "unreadable"
    NOT_A_BACKUP = "not_a_backup"
    NEWER = "newer"
    DAMAGED = "damaged"
    UNSOUND = "unsound"


@dataclass(frozen=True, slots=True)
class Flawed:
    flaw: Flaw
    detail: str


def examine_till(path: Path) -> Examined:
    """Ask a copy of the till's book for its sums and hold it to every law."""
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        books = Books(file)
        final = [sale for sale in books.sales() if sale.state == "final"]
        totals = {
            "sales": len(final),
            "sold_fen": sum(sale.total.fen for sale in final),
            "insured_fen": sum((sale.fund + sale.account + sale.shared).fen for sale in final),
        }
        return Examined(totals, books.broken())


def count_on(old: Path, copy: Path) -> None:
    """Let a copy of the till's book count on from where the old one stood: a number is never given twice.

    What stood in a book that can no longer be read is not known.
    """
    counters: list[tuple[str, int]] = []
    with suppress(StoreFault), closing(SqliteFile(old, MIGRATIONS)) as file, file.read() as database:
        counters = database.execute("SELECT name, value FROM counters").fetchall()
    with closing(SqliteFile(copy, MIGRATIONS)) as successor, successor.write() as database:
        database.conn.executemany(
            "INSERT INTO counters (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
            counters,
        )


def make_backup(holdings: Holdings, out: Path, *, at: datetime, program: str) -> Manifest:
    """Copy everything as it was at one moment; whoever opens `out` finds a whole backup or none.

    StoreFault where the disk fails or a copy breaks a law: then there is no file.
    """
    with _disk_faults(out), TemporaryDirectory(dir=out.parent, prefix=".backup-") as name:
        copies = Path(name)
        copy_together({holdings.folder / book.name: copies / book.name for book in holdings.books})
        keys = tuple(_keys(holdings, copies))  # beside the copies, for what can be examined with a key only
        kept = tuple(_kept_book(copies / book.name, book) for book in holdings.books)
        manifest = Manifest(format=FORMAT, made_at=at, program=program, files=(*kept, *keys))
        packed = copies / "packed"
        _pack(manifest, copies, packed)
        packed.replace(out)
        sync_folder(out.parent)
    return manifest


def unpack_backup(archive: Path, holdings: Holdings, into: Path) -> Manifest | Flawed:
    """Take a backup out of its file and check it as a whole: hashes, rows, sums and every law of every book."""
    try:
        with zipfile.ZipFile(archive) as packed:
            manifest = _manifest(packed)
            if isinstance(manifest, Flawed):
                return manifest
            flaw = _foreign(manifest, holdings) or _unpack(packed, manifest, into)
    except _NO_ZIP as error:
        return Flawed(Flaw.NOT_A_BACKUP, str(error))
    except OSError as error:
        return Flawed(Flaw.UNREADABLE, str(error.strerror or error))
    return flaw or _unsound(manifest, holdings, into) or manifest


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does that by itself and has no way to ask for it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _kept_book(copy: Path, book: Book) -> KeptFile:
    contents, size, digest = contents_of(copy), copy.stat().st_size, _digest(copy)
    examined = book.examine(copy)
    for law, rows in examined.broken.items():
        if rows:
            raise StoreFault(f"{book.name}: {law}: {', '.join(list(rows)[:5])}")
    return KeptFile(
        name=book.name,
        size_bytes=size,
        sha256=digest,
        schema_version=contents.schema,
        rows=contents.rows,
        totals=examined.totals,
    )


def _keys(holdings: Holdings, copies: Path) -> Iterator[KeptFile]:
    for name in holdings.keys:
        key = holdings.folder / name
        if key.exists():
            content = key.read_bytes()
            (copies / name).write_bytes(content)
            yield KeptFile(name=name, size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _pack(manifest: Manifest, copies: Path, out: Path) -> None:
    with out.open("xb") as file:
        out.chmod(0o600)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, manifest.model_dump_json(indent=2))
            for kept in manifest.files:
                packed.write(copies / kept.name, kept.name)
        file.flush()
        os.fsync(file.fileno())


def _manifest(packed: zipfile.ZipFile) -> Manifest | Flawed:
    try:
        with packed.open(MANIFEST) as file:
            manifest = Manifest.model_validate_json(file.read(_MANIFEST_LIMIT_BYTES))
    except (KeyError, ValidationError):
        return Flawed(Flaw.NOT_A_BACKUP, MANIFEST)
    return Flawed(Flaw.NEWER, f"format {manifest.format}") if manifest.format > FORMAT else manifest


def _foreign(manifest: Manifest, holdings: Holdings) -> Flawed | None:
    """Hold the names to those of this folder: a path, or a book that is missing, is no backup of ours."""
    books, names = {book.name for book in holdings.books}, [kept.name for kept in manifest.files]
    if len(set(names)) != len(names) or not books <= set(names) <= books | set(holdings.keys):
        return Flawed(Flaw.NOT_A_BACKUP, ", ".join(names))
    return None


def _unpack(packed: zipfile.ZipFile, manifest: Manifest, into: Path) -> Flawed | None:
    for kept in manifest.files:
        target = into / kept.name
        try:
            with packed.open(kept.name) as source, target.open("xb") as file:
                left = kept.size_bytes + 1  # one more than is due shows that it is too long
                while left > 0 and (chunk := source.read(min(left, _CHUNK_BYTES))):
                    file.write(chunk)
                    left -= len(chunk)
                file.flush()
                os.fsync(file.fileno())
            if kept.schema_version is None:
                target.chmod(0o600)
        except (KeyError, *_NO_ZIP):
            return Flawed(Flaw.DAMAGED, kept.name)
        if left != 1 or _digest(target) != kept.sha256:
            return Flawed(Flaw.DAMAGED, kept.name)
    return None


def _unsound(manifest: Manifest, holdings: Holdings, into: Path) -> Flawed | None:
    for kept in manifest.files:
        book = next((book for book in holdings.books if book.name == kept.name), None)
        if book is None:
            continue
        try:
            contents = contents_of(into / kept.name)
            if (contents.schema, contents.rows) != (kept.schema_version, dict(kept.rows)):
                return Flawed(Flaw.UNSOUND, f"{kept.name}: rows")
            examined = book.examine(into / kept.name)
        except StoreFault as fault:
            return Flawed(Flaw.UNSOUND, str(fault))
        broken = [law for law, rows in examined.broken.items() if rows]
        if broken or {name: examined.totals.get(name) for name in kept.totals} != dict(kept.totals):
            return Flawed(Flaw.UNSOUND, f"{kept.name}: {broken[0] if broken else 'totals'}")
    return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# What zipfile raises on files that are none: damage, encryption, an unknown method, a broken stream.
_NO_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, RuntimeError, EOFError)


@contextmanager
def _disk_faults(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFault(f"{out}: {error.strerror or error}") from error
