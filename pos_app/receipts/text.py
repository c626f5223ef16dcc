"""The ticket as lines of text: for a terminal, a log of papers, a diff."""

from collections.abc import Iterable
from typing import assert_never

from pos_app.receipts.columns import width
from pos_app.receipts.rows import (
    AMOUNT_COLUMNS,
    COLUMNS,
    Article,
    Banner,
    Centred,
    Code,
    Columns,
    Pair,
    ReceiptRow,
    Rule,
    Text,
    Title,
    Total,
)


def render_text(rows: Iterable[ReceiptRow], columns: int = COLUMNS) -> str:
    """Write one line a row, none wider than the paper, none ending in a blank."""
    return "".join(f"{_line(row, columns).rstrip()}\n" for row in rows)


def _line(row: ReceiptRow, columns: int) -> str:  # noqa: C901  one case a kind of row
    match row:
        case Banner(text):
            return _centre(f" {text} ", columns, fill="*")
        case Title(text) | Centred(text):
            return _centre(text, columns)
        case Text(text):
            return text
        case Pair(left, right):
            return _spread(left, right, columns)
        case Article(name, marks):
            return f"{name} {marks}"
        case Columns(left, middle, right):
            amount = _right(right, AMOUNT_COLUMNS)
            return _spread(left, middle + amount, columns)
        case Rule():
            return "-" * columns
        case Total(label, amount):
            return _spread(f"【{label}】" if label else "", amount, columns)
        case Code(content):
            return _centre(f"[{content}]", columns)
        case _:
            assert_never(row)


def _centre(text: str, columns: int, fill: str = " ") -> str:
    left, odd = divmod(max(columns - width(text), 0), 2)
    return fill * left + text + fill * (left + odd)


def _right(text: str, columns: int) -> str:
    return " " * max(columns - width(text), 1) + text


def _spread(left: str, right: str, columns: int) -> str:
    blanks = columns - width(left) - width(right)
    return left + " " * max(blanks, 1 if left else 0) + right
