"""The wheel holds what the program needs, and runs from an environment that has nothing else."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

import pos_app

pytestmark = [pytest.mark.packaging, pytest.mark.long]

ROOT = Path(__file__).parents[2]
COMMANDS_THAT_REPORT = [["doctor"], ["people"], ["goods", "感冒"], ["journal"], ["ledger"], ["tasks"]]
EVERY_MODULE = """
import importlib, pkgutil, pos_app
names = {found.name for found in pkgutil.walk_packages(pos_app.__path__, "pos_app.")} - {"pos_app.__main__"}
for name in sorted(names):
    importlib.import_module(name)
print(len(names))
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """An environment that holds the wheel and its runtime dependencies, and a home folder of its own."""

    binaries: Path
    home: Path

    def run(self, *words: str, succeeds: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of its programs as a person without a screen would, away from the checkout."""
        return _run([str(self.binaries / words[0]), *words[1:]], self.home, self._environment(), succeeds=succeeds)

    def _environment(self) -> Mapping[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return {**inherited, "HOME": str(self.home), "LANG": "C.UTF-8", "POS_APP_DATA": str(self.home / "till")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    _run(build, folder, os.environ)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder / "environment")
    binaries = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
    pins = ROOT / ".ci" / "constraints.txt"
    pip = [sys.executable, "-m", "pip", "--python", str(binaries / "python"), "--disable-pip-version-check"]
    _run([*pip, "install", "-qq", "--no-compile", "--constraint", str(pins), str(wheel)], folder, os.environ)
    (folder / "home").mkdir()
    return Installation(binaries, folder / "home")


def test_the_wheel_holds_every_module_every_asset_and_the_licence(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "pos_app").rglob("*.py")}
    assets = {f"pos_app/_{path.relative_to(ROOT)}" for path in (ROOT / "assets").rglob("*") if path.is_file()}
    assert modules | assets <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.partition("/")[0] for name in names} == {"pos_app", f"pos_app-{pos_app.__version__}.dist-info"}


def test_the_empty_environment_has_no_development_packages(installed: Installation) -> None:
    assert installed.run("python", "-c", "import pytest", succeeds=False).returncode == 1


def test_every_module_can_be_imported(installed: Installation) -> None:
    assert int(installed.run("python", "-c", EVERY_MODULE).stdout) > 40


def test_it_tells_its_version(installed: Installation) -> None:
    assert pos_app.__version__ in installed.run("pos-app", "--version").stdout


@pytest.mark.parametrize("words", COMMANDS_THAT_REPORT, ids=" ".join)
def test_a_command_reports_one_json_document(installed: Installation, words: list[str]) -> None:
    assert json.loads(installed.run("pos-app", *words, "--json").stdout) is not None


def test_the_environment_check_finds_nothing_wrong(installed: Installation) -> None:
    report = json.loads(installed.run("pos-app", "doctor", "--json").stdout)
    assert report["ok"], [check for check in report["checks"] if not check["ok"]]


def test_the_demo_leaves_a_picture_of_the_window_and_a_receipt(installed: Installation, tmp_path: Path) -> None:
    told = installed.run("pos-app", "demo", "--out", str(tmp_path)).stdout
    made = {path.suffix for path in tmp_path.rglob("*") if path.stat().st_size > 0}
    assert {".png", ".pdf", ".txt"} <= made
    assert str(tmp_path) in told


def test_without_a_screen_it_says_so_and_runs_the_demo(installed: Installation) -> None:
    outcome = installed.run("pos-app")
    assert ".png" in outcome.stdout
    assert "Traceback" not in outcome.stderr


def _run(
    command: list[str], folder: Path, environment: Mapping[str, str], *, succeeds: bool = True
) -> subprocess.CompletedProcess[str]:
    outcome = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert not succeeds or outcome.returncode == 0, f"{command}\n{outcome.stdout}\n{outcome.stderr}"
    return outcome
