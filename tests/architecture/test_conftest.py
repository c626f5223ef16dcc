"""The rules of `tests/conftest.py` bite: shown on a small test file, run in a pytest of its own."""

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

CONFTEST = ROOT / "tests" / "conftest.py"
PLANTED = """
import logging, os
from hypothesis import given, strategies

def test_unexpected():
    logging.getLogger("pos_app.drawer").warning("the drawer is open")

def test_looked_at(caplog):
    logging.getLogger("pos_app.drawer").warning("the drawer is open")

def test_information():
    logging.getLogger("pos_app.drawer").info("the drawer is shut")

def test_of_a_vendor():
    logging.getLogger("vendor").warning("a new version is out")

def test_without_a_screen():
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

@given(strategies.integers())
def test_law(number):
    assert number < 5
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("planted")
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_planted.py").write_text(PLANTED, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "--rootdir", str(folder)]
    there = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=there, capture_output=True, text=True, check=False).stdout


def test_only_the_log_record_that_nobody_expects_is_an_error(told: str) -> None:
    assert "ERROR test_planted.py::test_unexpected" in told
    assert "1 failed, 5 passed, 1 error" in told


def test_what_hypothesis_found_can_be_repeated(told: str) -> None:
    assert "FAILED test_planted.py::test_law" in told
    assert "@reproduce_failure(" in told
