"""One day out of the till's book, for its report; what it costs does not grow with the days before."""

from datetime import date, datetime

from sqlite_utils import Database

from pos_app.domain.money import Money
from pos_app.services.day_report import DaySales, GoodsSum, ReportedSale, TenderSum
from pos_app.sqlite import SqliteFile
from pos_app.storage.journal import Row
from pos_app.storage.settled import span_of

_SALES = """
SELECT sales.*, (SELECT sum(quantity) FROM sale_lines WHERE sale_lines.sale_no = sales.sale_no) AS pieces
FROM sales WHERE sold_at >= :begin AND sold_at < :end ORDER BY sold_at, sale_no"""

_TENDERS = """
SELECT kind, count(*) AS counted, sum(amount_fen) AS amount_fen FROM tenders JOIN sales USING (sale_no)
WHERE sold_at >= :begin AND sold_at < :end AND amount_fen <> 0 GROUP BY kind ORDER BY kind"""

_GOODS = """
SELECT code, name, sum(quantity) AS pieces, sum(amount_fen) AS amount_fen FROM sale_lines JOIN sales USING (sale_no)
WHERE sold_at >= :begin AND sold_at < :end GROUP BY code, name ORDER BY sum(amount_fen) DESC, code"""

_UNSOLD = """
SELECT count(endings.sale_no) AS dropped, count(*) - count(endings.sale_no) AS still_open
FROM intents LEFT JOIN endings USING (sale_no)
WHERE frozen_at >= :begin AND frozen_at < :end AND coalesce(endings.kind, '') <> 'final'"""


_REFUNDS = """
SELECT count(*) AS counted, coalesce(sum(total_fen), 0) AS total_fen FROM refunds JOIN refund_endings USING (refund_no)
WHERE kind = 'final' AND ended_at >= :begin AND ended_at < :end"""


class SqliteDayBook:
    """`services.day_report.DayBook` over the till's file."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def day(self, day: date) -> DaySales:
        span = span_of(day)
        with self._file.read() as database:
            (unsold,), (refunds,) = database.query(_UNSOLD, span), database.query(_REFUNDS, span)
            return DaySales(
                sales=tuple(map(_sale, database.query(_SALES, span))),
                tenders=tuple(
                    TenderSum(row["kind"], row["counted"], Money(row["amount_fen"]))
                    for row in database.query(_TENDERS, span)
                ),
                goods=tuple(_goods(database, span)),
                dropped=unsold["dropped"],
                still_open=unsold["still_open"],
                refunds=refunds["counted"],
                refunded=Money(refunds["total_fen"]),
            )


def _goods(database: Database, span: dict[str, str]) -> list[GoodsSum]:
    return [
        GoodsSum(row["code"], row["name"], row["pieces"], Money(row["amount_fen"]))
        for row in database.query(_GOODS, span)
    ]


def _sale(row: Row) -> ReportedSale:
    return ReportedSale(
        sale_no=row["sale_no"],
        sold_at=datetime.fromisoformat(row["sold_at"]),
        person=row["person"],
        pieces=row["pieces"],
        total=Money(row["total_fen"]),
        fund=Money(row["fund_fen"]),
        account=Money(row["account_fen"]),
        shared=Money(row["shared_fen"]),
        customer=Money(row["customer_fen"]),
        settlement_id=row["settlement_id"] or "",
        msgid=row["msgid"] or "",
    )
