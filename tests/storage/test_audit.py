"""The audit log: whoever changes, takes out, puts in, swaps or cuts off rows is found at the first row touched."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.domain.audit import AuditHead, AuditRow, BadRow, Damage, chained, first_bad_row
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.migrations.first_sale import first_sale
from tests.doubles.clock import NOON
from tests.doubles.counter import AUDIT

ROWS = 40
TAMPERS = 1_200
COLUMNS = "id, at, action, sale_no, detail, actor, approver, code"
ON_FILE = 40

Line = tuple[AuditRow, str]
Tamper = Callable[[Random, list[Line]], tuple[list[Line], int, Damage]]


def test_a_log_that_nobody_touched_is_whole(log: SqliteFile) -> None:
    head, bad = AUDIT.verify(log)
    assert (head.count, bad) == (ROWS, None)
    assert AuditHead.parse(str(head)).code == head.code[:16]


def test_another_key_does_not_fit(log: SqliteFile) -> None:
    _, bad = AuditLog(b"another key").verify(log)
    assert bad == BadRow(1, Damage.CHANGED)


@pytest.mark.parametrize("statement", ["UPDATE audit SET detail = 'x'", "DELETE FROM audit"])
def test_the_file_itself_refuses_to_touch_a_row(log: SqliteFile, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), log.write() as database:
        database.execute(statement)


def test_the_file_itself_refuses_a_row_that_does_not_follow(log: SqliteFile) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="follows the last"), log.write() as database:
        database.execute("INSERT INTO audit VALUES (999, '', '', '', '', '', '', ?)", ["0" * 64])


def test_rows_from_before_the_chain_stay_outside_it(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    with closing(SqliteFile(path, (first_sale,))) as old, old.write() as database:
        for action in ("frozen", "final"):
            database.execute("INSERT INTO audit (at, action, sale_no, detail) VALUES ('', ?, '1', '')", [action])
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        with file.write() as database:
            first = AUDIT.note(database, NOON, "frozen", sale_no="2")
        assert first.count == 3
        assert AUDIT.verify(file) == (first, None)


def test_a_tail_cut_after_a_report_was_printed_is_found(log: SqliteFile) -> None:
    with log.write() as database:
        printed = AUDIT.print_head(database, NOON)
    _tamper(log.path, "DELETE FROM audit WHERE id > 30")
    assert AUDIT.verify(log)[1] == BadRow(31, Damage.CUT)
    _tamper(log.path, "DELETE FROM audit_heads")
    assert AUDIT.verify(log)[1] is None  # nothing in the file tells any more; the paper does
    assert AUDIT.verify(log, AuditHead.parse(str(printed)))[1] == BadRow(31, Damage.CUT)


def test_a_chain_made_anew_with_the_stolen_key_does_not_fit_the_paper(log: SqliteFile) -> None:
    paper, _ = AUDIT.verify(log)
    lines = _lines(log)
    lines[9] = replace(lines[9][0], detail="another"), ""
    _tamper(log.path, "DELETE FROM audit")
    with log.write() as database:
        for row, _ in lines:
            AUDIT.note(database, NOON + timedelta(seconds=row.number), row.action, detail=row.detail)
    assert AUDIT.verify(log)[1] is None
    assert AUDIT.verify(log, paper)[1] == BadRow(ROWS, Damage.REBUILT)


@pytest.mark.parametrize(
    "text", ["", "12", "12:", "x:3f9a0c5d7e218b46", "12:3f9a", "12:zzzzzzzzzzzzzzzz", "-1:3f9a0c5d7e218b46"]
)
def test_what_is_no_head_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not the head"):
        AuditHead.parse(text)


def test_every_tamper_is_found_at_the_first_row_it_touched(log: SqliteFile) -> None:
    """Seeds count up from 0; the one that fails is in the message."""
    lines, printed = _lines(log), [AUDIT.verify(log)[0]]
    kinds = list(TAMPERING)
    for seed in range(TAMPERS):
        kind = kinds[seed % len(kinds)]
        tampered, number, damage = TAMPERING[kind](Random(seed), list(lines))  # noqa: S311  a test
        found = first_bad_row(tampered, start=0, printed=printed, code_of=AUDIT._code_of)
        assert found == BadRow(number, damage), f"{kind}, seed {seed}"


def test_a_row_of_another_copy_of_the_log_does_not_fit(log: SqliteFile, tmp_path: Path) -> None:
    """Two copies that went on apart share their key: only what stood before a row tells whose it is."""
    with closing(SqliteFile(tmp_path / "other.db", MIGRATIONS)) as other:
        with other.write() as database:
            for number in range(1, 4):
                AUDIT.note(database, NOON, "final", sale_no=f"{number}")
        mine, theirs = _lines(log), _lines(other)
    moved = [*mine[:2], theirs[2], *mine[3:]]
    assert first_bad_row(moved, start=0, printed=[], code_of=AUDIT._code_of) == BadRow(3, Damage.CHANGED)


def test_tampers_in_the_file_itself_are_found(log: SqliteFile, tmp_path: Path) -> None:
    with log.write() as database:
        AUDIT.print_head(database, NOON)
    for seed in range(ON_FILE):
        random, path = Random(seed), tmp_path / f"copy-{seed}.db"  # noqa: S311  a test
        with closing(sqlite3.connect(path)) as copy:
            log._database.conn.backup(copy)
        number = random.randint(1, ROWS)
        _tamper(path, random.choice(STATEMENTS).format(number=number))
        with closing(SqliteFile(path, MIGRATIONS)) as file:
            bad = AUDIT.verify(file)[1]
        assert bad is not None, f"seed {seed}"
        assert bad.number == number, f"seed {seed}"


STATEMENTS = (
    "UPDATE audit SET detail = detail || '.' WHERE id = {number}",
    "UPDATE audit SET actor = '9999' WHERE id = {number}",
    "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE id = {number}",
    "DELETE FROM audit WHERE id = {number}",
    "DELETE FROM audit WHERE id >= {number}",
    "UPDATE audit SET code = '{number:064}' WHERE id = {number}",
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteFile]:
    with closing(SqliteFile(tmp_path / "till.db", MIGRATIONS)) as file:
        with file.write() as database:
            for number in range(1, ROWS + 1):
                at = NOON + timedelta(seconds=number)
                AUDIT.note(database, at, "final", sale_no=f"{number:013}", detail="收 20", actor="1001", approver="")
        yield file


def _lines(log: SqliteFile) -> list[Line]:
    with log.read() as database:
        return [
            (AuditRow(*fields), code)
            for *fields, code in database.execute(f"SELECT {COLUMNS} FROM audit")  # noqa: S608  columns of ours
        ]


def _tamper(path: Path, statement: str) -> None:
    """Do what somebody with the file and a tool can do: take the triggers away, then anything."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        database = Database(connection)
        for trigger in [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(statement)


def _edited(random: Random, lines: list[Line]) -> tuple[list[Line], int, Damage]:
    place = random.randrange(len(lines))
    field = random.choice(("at", "action", "sale_no", "detail", "actor", "approver"))
    row, code = lines[place]
    lines[place] = replace(row, **{field: getattr(row, field) + random.choice("x0 \n'")}), code
    return lines, place + 1, Damage.CHANGED


def _recoded(random: Random, lines: list[Line]) -> tuple[list[Line], int, Damage]:
    """Edit a row and give it a code, as somebody would who has no key."""
    place = random.randrange(len(lines))
    row = replace(lines[place][0], detail="收 0")
    lines[place] = row, chained(lines[place - 1][1] if place else "", row, AuditLog(random.randbytes(32))._code_of)
    return lines, place + 1, Damage.CHANGED


def _deleted(random: Random, lines: list[Line]) -> tuple[list[Line], int, Damage]:
    place = random.randrange(len(lines) - 1)
    del lines[place : random.randint(place + 1, len(lines) - 1)]
    return lines, place + 1, Damage.MISSING


def _deleted_and_closed_up(random: Random, lines: list[Line]) -> tuple[list[Line], int, Damage]:
    place = random.randrange(len(lines) - 1)
    del lines[place]
    return _renumbered(lines), place + 1, Damage.CHANGED


def _swapped(random: Random, lines: list[Line]) -> tuple[list[Line], int, Damage]:
    first, second = sorted(random.sample(range(len(lines)), 2))
    lines[first], lines[second] = lines[second], lines[first]
    return _renumbered(lines), first + 1, Damage.CHANGED


def _inserted(random: Random, lines: list[Line]) -> tuple[list[Line], int, Damage]:
    place = random.randrange(len(lines) + 1)
    row, code = random.choice(lines)
    lines.insert(place, (replace(row, sale_no="new"), code))
    return _renumbered(lines), place + 1, Damage.CHANGED


def _cut(random: Random, lines: list[Line]) -> tuple[list[Line], int, Damage]:
    place = random.randrange(len(lines))
    return lines[:place], place + 1, Damage.CUT


def _renumbered(lines: list[Line]) -> list[Line]:
    return [(replace(row, number=number), code) for number, (row, code) in enumerate(lines, start=1)]


TAMPERING: dict[str, Tamper] = {
    "edited": _edited,
    "recoded": _recoded,
    "deleted": _deleted,
    "deleted and closed up": _deleted_and_closed_up,
    "swapped": _swapped,
    "inserted": _inserted,
    "cut": _cut,
}
