"""What the tests begin with is what the program makes: a copied new file differs in nothing from one of migrations."""

from contextlib import closing
from pathlib import Path

import pytest

from pos_app.sqlite import Migration, SqliteFile
from pos_app.storage.migrations import MIGRATIONS as TILL
from pos_app.verifier.store.migrations import MIGRATIONS as VERIFIER
from tests.doubles.new_books import copied_from_the_first, made_by_migrations


def _contents(path: Path, migrations: tuple[Migration, ...]) -> list[str]:
    with closing(SqliteFile(path, migrations)) as file, file.read() as database:
        marks = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "user_version")]
        rows = [f"{table.name}: {row}" for table in database.tables for row in table.rows]
        return [*map(str, marks), database.schema, *rows]


@pytest.mark.parametrize("migrations", [TILL, VERIFIER], ids=["till", "verifier"])
def test_a_copied_book_is_one_that_migrations_make(tmp_path: Path, migrations: tuple[Migration, ...]) -> None:
    with made_by_migrations():
        made = _contents(tmp_path / "made.db", migrations)
    copied = [_contents(tmp_path / f"copied-{number}.db", migrations) for number in range(2)]
    assert copied == [made, made]


def test_a_book_that_is_there_is_left_alone(tmp_path: Path) -> None:
    def noted(path: Path) -> SqliteFile:
        return SqliteFile(path, TILL)

    (tmp_path / "schemas").mkdir()
    with copied_from_the_first(tmp_path / "schemas"):
        with closing(noted(tmp_path / "till.db")) as file, file.write() as database:
            database.execute("CREATE TABLE ours (row)")
        with closing(noted(tmp_path / "till.db")) as file, file.read() as database:
            assert database.execute("SELECT count(*) FROM ours").fetchone()[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["schemas", "till.db"]
