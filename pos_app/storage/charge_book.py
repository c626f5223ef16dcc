"""The charges of a day out of the till's book, as they are reconciled with the pay channel."""

import json
from collections.abc import Iterable
from datetime import date

from pos_app.domain.charge import ChargeEnd
from pos_app.domain.charge_reconciliation import OwnCharge
from pos_app.domain.money import Money
from pos_app.sqlite import SqliteFile
from pos_app.storage.settled import span_of

_CHARGES = """
SELECT order_no, sale_no, amount_fen, outcome,
  (SELECT coalesce(sum(parts.amount_fen), 0) FROM refund_parts AS parts JOIN refund_endings USING (refund_no)
    WHERE parts.order_no = charges.order_no AND refund_endings.kind = 'final'
    AND parts.id NOT IN (SELECT id FROM refund_parts_in_cash)) AS returned_fen,
  EXISTS (SELECT 1 FROM refund_parts AS parts LEFT JOIN refund_endings USING (refund_no)
    WHERE parts.order_no = charges.order_no AND refund_endings.refund_no IS NULL) AS is_returning
FROM charges LEFT JOIN charge_ends USING (order_no)
WHERE (begun_at >= :begin AND begun_at < :end) OR order_no IN (SELECT value FROM json_each(:orders))
ORDER BY charges.rowid"""


class SqliteChargeBook:
    """`services.reconciliation_ports.OwnCharges` over the till's file."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def charges(self, day: date, also: Iterable[str] = ()) -> tuple[OwnCharge, ...]:
        with self._file.read() as database:
            rows = database.query(_CHARGES, {**span_of(day), "orders": json.dumps(list(also))})
            return tuple(
                OwnCharge(
                    order_no=row["order_no"],
                    sale_no=row["sale_no"],
                    amount=Money(row["amount_fen"]),
                    end=ChargeEnd(row["outcome"]) if row["outcome"] else None,
                    returned=Money(row["returned_fen"]),
                    is_returning=bool(row["is_returning"]),
                )
                for row in rows
            )
