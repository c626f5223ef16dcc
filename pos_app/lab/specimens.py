"""Texts of codes that a till may be shown, invented from a seed; a real one is issued by the customer's phone alone."""

from numpy.random import Generator

_SICHUAN = "51"


def certificate(chance: Generator, *, province: str = _SICHUAN) -> str:
    """Make up the 28 digits of an insurance voucher: 424, 17 unique, 2 random, the province, 0000."""
    return f"424{_digits(chance, 19)}{province}0000"


def _digits(chance: Generator, count: int) -> str:
    return "".join(map(str, chance.integers(0, 10, count)))
