"""What is committed says nothing of the machine it was written on, and pins what it installs."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT, tracked_texts

# Written in pieces, so that this file does not find itself.
PERSONAL_PATHS = re.compile(
    "|".join(("/ho" + r"me/\w", "/ro" + r"ot\b", "/Us" + r"ers/\w", r"[A-Z]:\\Us" + r"ers\\", "/mn" + r"t/\w"))
)


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = [
        f"{name}:{number} {line.strip()[:80]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if PERSONAL_PATHS.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["/ho" + "me/ann/till", "cd /ro" + "ot", "C:\\Us" + "ers\\ann"])
def test_a_planted_path_is_found(path: str) -> None:
    assert PERSONAL_PATHS.search(path)


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [Requirement(row) for row in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]
    pins = dict(_pins())
    assert [str(row) for row in wanted if pins.get(canonicalize_name(row.name), "") not in row.specifier] == []


def _pins() -> list[tuple[str, str]]:
    rows = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").split()
    return [(canonicalize_name(name), version) for name, _, version in (row.partition("==") for row in rows)]
