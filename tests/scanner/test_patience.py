"""Work counts as it is done, and waiting by half."""

import pytest

from pos_app.scanner.patience import Patience


@pytest.mark.parametrize(
    ("works", "passes", "counts"), [(0.4, 0.4, 0.4), (0.1, 0.4, 0.2), (0.0, 0.4, 0.2), (0.3, 0.4, 0.3)]
)
def test_the_larger_of_work_and_half_of_the_time_counts(works: float, passes: float, counts: float) -> None:
    at = {"worked": 5.0, "passed": 9.0}
    patience = Patience(worked=lambda: at["worked"], passed=lambda: at["passed"])
    before = patience()
    at["worked"] += works
    at["passed"] += passes
    assert patience() - before == pytest.approx(counts)
