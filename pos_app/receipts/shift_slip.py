"""What an X or Z report says, row by row, for whatever shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pos_app.domain.money import ZERO, Money
from pos_app.domain.shanghai import business_day, local
from pos_app.domain.shift import DrawerKind, Ending, ShiftReport
from pos_app.receipts.columns import wrap
from pos_app.receipts.rows import (
    COLUMNS,
    Banner,
    Centred,
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

_REASON_ROWS = 3
_MINUS = "\u2212"  # the sign of typography: a hyphen is easily overlooked
_SIGNS = {DrawerKind.CHANGE: _MINUS, DrawerKind.OUT: _MINUS, DrawerKind.REFUND: _MINUS}


def lay_out_report(report: ShiftReport, wording: Wording) -> tuple[ReceiptRow, ...]:
    slip = _Slip(report, wording)
    rows: list[ReceiptRow] = [*slip.head()]
    for block in (slip.shift(), slip.takings(), slip.drawer(), slip.foot()):
        rows += [Rule(), *block]
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Slip:
    report: ShiftReport
    wording: Wording

    def head(self) -> Iterator[ReceiptRow]:
        report, say = self.report, self.wording.say
        yield Banner(say("receipt.simulation"))
        yield Title(report.pharmacy)
        kind = "z" if report.figures.ending else "x"
        yield Centred(say(f"shift_slip.title_{kind}", number=report.number), Size.LARGE)
        yield Centred(say("receipt.place", code=report.pharmacy_code, till=report.till))

    def shift(self) -> Iterator[ReceiptRow]:
        say, shift, ending = self.wording.say, self.report.figures.shift, self.report.figures.ending
        yield Pair(say("shift_slip.shift", number=shift.shift_no), say("shift_slip.cashier", badge=shift.badge))
        yield Pair(say("shift_slip.day"), f"{business_day(shift.opened_at)}")
        yield Pair(say("shift_slip.opened"), f"{local(shift.opened_at):%Y-%m-%d %H:%M:%S}")
        made = say("shift_slip.closed") if ending else say("shift_slip.made")
        yield Pair(made, f"{local(self.report.made_at):%Y-%m-%d %H:%M:%S}")
        if shift.is_automatic:
            yield from self._texts(say("shift_slip.automatic"))

    def takings(self) -> Iterator[ReceiptRow]:
        say, takings = self.wording.say, self.report.figures.takings
        yield Pair(say("shift_slip.sales", count=takings.sales), str(takings.sold), Size.LARGE)
        for kind, amount in takings.tenders.items():
            yield Pair(f"  {self._tender(kind)}", str(amount))
        yield Pair(say("shift_slip.refunds", count=takings.refunds), str(takings.refunded), Size.LARGE)
        for kind, amount in takings.returns.items():
            yield Pair(f"  {self._tender(kind)}", f"{_MINUS}{amount}")

    def drawer(self) -> Iterator[ReceiptRow]:
        say, drawer = self.wording.say, self.report.figures.drawer
        for kind, amount in drawer.sums.items():
            sign = _SIGNS.get(kind, "+") if amount else ""
            yield Pair(say(f"shift_slip.drawer.{kind}"), f"{sign}{amount}")
        yield Total(say("shift_slip.expected"), f"￥{drawer.expected}")
        if self.report.figures.ending:
            yield from self._count(self.report.figures.ending)

    def foot(self) -> Iterator[ReceiptRow]:
        say, takings = self.wording.say, self.report.figures.takings
        if takings.open_sales or takings.parked_bills:
            yield from self._texts(
                say("shift_slip.carried", open_sales=takings.open_sales, parked=takings.parked_bills)
            )
        yield from self._texts(say("shift_slip.audit", count=self.report.head.count))
        yield Text(str(self.report.head))
        closing = "shift_slip.foot_z" if self.report.figures.ending else "shift_slip.foot_x"
        yield Centred(say(closing))

    def _count(self, ending: Ending) -> Iterator[ReceiptRow]:
        say = self.wording.say
        for kind, pieces in ending.count.pieces.items():
            yield Columns(say("shift_slip.piece", value=kind), f"×{pieces}", str(Money(kind.fen * pieces)))
        yield Total(say("shift_slip.counted"), f"￥{ending.count.total}")
        amount = f"{ending.difference.yuan:+,.2f}".replace("-", _MINUS)
        yield Pair(self._difference(ending.difference), amount if ending.difference else "0.00", Size.LARGE)
        if ending.difference:
            yield from self._texts(say("shift_slip.reason", reason=ending.reason))
            yield from self._texts(say("shift_slip.approver", badge=ending.approver))

    def _difference(self, difference: Money) -> str:
        if not difference:
            return self.wording.say("shift_slip.even")
        return self.wording.say("shift_slip.over" if difference > ZERO else "shift_slip.short")

    def _tender(self, kind: str) -> str:
        key = f"shift_slip.tender.{kind}"
        return self.wording.say(key) if self.wording.knows(key) else kind

    def _texts(self, text: str) -> Iterator[ReceiptRow]:
        return (Text(row) for row in wrap(text, COLUMNS, rows=_REASON_ROWS))
