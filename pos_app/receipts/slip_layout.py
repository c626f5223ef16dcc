"""What the paper of a refund says, row by row."""

from collections.abc import Iterator

from pos_app.domain.refund_slip import RefundSlip, SlipLine
from pos_app.domain.shanghai import local
from pos_app.receipts.columns import width, wrap
from pos_app.receipts.layout import NAME_ROWS, columns_at, receipt_code
from pos_app.receipts.rows import (
    COLUMNS,
    Banner,
    Centred,
    Code,
    Columns,
    Pair,
    ReceiptRow,
    Rule,
    Size,
    Text,
    Title,
    Total,
)
from pos_app.wording import Wording


def lay_out_slip(slip: RefundSlip, wording: Wording, *, columns: int = COLUMNS) -> tuple[ReceiptRow, ...]:
    """Lay the paper of a refund out; what goes back is written with a minus."""
    blocks = (_sale(slip, wording), _goods(slip, wording, columns), _money(slip, wording), _foot(slip, wording))
    rows: list[ReceiptRow] = [*_head(slip, wording, columns)]
    for block in blocks:
        rows += [Rule(), *block]
    return tuple(rows)


def _head(slip: RefundSlip, wording: Wording, columns: int) -> Iterator[ReceiptRow]:
    yield Banner(wording.say("receipt.simulation"))
    yield from (Title(row) for row in wrap(slip.pharmacy, columns_at(Size.LARGE, columns), rows=NAME_ROWS))
    yield Centred(wording.say("receipt.refund.title"), Size.LARGE)
    yield Centred(wording.say("receipt.place", code=slip.pharmacy_code, till=slip.till))


def _sale(slip: RefundSlip, wording: Wording) -> Iterator[ReceiptRow]:
    yield Pair(wording.say("receipt.refund.number", number=slip.refund_no), slip.cashier)
    yield Text(wording.say("receipt.refund.of_sale", number=slip.sale_no))
    yield Text(f"{local(slip.refunded_at):%Y-%m-%d %H:%M:%S}")


def _goods(slip: RefundSlip, wording: Wording, columns: int) -> Iterator[ReceiptRow]:
    yield Columns(*(wording.say(f"receipt.column.{name}") for name in ("goods", "quantity", "amount")))
    for line in slip.lines:
        yield from _line(line, columns)


def _line(line: SlipLine, columns: int) -> Iterator[ReceiptRow]:
    quantity, amount = str(-line.quantity), str(-line.amount)
    *rows, last = wrap(line.name, columns, rows=NAME_ROWS)
    yield from (Text(row) for row in rows)
    if width(last) + width(quantity) + width(amount) + 14 <= columns:
        yield Columns(last, quantity, amount)
    else:
        yield Text(last)
        yield Columns("", quantity, amount)


def _money(slip: RefundSlip, wording: Wording) -> Iterator[ReceiptRow]:
    yield Pair(wording.say("receipt.total", pieces=slip.pieces), str(-slip.total), Size.LARGE)
    if slip.settlement_id:
        yield Pair(wording.say("receipt.refund.insured"), str(-slip.insured), Size.LARGE)
        yield Text(wording.say("receipt.refund.cancelled", number=slip.settlement_id))
    for kind, amount in (("mobile", slip.mobile), ("card", slip.card)):
        if amount:
            yield Pair(wording.say(f"receipt.refund.{kind}"), str(-amount))
    yield Total(wording.say("receipt.refund.cash"), f"￥{slip.cash}")


def _foot(slip: RefundSlip, wording: Wording) -> Iterator[ReceiptRow]:
    yield Code(receipt_code(slip.refund_no))
    yield Centred(wording.say("receipt.refund.keep"))
