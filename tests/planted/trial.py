"""Run the test that is to catch a defect, with the defect planted, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.planted.defects import Defect
from tests.planted.plugin import VARIABLE

_ROOT = Path(__file__).parents[2]
_TESTS_FAILED = 1  # pytest's exit code; another one would say that the test does not exist or could not begin


def is_caught(defect: Defect) -> bool:
    return _run(defect.caught_by, defect.name) == _TESTS_FAILED


def passes_without(defect: Defect) -> bool:
    return _run(defect.caught_by, None) == 0


def _run(test: str, planted: str | None) -> int:
    """Run as few plugins as the tests need: no coverage, no workers, no random order."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
    if planted is not None:
        environment[VARIABLE] = planted
    words = ("-x", "-q", "--no-header", "--no-summary", "-p", "tests.planted.plugin")
    off = ("-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *off, test],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    return run.returncode
