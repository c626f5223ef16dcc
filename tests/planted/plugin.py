"""A pytest plugin, `-p tests.planted.plugin`, that plants the defect a variable names before anything is collected."""

import os

import pytest

from tests.planted.defects import DEFECTS

VARIABLE = "POS_APP_PLANTED"


def pytest_configure(config: pytest.Config) -> None:
    """Plant what the variable names; without one, nothing."""
    name = os.environ.get(VARIABLE)
    if name is None:
        return
    patches = pytest.MonkeyPatch()
    next(defect for defect in DEFECTS if defect.name == name).plant(patches.setattr)
    config.add_cleanup(patches.undo)
