"""The table of commands says what the commands say, and a command loads no more than it needs."""

import json
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import click
import pytest

from pos_app import cli
from pos_app.cli.commands import COMMANDS, load

_DRAWS_AND_READS = {"PySide6", "cv2", "zxingcpp", "pyzbar", "PIL"}
_SERVES = {"fastapi", "uvicorn", "httpx"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_of_help_is_the_commands_own(name: str) -> None:
    command = load(name)

    assert command.name == name
    assert (command.help or "").partition("\n\n")[0].replace("\n", " ") == COMMANDS[name].summary


def test_no_command_is_left_out() -> None:
    found: set[click.Command] = set()
    within: set[click.Command] = {cli.pos_app}
    for module in iter_modules(cli.__path__, "pos_app.cli."):
        commands = [one for one in vars(import_module(module.name)).values() if isinstance(one, click.Command)]
        found.update(commands)
        within.update(part for group in commands if isinstance(group, click.Group) for part in group.commands.values())

    assert found - within == {load(name) for name in COMMANDS}


def test_help_loads_no_library_that_a_command_stands_on() -> None:
    loaded = _loaded_by("from pos_app.cli import run; run(['--help'])")

    assert not loaded & {"pydantic", "numpy", "sqlite_utils", "cryptography", "rich", *_DRAWS_AND_READS, *_SERVES}


def test_a_sale_loads_nothing_that_draws_windows_reads_pictures_or_serves() -> None:
    loaded = _loaded_by("import pos_app.cli.sale, pos_app.scanner.intake")

    assert "pydantic" in loaded
    assert not loaded & {"numpy", "pypinyin", "rich", "fontTools", *_DRAWS_AND_READS, *_SERVES}


def _loaded_by(program: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"],
        check=True,
        capture_output=True,
        text=True,
    )
    return {name.partition(".")[0] for name in json.loads(told.stdout.splitlines()[-1])}
