"""A backup takes all books of a folder, and none whose audit log somebody has touched."""

from pathlib import Path

import pytest

from pos_app.bootstrap import open_back_office
from pos_app.bootstrap.keeping import back_up, put_back
from pos_app.faults import StoreFault
from pos_app.storage.backup import Manifest
from tests.doubles.clock import FixedClock
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
