"""The options of the whole program stand where a person puts them: before the command or after it."""

from pathlib import Path

import pytest

from pos_app.cli import run
from pos_app.cli.answers import ExitCode
from pos_app.cli.commands import brought_forward

NAMES = frozenset({"--data", "--lang", "--camera"})


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        (["window", "--camera", "0"], ["--camera", "0", "window"]),
        (["goods", "--lang=en", "gm"], ["--lang=en", "goods", "gm"]),
        (["--data", "a", "goods", "--data", "b", "gm"], ["--data", "a", "--data", "b", "goods", "gm"]),
        (["scan", "--", "--camera", "x"], ["scan", "--", "--camera", "x"]),
        (["sell", "--items", "1=1", "--data", "--lang"], ["--data", "--lang", "sell", "--items", "1=1"]),
        (["goods", "--json"], ["goods", "--json"]),
        ([], []),
    ],
)
def test_what_belongs_to_the_program_goes_before_the_command(typed: list[str], taken: list[str]) -> None:
    assert brought_forward(typed, NAMES) == taken


def test_both_places_are_the_same_folder_and_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for arguments in (
        ["--data", str(tmp_path), "--lang", "en", "people"],
        ["people", "--lang", "en", "--data", str(tmp_path)],
    ):
        assert run(arguments) == ExitCode.DONE
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_an_option_without_its_value_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["people", "--data"]) == ExitCode.BAD_INPUT
    assert "--data" in capsys.readouterr().err
