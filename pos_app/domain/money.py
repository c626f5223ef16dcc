"""Money in whole fen, and the one rounding rule of the counter."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

_FEN_LIMIT = 10**16  # N16,2 of the national messages: fourteen digits before the point
_YUAN_LIMIT = _FEN_LIMIT // 100
_ONE_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True, init=False)
class Money:
    """An amount of yuan counted in fen; an int and nothing else, so 0.1 + 0.2 never happens."""

    fen: int

    def __init__(self, fen: int) -> None:
        """Check and set in one step: a bill is made of fifty amounts."""
        if type(fen) is not int or not -_FEN_LIMIT < fen < _FEN_LIMIT:
            raise ValueError(f"not an amount in fen: {fen!r}")
        object.__setattr__(self, "fen", fen)

    @classmethod
    def of_yuan(cls, yuan: Decimal | str) -> "Money":
        """Read yuan such as `29.80`; ValueError for anything finer than a fen or not a number."""
        try:
            amount = Decimal(yuan)
        except InvalidOperation:
            raise ValueError(f"not an amount in yuan: {yuan!r}") from None
        # Bounds first: arithmetic rounds what is longer than 28 digits, and a huge exponent takes the memory.
        if (
            not amount.is_finite()
            or amount.copy_abs() >= _YUAN_LIMIT
            or amount != amount.quantize(_ONE_FEN, ROUND_DOWN)
        ):
            raise ValueError(f"not an amount in yuan: {yuan!r}")
        return cls(int(amount.scaleb(2)))

    @property
    def yuan(self) -> Decimal:
        return Decimal(self.fen).scaleb(-2)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        """Write yuan with two places and thousands marks: `1,204.33`."""
        return f"{self.yuan:,.2f}"


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    return Money(sum([amount.fen for amount in amounts]))


def line_amount(price: Decimal, quantity: Decimal) -> Money:
    """Multiply yuan (six places) by a quantity (four places), round half up to the fen.

    The rule is the platform's for a line of 2101/2102: price N16,6 times count N16,4 gives N16,2.
    """
    return Money(int((price * quantity).scaleb(2).to_integral_value(ROUND_HALF_UP)))
