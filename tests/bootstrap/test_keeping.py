"""A backup takes all books of a folder, and none whose audit log somebody has touched."""

from pathlib import Path

import pytest

from pos_app.bootstrap import open_back_office
from pos_app.bootstrap.keeping import back_up, check_backup, put_back, put_back_as_ordered, sales_of
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.faults import StoreFault
from pos_app.services.day_end import CheckedBackup, RestoreOrder
from pos_app.storage.backup import Manifest
from tests.cli.terminal import noted
from tests.doubles.clock import NOON, FixedClock
from tests.doubles.staff import CASHIER, MANAGER
from tests.doubles.two_books import config_of, open_two_books


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_two_books(tmp_path / "data") as books:
        books.book_here(books.deal())
    return tmp_path / "data"


def test_the_copy_carries_its_audit_log_and_its_head(data: Path, tmp_path: Path) -> None:
    made = back_up(config_of(data), tmp_path / "kept.zip", clock=FixedClock())
    (till,) = (kept for kept in made.manifest.files if kept.name == "till.db")
    assert int(till.totals["audit_rows"]) >= 2
    assert len(str(till.totals["audit_head"])) == 64
    assert isinstance(put_back(config_of(tmp_path / "elsewhere"), made.path), Manifest)


def test_a_log_that_somebody_touched_is_not_backed_up(data: Path, tmp_path: Path) -> None:
    with open_back_office(config_of(data)) as office, office.till_file.write() as database:
        (guard,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_no_update'").fetchone()
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit SET detail = 'nothing happened' WHERE id = 2")
        database.execute(guard)
    with pytest.raises(StoreFault, match="audit log"):
        back_up(config_of(data), tmp_path / "kept.zip", clock=FixedClock())
    assert not (tmp_path / "kept.zip").exists()


def test_a_log_under_another_key_is_not_backed_up(data: Path, tmp_path: Path) -> None:
    (data / "till-audit.key").write_bytes(b"k" * 32)
    with pytest.raises(StoreFault, match="audit log"):
        back_up(config_of(data), tmp_path / "kept.zip", clock=FixedClock())


def test_what_was_ordered_is_put_back_and_the_books_that_came_back_name_both(tmp_path: Path) -> None:
    data, config = tmp_path, config_of(tmp_path)
    with open_two_books(data) as books:
        books.book_here(books.deal())
        made = back_up(config, clock=FixedClock())
        books.book_here(books.deal())
    checked = check_backup(config, made.path)
    assert isinstance(checked, Manifest)
    assert sales_of(checked) == 1
    order = RestoreOrder(CheckedBackup(made.path, made.manifest.made_at, "0", 1), CASHIER, MANAGER)
    assert put_back_as_ordered(config, order, clock=FixedClock()) == made.manifest
    with open_back_office(config) as office:
        assert len(office.books.sales()) == 1
    assert noted(data, "restored") == [
        ("restored", f"{made.path.name} {NOON.isoformat()}", CASHIER.number, MANAGER.number),
    ]
    assert not list(data.glob(".check-*"))


def test_what_is_put_back_from_the_command_line_is_noted_too(data: Path) -> None:
    made = back_up(config_of(data), clock=FixedClock())
    assert isinstance(put_back(config_of(data), made.path, clock=FixedClock()), Manifest)
    assert noted(data, "restored") == [("restored", f"{made.path.name} {NOON.isoformat()}", "", "")]


def test_a_backup_that_was_spoilt_after_its_check_changes_nothing(data: Path) -> None:
    config = config_of(data)
    made = back_up(config, clock=FixedClock())
    order = RestoreOrder(CheckedBackup(made.path, made.manifest.made_at, "0", 1), CASHIER, MANAGER)
    made.path.write_bytes(made.path.read_bytes()[:-40])
    refused = put_back_as_ordered(config, order, clock=FixedClock())
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.BACKUP_NOT_A_BACKUP
    assert noted(data, "restored") == []
