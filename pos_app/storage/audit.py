"""The audit log in the till's file, chained by HMAC-SM3 under a key that lies beside the file."""

from collections.abc import Iterator
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from sqlite_utils import Database

from pos_app.domain.audit import AuditHead, AuditRow, BadRow, chained, first_bad_row, first_code
from pos_app.sqlite import SqliteFile, insert

_LAST = "SELECT id, code FROM audit WHERE id > (SELECT row FROM audit_start) ORDER BY id DESC LIMIT 1"

_COLUMNS = "id, at, action, sale_no, detail, actor, approver"


class AuditLog:
    """Adds rows within the commit of what they tell of, and finds the first row that somebody has touched.

    Whoever has the file and the key can make another chain; the heads that Z reports print are held against that.
    """

    def __init__(self, key: bytes) -> None:
        self._keyed = HMAC(key, SM3())

    def note(
        self,
        database: Database,
        at: datetime,
        action: str,
        *,
        sale_no: str = "",
        detail: str = "",
        actor: str = "",
        approver: str = "",
    ) -> AuditHead:
        """Add a row inside the caller's transaction; no secret may be in any of its words."""
        last = self.head(database)
        row = AuditRow(last.count + 1, at.isoformat(), action, sale_no, detail, actor, approver)
        code = chained(last.code, row, self._code_of)
        database.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _values(row, code))
        return AuditHead(row.number, code)

    def head(self, database: Database) -> AuditHead:
        """Give the last row's place and code, which the next row will follow."""
        row = database.execute(_LAST).fetchone()
        if row:
            return AuditHead(int(row[0]), str(row[1]))
        start = _start(database)
        return AuditHead(start, first_code(start, self._code_of))

    def print_head(self, database: Database, at: datetime) -> AuditHead:
        """Give the head for paper, and keep that it was printed."""
        head = self.head(database)
        row = {"count": head.count, "code": head.code, "printed_at": at.isoformat()}
        insert(database, "audit_heads", row)
        return head

    def verify(self, file: SqliteFile, *papers: AuditHead) -> tuple[AuditHead, BadRow | None]:
        """Walk the whole log and hold it against every head that was printed, and those read off `papers`."""
        with file.read() as database:
            kept = [AuditHead(*row) for row in database.execute("SELECT count, code FROM audit_heads")]
            start = _start(database)
            bad = first_bad_row(_rows(database, start), start=start, printed=[*kept, *papers], code_of=self._code_of)
            return self.head(database), bad

    def newest(self, file: SqliteFile, *, before: int, limit: int) -> tuple[AuditRow, ...]:
        """Give the newest rows first, from below a row's number; 0 stands for the end of the log."""
        with file.read() as database:
            below = "WHERE id < :before OR :before = 0 ORDER BY id DESC LIMIT :limit"
            found = database.execute(f"SELECT {_COLUMNS} FROM audit {below}", {"before": before, "limit": limit})  # noqa: S608  columns of ours
            return tuple(AuditRow(*row) for row in found)

    def _code_of(self, content: bytes) -> str:
        code = self._keyed.copy()
        code.update(content)
        return code.finalize().hex()


def _values(row: AuditRow, code: str) -> list[object]:
    return [row.number, row.at, row.action, row.sale_no, row.detail, row.actor, row.approver, code]


def _start(database: Database) -> int:
    return int(database.execute("SELECT row FROM audit_start").fetchone()[0])


def _rows(database: Database, start: int) -> Iterator[tuple[AuditRow, str]]:
    for *fields, code in database.execute(f"SELECT {_COLUMNS}, code FROM audit WHERE id > ? ORDER BY id", [start]):  # noqa: S608  columns of ours
        yield AuditRow(*fields), str(code)
