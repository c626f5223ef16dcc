"""The suite catches what somebody breaks: a few defects here, all of them by `python -m tests.planted`."""

import os

import pytest

from tests.planted.defects import DEFECTS, Defect
from tests.planted.trial import is_caught, passes_without

pytestmark = pytest.mark.long

QUICK = frozenset({"no tombstone", "float money", "msgids repeat", "drop on no answer"})
CHOSEN = [one for one in DEFECTS if one.name in QUICK or os.environ.get("POS_APP_CAMPAIGN") == "full"]


@pytest.mark.parametrize("defect", CHOSEN, ids=lambda defect: defect.name)
def test_a_planted_defect_is_caught_by_the_test_that_is_named_for_it(defect: Defect) -> None:
    assert is_caught(defect)


def test_there_are_enough_defects_and_each_has_a_name_of_its_own() -> None:
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS) >= 15


def test_a_test_that_catches_a_defect_passes_without_it() -> None:
    assert passes_without(DEFECTS[0])
