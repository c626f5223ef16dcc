"""A desk for each test of the use cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.money import Money
from tests.doubles.counter import insured
from tests.doubles.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a till whose one insured person has 30.00 yuan: 5.50 too little for the usual basket."""
    opened = Desk(tmp_path / "till.db")
    opened.platform.insure(insured().person_no, Money(3000))
    yield opened
    opened.close()
