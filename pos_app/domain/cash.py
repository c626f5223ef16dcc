"""Cash across the counter: reading what was typed, offering round sums."""

import re

from pos_app.domain.money import Money

_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{0,2})?", re.ASCII)
_ROUND_FEN = (500, 1000, 5000, 10000)


def parse_cash(text: str) -> Money | None:
    """Read yuan as a cashier types them: `50`, `29.`, `29.8`, `29.80`; None for anything else."""
    typed = text.strip()
    return Money.of_yuan(typed) if _AMOUNT.fullmatch(typed) else None


def format_cash(amount: Money) -> str:
    """Write an amount as it may be typed, without thousands marks."""
    return f"{amount.yuan:.2f}"


def quick_amounts(due: Money) -> tuple[Money, ...]:
    """Give the exact sum and the next round ones that notes make: 5, 10, 50, 100; each once, rising."""
    if not due:
        return ()
    rounded = {-(-due.fen // step) * step for step in _ROUND_FEN}
    return (due, *(Money(fen) for fen in sorted(rounded - {due.fen})))


def stepped(due: Money, given: Money | None, step: int) -> Money:
    """Give the next of the offered sums above what was given, or below it; at either end, the end."""
    offered = quick_amounts(due)
    if step > 0:
        return next((amount for amount in offered if given is None or amount > given), offered[-1])
    return next((amount for amount in reversed(offered) if given is not None and amount < given), offered[0])
