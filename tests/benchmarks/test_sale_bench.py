"""The till's benchmarks count right and leave nothing behind; how fast this machine is, no test asserts."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.cli import run
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import Books
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.past_sales import write_past_sales


def test_a_sale_makes_two_durable_commits_at_the_till_and_two_at_the_platform(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data", str(tmp_path), "bench", "sale", "--count", "10", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sales"], told["till_commits"], told["platform_commits"]) == (10, 2, 2)
    assert list(tmp_path.iterdir()) == []


def test_the_counter_is_opened_on_a_new_book_and_on_one_with_a_past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data", str(tmp_path), "--lang", "en", "bench", "open", "--sales", "120", "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["sales"] == 120
    assert told.err == "120 past sales made\n"
    assert list(tmp_path.iterdir()) == []


def test_a_book_with_a_past_keeps_every_law(tmp_path: Path) -> None:
    told: list[int] = []
    write_past_sales(tmp_path / "till.db", sales=300, tell=told.append)
    assert told == [300]
    with closing(SqliteFile(tmp_path / "till.db", MIGRATIONS)) as file:
        books = Books(file)
        assert {law: rows for law, rows in books.broken().items() if rows} == {}
        assert sum(sale.state == "final" for sale in books.sales()) == 300
