"""The last sale's ticket in the till's file; how often it was copied is in the audit log."""

from pydantic import TypeAdapter
from sqlite_utils import Database

from pos_app.domain.receipt import Receipt
from pos_app.services.last_ticket import PastTicket
from pos_app.services.ports import Clock
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog

_COPIED = "reprint"
_RECEIPT = TypeAdapter(Receipt)
_LAST = """
SELECT sales.sale_no, receipt, unprinted_sales.sale_no IS NULL FROM sales LEFT JOIN unprinted_sales USING (sale_no)
ORDER BY sales.sale_no DESC LIMIT 1"""
_NEWEST_FIRST = "SELECT action, sale_no FROM audit ORDER BY id DESC"


class SqliteTickets:
    """`services.last_ticket.TicketBook` over the till's file."""

    def __init__(self, file: SqliteFile, audit: AuditLog, clock: Clock) -> None:
        self._file = file
        self._audit = audit
        self._clock = clock

    def last(self) -> PastTicket | None:
        with self._file.read() as database:
            row = database.execute(_LAST).fetchone()
            if row is None:
                return None
            sale_no, receipt, is_printed = row
            return PastTicket(_RECEIPT.validate_json(receipt), bool(is_printed), _copies(database, sale_no))

    def note_copy(self, sale_no: str, copy: int, by: str) -> None:
        with self._file.write() as database:
            self._audit.note(database, self._clock.now(), _COPIED, sale_no=sale_no, detail=str(copy), actor=by)


def _copies(database: Database, sale_no: str) -> int:
    """Count back to where the sale became final: of the last sale that is a short way, however long the log."""
    copies = 0
    for action, subject in database.execute(_NEWEST_FIRST):
        if subject == sale_no and action == "final":
            break
        copies += subject == sale_no and action == _COPIED
    return copies
