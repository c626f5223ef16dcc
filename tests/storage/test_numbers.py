"""A number is given once: by one till, by two in one process, by many processes, after a failed commit."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from pos_app.faults import StoreFault
from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from tests.doubles.clock import NOON
from tests.doubles.counter import PHARMACY_CODE, TILL

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    opened = SqliteFile(tmp_path / "till.db", MIGRATIONS)
    yield opened
    opened.close()


def numbers_of(file: SqliteFile, *, is_alone: bool = True) -> Numbers:
    return Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL, is_alone=is_alone)


def sale_no(file: SqliteFile, at: datetime) -> str:
    with file.write() as database:
        return numbers_of(file).next_sale_no(database, at)


def test_a_msgid_is_the_pharmacy_the_local_second_and_a_sequence(file: SqliteFile) -> None:
    numbers = numbers_of(file)
    assert numbers.next_msgid(NOON) == f"{PHARMACY_CODE}202611211200000000"
    assert numbers.next_msgid(NOON + timedelta(hours=12)) == f"{PHARMACY_CODE}202611220000000001"


def test_msgids_of_one_second_differ_over_many_blocks(file: SqliteFile) -> None:
    numbers = numbers_of(file)
    given = [numbers.next_msgid(NOON) for _ in range(1_700)]
    assert len(set(given)) == len(given)
    assert {len(msgid) for msgid in given} == {30}


def test_two_tills_on_one_file_never_share_a_msgid(file: SqliteFile) -> None:
    one, other = numbers_of(file), numbers_of(file)
    given = [numbers.next_msgid(NOON) for _ in range(800) for numbers in (one, other)]
    assert len(set(given)) == len(given)


@pytest.mark.parametrize("is_alone", [True, False])
def test_programs_of_a_till_that_start_in_one_second_never_share_a_msgid(file: SqliteFile, *, is_alone: bool) -> None:
    given = [
        numbers.next_msgid(NOON)
        for numbers in (numbers_of(file, is_alone=is_alone) for _ in range(7))
        for _ in range(10)
    ]
    assert len(set(given)) == len(given)


def test_many_processes_never_share_a_number(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS
from tests.doubles.clock import NOON
from tests.storage.test_numbers import numbers_of, sale_no
file = SqliteFile(Path(sys.argv[1]), MIGRATIONS)
numbers = numbers_of(file)
for _ in range(60):
    print(numbers.next_msgid(NOON), sale_no(file, NOON))
"""
    command = [sys.executable, "-c", program, str(tmp_path / "till.db")]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    given = [word for process in running for word in process.communicate(timeout=300)[0].split()]
    assert len(given) == len(set(given)) == 3 * 60 * 2


class _Unlucky(SqliteFile):
    """A file whose commits can be made to fail."""

    is_full = False

    @contextmanager
    def write(self) -> Iterator[Database]:
        with super().write() as database:
            yield database
            if self.is_full:
                raise StoreFault("full")


def test_a_block_that_was_not_committed_is_not_used(tmp_path: Path) -> None:
    file = _Unlucky(tmp_path / "till.db", MIGRATIONS)
    numbers = numbers_of(file)
    file.is_full = True
    with pytest.raises(StoreFault):
        numbers.next_msgid(NOON)
    file.is_full = False
    others = {numbers_of(file).next_msgid(NOON) for _ in range(3)}
    assert numbers.next_msgid(NOON) not in others
    file.close()


def test_sale_numbers_count_within_a_day_of_the_counter(file: SqliteFile) -> None:
    before_midnight = datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)
    midnight = datetime(2026, 11, 21, 16, 0, 0, tzinfo=UTC)
    given = [sale_no(file, at) for at in (before_midnight, before_midnight, midnight, before_midnight, midnight)]
    assert given == ["0126112100001", "0126112100002", "0126112200001", "0126112100003", "0126112200002"]


def test_a_sale_number_of_a_failed_transaction_is_given_again(file: SqliteFile) -> None:
    def fail() -> None:
        with file.write() as database:
            numbers_of(file).next_sale_no(database, NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert sale_no(file, NOON) == "0126112100001"


def test_tills_under_one_pharmacy_code_mark_their_msgids_and_know_each_others(file: SqliteFile) -> None:
    one, two = (Numbers(file, pharmacy_code=PHARMACY_CODE, till=till, is_alone=False) for till in ("01", "02"))
    mine, theirs = [one.next_msgid(NOON) for _ in range(100)], [two.next_msgid(NOON) for _ in range(100)]
    assert len({*mine, *theirs}) == 200
    assert {len(msgid) for msgid in (*mine, *theirs)} == {30}
    assert not any(map(one.is_of_another_till, mine))
    assert all(map(one.is_of_another_till, theirs))
    assert one.is_of_another_till("of another system")
    assert not any(map(numbers_of(file).is_of_another_till, (*mine, *theirs, "of another system")))
