"""What the small ticket says, row by row, for whatever shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pos_app.domain.money import Money
from pos_app.domain.receipt import Receipt, ReceiptInsurance, ReceiptLine
from pos_app.domain.shanghai import local
from pos_app.receipts.columns import width, wrap
from pos_app.receipts.rows import (
    AMOUNT_COLUMNS,
    COLUMNS,
    TOTAL_FRAME,
    Article,
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

NAME_ROWS = 4  # a longer name is cut: paper is not free and no drug needs more
_INDENT = "  "


def lay_out(
    receipt: Receipt, wording: Wording, *, second: Wording | None = None, columns: int = COLUMNS, copy: int = 0
) -> tuple[ReceiptRow, ...]:
    """Lay a ticket out; `second` adds another language beside the first, `copy` marks a reprint with its number."""
    ticket = _Ticket(receipt, (wording,) if second is None else (wording, second), columns, copy)
    rows: list[ReceiptRow] = [*ticket.head()]
    for block in (ticket.sale(), ticket.goods(), ticket.payment(), ticket.insurance()):
        rows += [Rule(), *block]
    return (*rows, *ticket.foot())


def receipt_code(sale_no: str) -> str:
    """Write the code at the foot of a ticket, the form that `domain.code.classify` reads."""
    return f"RCPT:{sale_no}"


@dataclass(frozen=True, slots=True)
class _Ticket:
    receipt: Receipt
    languages: tuple[Wording, ...]
    columns: int
    copy: int

    def head(self) -> Iterator[ReceiptRow]:
        receipt = self.receipt
        yield Banner(self.languages[0].say("receipt.simulation"))
        yield from self._copy_mark()
        yield from (Title(row) for row in self._wrap(receipt.pharmacy, Size.LARGE))
        if self._is_bilingual:
            yield from (Centred(row) for row in self._wrap(receipt.pharmacy_en))
        yield Centred(self._say("title"), Size.LARGE)
        for words in self.languages:
            place = words.say("receipt.place", code=receipt.pharmacy_code, till=receipt.till)
            yield from self._centred(place)

    def sale(self) -> Iterator[ReceiptRow]:
        sold_at = local(self.receipt.sold_at)
        number, cashier = f"{self._say('sale_no')} {self.receipt.sale_no}", self._say("cashier")
        yield from self._pair(number, f"{cashier} {self.receipt.cashier}")
        yield Text(f"{sold_at:%Y-%m-%d %H:%M:%S}")

    def goods(self) -> Iterator[ReceiptRow]:
        for words in self.languages:
            heading = (words.say(f"receipt.column.{name}") for name in ("goods", "price", "amount"))
            yield from self._columns(*heading)
        for line in self.receipt.lines:
            yield from self._line(line)

    def payment(self) -> Iterator[ReceiptRow]:
        receipt = self.receipt
        yield from self._amount("total", receipt.total, Size.LARGE, pieces=receipt.pieces)
        if receipt.insurance is not None:
            yield from self._amount("fund", receipt.fund, Size.LARGE)
            # the platform's acct_pay is both accounts together, and the slip names the family's part of it
            yield from self._amount("account", receipt.account + receipt.shared, Size.LARGE)
            if receipt.shared:
                yield from self._amount("shared", receipt.shared)
        yield from self._total(self._say("customer"), f"￥{receipt.customer}")
        for charged, amount in (("mobile", receipt.mobile), ("card", receipt.card)):
            if amount:
                yield from self._amount(charged, amount)
        if receipt.cash_given:
            yield from self._amount("cash_given", receipt.cash_given)
            yield from self._amount("change", receipt.change)
        if receipt.insurance is not None:
            yield from self._pair(self._say("balance"), self._balance(receipt.insurance), Size.LARGE)

    def insurance(self) -> Iterator[ReceiptRow]:
        insurance = self.receipt.insurance
        if insurance is None:
            yield from self._texts(self._say("without_insurance"))
            return
        for words in self.languages:
            known = (("insurance", insurance.insurance), ("area", insurance.area))
            cover = " · ".join(_named(words, table, code) for table, code in known if code)
            yield from self._pair(f"{words.say('receipt.person')} {insurance.person}", cover)
        yield from self._texts(f"{self._say('settlement')} {insurance.settlement_id}")
        yield from self._texts(f"{self._say('visit')} {insurance.visit_id}")
        yield from self._texts(f"{self._say('message')} {insurance.msgid}")

    def foot(self) -> Iterator[ReceiptRow]:
        yield Code(receipt_code(self.receipt.sale_no))
        for words in self.languages:
            for name in ("keep", "returns"):
                yield from self._centred(words.say(f"receipt.{name}"))
        yield from self._copy_mark()

    @property
    def _is_bilingual(self) -> bool:
        return len(self.languages) > 1

    def _copy_mark(self) -> Iterator[ReceiptRow]:
        if self.copy:
            yield Title(self._say("copy", number=self.copy))

    def _line(self, line: ReceiptLine) -> Iterator[ReceiptRow]:
        marks = [" ".join(words.say(f"charge_class.{line.class_code}") for words in self.languages)]
        if line.is_prescription:
            marks.append(self._say("prescription"))
        if self.receipt.insurance is not None and not line.payable_by_account:
            marks.append(self._say("own_pay"))
        yield from self._article(f"{line.name} {line.spec}", " ".join(marks))
        if self._is_bilingual:
            yield from self._texts(line.name_en)
        origin = f"{line.maker} {self.languages[0].say('receipt.lot', lot=line.lot, expiry=line.expiry)}"
        yield from self._columns(origin, f"{line.quantity}×{line.price}", str(line.amount))
        if line.reduction:
            yield from self._pair("", self._say("reduction", amount=line.reduction))

    def _article(self, name: str, marks: str) -> Iterator[ReceiptRow]:
        *rows, last = self._wrap(name, Size.LARGE)
        yield from (Text(row, Size.LARGE) for row in rows)
        room = columns_at(Size.LARGE, self.columns) - width(last) - 1
        if width(marks) <= room:
            yield Article(last, marks)
        else:
            yield Text(last, Size.LARGE)
            yield from self._texts(marks)

    def _balance(self, insurance: ReceiptInsurance) -> str:
        return self._say("balance_hidden") if insurance.balance is None else str(insurance.balance)

    def _say(self, key: str, /, **values: object) -> str:
        return " ".join(words.say(f"receipt.{key}", **values) for words in self.languages)

    def _wrap(self, text: str, size: Size = Size.BODY) -> tuple[str, ...]:
        return wrap(text, columns_at(size, self.columns), rows=NAME_ROWS)

    def _texts(self, text: str) -> Iterator[ReceiptRow]:
        return (Text(row) for row in self._wrap(text))

    def _centred(self, text: str) -> Iterator[ReceiptRow]:
        return (Centred(row) for row in self._wrap(text))

    def _amount(self, name: str, amount: Money, size: Size = Size.BODY, **values: object) -> Iterator[ReceiptRow]:
        indent = _INDENT if name == "shared" else ""
        return self._pair(self._say(name, **values), str(amount), size, indent=indent)

    def _pair(self, left: str, right: str, size: Size = Size.BODY, *, indent: str = "") -> Iterator[ReceiptRow]:
        """Put two texts on one row, or the second on a row of its own where they do not fit."""
        columns = columns_at(size, self.columns)
        *rows, last = wrap(left, columns - width(indent), rows=NAME_ROWS)
        yield from (Text(indent + row, size) for row in rows)
        right_rows = wrap(right, columns, rows=NAME_ROWS)
        if width(indent + last) + 1 + width(right_rows[0]) <= columns:
            yield Pair(indent + last, right_rows[0], size)
            right_rows = right_rows[1:]
        else:
            yield Text(indent + last, size)
        yield from (Pair("", row, size) for row in right_rows)

    def _total(self, label: str, amount: str) -> Iterator[ReceiptRow]:
        if width(label) + width(amount) + TOTAL_FRAME > self.columns:
            yield from (Text(row, Size.LARGE) for row in self._wrap(label, Size.LARGE))
            label = ""
        yield Total(label, amount)

    def _columns(self, left: str, middle: str, right: str) -> Iterator[ReceiptRow]:
        taken = width(middle) + 1 + max(width(right) + 1, AMOUNT_COLUMNS)
        *rows, last = self._wrap(left)
        yield from (Text(row) for row in rows)
        if width(last) + taken <= self.columns:
            yield Columns(last, middle, right)
        else:
            yield Text(last)
            yield from self._figures(middle, right)

    def _figures(self, middle: str, right: str) -> Iterator[ReceiptRow]:
        if width(middle) + 1 + max(width(right) + 1, AMOUNT_COLUMNS) <= self.columns:
            yield Columns("", middle, right)
        else:
            yield Pair("", middle)
            yield Pair("", right)


def columns_at(size: Size, columns: int) -> int:
    """Say how many columns a size has: large characters take a fifth more room."""
    return columns if size is Size.BODY else columns * 5 // 6


def _named(words: Wording, table: str, code: str) -> str:
    """Say what a code of the platform stands for; an unknown one stands for itself."""
    key = f"receipt.{table}.{code}"
    return words.say(key) if words.knows(key) else code
