"""A backup is whole or not there, is checked before it counts, and goes back in one step whenever the process ends."""

import json
import os
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.sale import Sale
from pos_app.faults import FolderBusy, StoreFault
from pos_app.services.ticket import receipt_of
from pos_app.sqlite import SqliteFile
from pos_app.storage import restore
from pos_app.storage.backup import (
    MANIFEST,
    Book,
    Examined,
    Flaw,
    Flawed,
    Holdings,
    Manifest,
    count_on,
    examine_till,
    make_backup,
)
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.restore import finish_restore, is_restore_pending, restore_backup
from tests.doubles.clock import NOON
from tests.doubles.counter import AUDIT, PHARMACY_CODE, SHOP, TILL, cash_draft, insured_draft, settlement

KEY = b"k" * 32


@pytest.fixture
def shop(tmp_path: Path) -> Holdings:
    """Give a folder with a till's book of two sales, and a key beside it."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "till.key").write_bytes(KEY)
    _sell(folder, times=2)
    return Holdings(folder, (Book("till.db", examine_till, succeed=count_on),), keys=("till.key", "absent.key"))


def _sell(folder: Path, *, times: int = 1) -> list[str]:
    numbers = []
    with closing(SqliteFile(folder / "till.db", MIGRATIONS)) as file:
        journal = SqliteJournal(file, Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)
        for number in range(times):
            draft = cash_draft() if number % 2 else insured_draft(cash=550)
            intent = journal.freeze(draft, NOON)
            sale = Sale(intent.sale_no, NOON, draft, settlement(draft, intent.msgid) if intent.msgid else None)
            journal.record(sale, receipt_of(sale, SHOP))
            numbers.append(sale.sale_no)
    return numbers


def _sales(folder: Path) -> list[str]:
    with closing(SqliteFile(folder / "till.db", MIGRATIONS)) as file:
        return [sale.sale_no for sale in Books(file).sales()]


def _backup(shop: Holdings) -> Path:
    out = shop.folder.parent / "kept.zip"
    make_backup(shop, out, at=NOON, program="1")
    return out


def _restore(shop: Holdings, archive: Path) -> Manifest | Flawed:
    return restore_backup(archive, shop, at=NOON)


def test_what_was_backed_up_is_there_again(shop: Holdings) -> None:
    archive, before = _backup(shop), _sales(shop.folder)
    _sell(shop.folder)
    (shop.folder / "till.key").write_bytes(b"other")
    restored = _restore(shop, archive)
    assert isinstance(restored, Manifest)
    assert _sales(shop.folder) == before
    assert (shop.folder / "till.key").read_bytes() == KEY
    (till, key) = restored.files
    assert till.totals == {"sales": 2, "sold_fen": 7100, "insured_fen": 3000}
    assert (till.rows["sales"], till.schema_version, key.schema_version) == (2, len(MIGRATIONS), None)


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are of POSIX")
def test_a_backup_is_for_its_owner_alone_and_so_are_its_keys(shop: Holdings) -> None:
    archive = _backup(shop)
    assert archive.stat().st_mode & 0o077 == 0
    _restore(shop, archive)
    assert (shop.folder / "till.key").stat().st_mode & 0o077 == 0


def test_what_stood_there_before_is_kept_beside(shop: Holdings) -> None:
    archive = _backup(shop)
    later = _sell(shop.folder)
    _restore(shop, archive)
    (aside,) = shop.folder.glob("before-restore-*")
    assert later[0] in _sales(aside)


def test_a_number_that_a_customer_holds_is_not_given_again(shop: Holdings) -> None:
    archive = _backup(shop)
    later = _sell(shop.folder, times=3)
    _restore(shop, archive)
    assert not set(_sell(shop.folder)) & set(later)


def test_books_that_are_damaged_can_be_put_back_all_the_same(shop: Holdings) -> None:
    archive, before = _backup(shop), _sales(shop.folder)
    (shop.folder / "till.db").write_bytes(b"spilt coffee" * 1000)
    assert isinstance(_restore(shop, archive), Manifest)
    assert _sales(shop.folder) == before


def test_a_folder_that_is_lost_can_be_made_anew(shop: Holdings, tmp_path: Path) -> None:
    archive, before = _backup(shop), _sales(shop.folder)
    anew = Holdings(tmp_path / "anew", shop.books, shop.keys)
    anew.folder.mkdir()
    assert isinstance(_restore(anew, archive), Manifest)
    assert _sales(anew.folder) == before


def test_nothing_is_put_back_under_somebody_who_has_the_book_open(shop: Holdings) -> None:
    archive = _backup(shop)
    later = _sell(shop.folder)
    with closing(SqliteFile(shop.folder / "till.db", MIGRATIONS)) as file:
        with file.read() as database:
            database.execute("SELECT count(*) FROM sales").fetchone()
        with pytest.raises(FolderBusy):
            _restore(shop, archive)
    assert later[0] in _sales(shop.folder)
    assert not is_restore_pending(shop.folder)


def test_a_book_that_breaks_a_law_is_not_backed_up(shop: Holdings, tmp_path: Path) -> None:
    unlawful = Holdings(shop.folder, (Book("till.db", lambda _path: Examined({}, {"the law": ("7",)})),))
    with pytest.raises(StoreFault, match="the law: 7"):
        make_backup(unlawful, tmp_path / "out.zip", at=NOON, program="1")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def _cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def _flip(archive: Path) -> None:
    """Change one byte in the middle of the packed database."""
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as packed:
        content[packed.getinfo("till.db").header_offset + 500] ^= 0xFF
    archive.write_bytes(content)


def _empty(archive: Path) -> None:
    archive.write_bytes(b"")


def _rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    def rewrite(archive: Path) -> None:
        with zipfile.ZipFile(archive) as packed:
            members = {name: packed.read(name) for name in packed.namelist()}
        change(members)
        with zipfile.ZipFile(archive, "w") as packed:
            for name, content in members.items():
                packed.writestr(name, content)

    return rewrite


def _told(**changes: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[MANIFEST] = json.dumps({**json.loads(members[MANIFEST]), **changes}).encode()

    return change


def _told_of_the_book(**changes: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        manifest["files"][0] |= changes
        members[MANIFEST] = json.dumps(manifest).encode()

    return change


def _longer(members: dict[str, bytes]) -> None:
    members["till.db"] += b"\0" * 4096


def _without_the_book(members: dict[str, bytes]) -> None:
    del members["till.db"]


def _without_manifest(members: dict[str, bytes]) -> None:
    del members[MANIFEST]


@pytest.mark.parametrize(
    ("spoil", "flaw"),
    [
        (_empty, Flaw.NOT_A_BACKUP),
        (_cut, Flaw.NOT_A_BACKUP),  # the directory of a zip is at its end
        (_flip, Flaw.DAMAGED),
        (_rewritten(_longer), Flaw.DAMAGED),
        (_rewritten(_without_the_book), Flaw.DAMAGED),
        (_rewritten(_without_manifest), Flaw.NOT_A_BACKUP),
        (_rewritten(_told(format=2)), Flaw.NEWER),
        (_rewritten(_told(files=[])), Flaw.NOT_A_BACKUP),
        (_rewritten(_told(format="first")), Flaw.NOT_A_BACKUP),
        (_rewritten(_told_of_the_book(name="../till.db")), Flaw.NOT_A_BACKUP),
        (_rewritten(_told_of_the_book(sha256="0" * 64)), Flaw.DAMAGED),
        (_rewritten(_told_of_the_book(rows={"sales": 3})), Flaw.UNSOUND),
        (_rewritten(_told_of_the_book(totals={"sold_fen": 1})), Flaw.UNSOUND),
    ],
)
def test_a_spoilt_backup_is_told_by_its_flaw_and_touches_nothing(
    shop: Holdings, spoil: Callable[[Path], None], flaw: Flaw
) -> None:
    archive = _backup(shop)
    later = _sell(shop.folder)
    spoil(archive)
    refused = _restore(shop, archive)
    assert isinstance(refused, Flawed)
    assert refused.flaw is flaw, refused
    assert later[0] in _sales(shop.folder)
    assert not [path for path in shop.folder.iterdir() if "restore" in path.name]


def test_a_backup_that_is_not_there_is_told(shop: Holdings) -> None:
    assert _restore(shop, shop.folder / "nowhere.zip") == Flawed(Flaw.UNREADABLE, "No such file or directory")


def test_a_restore_that_was_cut_off_anywhere_is_finished_by_the_next(
    shop: Holdings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, before = _backup(shop), _sales(shop.folder)
    move, moves = Path.replace, 0
    for fatal in range(1, 6):
        _sell(shop.folder)
        moves = 0

        def dying(path: Path, target: Path, fatal: int = fatal) -> Path:
            nonlocal moves
            moves += 1
            if moves == fatal:
                raise KeyboardInterrupt
            return move(path, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", dying)
            try:
                _restore(shop, archive)
            except KeyboardInterrupt:
                assert is_restore_pending(shop.folder)
        finish_restore(shop.folder)
        assert _sales(shop.folder) == before, f"cut off at move {fatal}"
        assert (shop.folder / "till.key").read_bytes() == KEY
    assert moves < fatal, "the last cut came after the end"
    assert restore.is_restore_pending(shop.folder) is False


def test_a_backup_onto_a_disk_that_refuses_is_a_fault(shop: Holdings, tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match=r"nowhere"):
        make_backup(shop, tmp_path / "nowhere" / "out.zip", at=NOON, program="1")
