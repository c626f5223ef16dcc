"""Numbers that are never given twice: sale numbers and msgids."""

from datetime import datetime
from threading import Lock

from sqlite_utils import Database

from pos_app.domain.shanghai import stamp
from pos_app.sqlite import SqliteFile

_BLOCK = 538  # no divisor of a hundred or of ten thousand: programs that start in one second begin far apart
_MSGID_SEQUENCE = 10_000  # four digits
_OF_ONE_TILL = 100  # two digits, for the messages of one second
_MARK = slice(26, 28)
_DAY = slice(2, 8)


class Numbers:
    """Sale numbers are counted by day inside the commit that uses them; msgid sequences are reserved in blocks.

    A msgid is pharmacy code (12) + yyyyMMddHHmmss (14) + sequence (4). One commit reserves a block of sequences, so
    a message costs no commit of its own and two processes never share one. Where several tills send under one
    pharmacy code, the first two digits of the sequence are the till's, so that none gives what another has given and
    each knows its own.
    """

    def __init__(self, file: SqliteFile, *, pharmacy_code: str, till: str, is_alone: bool = True) -> None:
        self._file = file
        self._pharmacy_code = pharmacy_code
        self._till = till
        self._is_alone = is_alone
        self._lock = Lock()
        self._next = 0
        self._end = 0

    def next_msgid(self, at: datetime) -> str:
        with self._lock:
            if self._next == self._end:
                self._reserve()
            number = self._next
            self._next += 1
        sequence = f"{number % _MSGID_SEQUENCE:04}" if self._is_alone else f"{self._till}{number % _OF_ONE_TILL:02}"
        return f"{self._pharmacy_code}{stamp(at)}{sequence}"

    def is_of_another_till(self, msgid: str) -> bool:
        """Say whether a msgid has the mark of a till that is not this one; a till that is alone knows no other."""
        return not self._is_alone and msgid[_MARK] != self._till

    def next_sale_no(self, database: Database, at: datetime) -> str:
        """Count one up inside the caller's transaction: till (2), yymmdd, number of the day (5)."""
        day = stamp(at)[_DAY]
        return f"{self._till}{day}{count_up(database, f'sale:{self._till}{day}'):05}"

    def next_shift_no(self, database: Database, at: datetime) -> str:
        """Count one up inside the caller's transaction: till (2), yymmdd, number of the day (2)."""
        day = stamp(at)[_DAY]
        return f"{self._till}{day}{count_up(database, f'shift:{self._till}{day}'):02}"

    def next_refund_no(self, database: Database, at: datetime) -> str:
        """Count one up inside the caller's transaction: R, then as a sale number."""
        day = stamp(at)[_DAY]
        return f"R{self._till}{day}{count_up(database, f'refund:{self._till}{day}'):05}"

    def next_bill_no(self, database: Database, at: datetime) -> str:
        """Count one up inside the caller's transaction: a letter, month and day (4), number of the day (3 and more)."""
        day = stamp(at)[_DAY]
        return f"P{day[2:]}{count_up(database, f'bill:{self._till}{day}'):03}"

    def _reserve(self) -> None:
        with self._file.write() as database:
            end = count_up(database, "msgid", _BLOCK)
        self._next, self._end = end - _BLOCK, end  # only now: before the commit the block is not ours


def order_number(sale_no: str, number: int, at: datetime) -> str:
    """Give the number of a charge: its sale, the time, which one of the sale it is.

    The time keeps a till that was put back to an older copy from giving the channel a number it knows already.
    """
    return f"{sale_no}{stamp(at)[8:]}{number:02}"


def count_up(database: Database, name: str, step: int = 1) -> int:
    """Count one number up inside the caller's transaction, and give where it stands."""
    row = database.execute(
        "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + ? "
        "RETURNING value",
        [name, step, step],
    ).fetchone()
    return int(row[0])
