"""`backup` and `restore` as a script sees them: their documents, and the exit code of each refusal."""

from pathlib import Path

import pytest
from filelock import FileLock

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import Terminal, assert_shape

SALE = ("sell", "--items", "100001=1", "--cash", "50")


def test_a_backup_goes_back_with_what_was_sold_before_it(terminal: Terminal, tmp_path: Path) -> None:
    terminal(*SALE)
    made = terminal("backup", "--json", "--out", tmp_path / "kept.zip")
    assert_shape(made.document, file=str, made_at=str, files=list, simulation=bool)
    assert {file["name"] for file in made.document["files"]} == {
        *("till.db", "wallet.db", "verifier.db", "till-audit.key", "till.pepper", "verifier.key", "verifier.pepper")
    }
    terminal(*SALE)
    put_back = terminal("restore", made.document["file"], "--json")
    assert (put_back.code, put_back.document["files"]) == (ExitCode.DONE, made.document["files"])
    assert len(terminal.sales()) == 1
    assert terminal("doctor").code == ExitCode.DONE


def test_without_a_name_it_lies_among_the_backups(terminal: Terminal) -> None:
    said = terminal("backup")
    assert said.code == ExitCode.DONE
    (path,) = (terminal.data / "backups").iterdir()
    assert str(path) in said.out


def test_no_file_is_overwritten(terminal: Terminal, tmp_path: Path) -> None:
    taken = tmp_path / "taken.zip"
    taken.write_text("mine")
    said = terminal("backup", "--json", "--out", taken)
    assert (said.code, said.refusal["code"], taken.read_text()) == (ExitCode.BAD_INPUT, "backup_exists", "mine")


@pytest.mark.parametrize(("content", "code"), [(None, "backup_unreadable"), (b"no zip", "backup_not_a_backup")])
def test_what_is_no_backup_is_refused(terminal: Terminal, tmp_path: Path, content: bytes | None, code: str) -> None:
    file = tmp_path / "some.zip"
    if content is not None:
        file.write_bytes(content)
    said = terminal("restore", file, "--json")
    assert (said.code, said.refusal["code"]) == (ExitCode.BAD_INPUT, code)


def test_nothing_goes_back_while_a_till_has_the_folder(terminal: Terminal, tmp_path: Path) -> None:
    made = terminal("backup", "--json", "--out", tmp_path / "kept.zip").document
    with FileLock(terminal.data / "till.lock"):
        said = terminal("restore", made["file"])
    assert said.code == ExitCode.ENVIRONMENT
    assert str(terminal.data) in said.err
