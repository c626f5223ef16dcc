"""The kinds of row a ticket is made of; every face shows every kind."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

COLUMNS = 48  # of an 80 mm printer
AMOUNT_COLUMNS = 10  # `99,999.99` and a blank
TOTAL_FRAME = 5  # the brackets around the label of a total, and a blank


class Size(StrEnum):
    BODY = "body"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Banner:
    """White on black, across the paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Centred:
    text: str
    size: Size = Size.BODY


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    size: Size = Size.BODY


@dataclass(frozen=True, slots=True)
class Pair:
    """Something and, at the right edge, what belongs to it."""

    left: str
    right: str
    size: Size = Size.BODY


@dataclass(frozen=True, slots=True)
class Article:
    """The name of an article, and after it in smaller type what the law and the insurance call it."""

    name: str
    marks: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A row of the goods: text, and two columns set to the right."""

    left: str
    middle: str
    right: str


@dataclass(frozen=True, slots=True)
class Rule:
    pass


@dataclass(frozen=True, slots=True)
class Total:
    """The one amount that matters to the reader."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR symbol of `content`."""

    content: str


ReceiptRow: TypeAlias = Banner | Title | Centred | Text | Pair | Article | Columns | Rule | Total | Code
