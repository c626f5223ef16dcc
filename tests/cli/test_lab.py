"""The lab from the command line: albums that can be scanned and scored, sweeps, the report."""

import json
from pathlib import Path
from typing import Any

import pytest

from pos_app.cli import run
from pos_app.lab.counter import CATEGORIES
from pos_app.lab.specimens import SPECIMENS


def told(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> dict[str, Any]:
    assert run(["--lang", "en", *map(str, words), "--json"]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_kind_of_code_is_drawn_and_the_same_seed_gives_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("one", "two"):
        drawn = told(capsys, "lab", "make", "--seed", "4", "--out", tmp_path / folder)
        assert len(drawn["pictures"]) == len(SPECIMENS)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    told(capsys, "lab", "make", "--seed", "5", "--out", tmp_path / "three")
    assert contents(tmp_path / "one") != contents(tmp_path / "three")


def test_an_album_can_be_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "lab", "make", "--name", "everyday", "--name", "certificate", "--count", "2", "--out", tmp_path)
    scored = told(capsys, "bench", "read", "--photos", tmp_path)
    (ours,) = (line for line in scored["families"] if line["contestant"] == "pos_app")
    assert (ours["codes"], ours["read"], ours["wrong"]) == (4, 4, 0)


def test_factors_that_are_named_are_applied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "4243669509084040896099510000"
    for name, factors in {"plain": ["tilt=0"], "spoilt": ["tilt=40", "blur=0.3"]}.items():
        options = [word for factor in factors for word in ("--factor", factor)]
        told(capsys, "lab", "degrade", *options, "--text", text, "--out", tmp_path / name)
    plain, spoilt = (contents(tmp_path / name) for name in ("plain", "spoilt"))
    assert plain.keys() == spoilt.keys() == {"code-000.png", "truth.json"}
    assert json.loads(spoilt["truth.json"])["images"][0]["texts"] == [text]
    assert plain["code-000.png"] != spoilt["code-000.png"]


@pytest.mark.parametrize(
    ("state", "code"),
    [("fresh", None), ("expired", "code_expired"), ("used", "code_used"), ("tampered", "code_unknown")],
)
def test_an_issued_code_meets_the_platform_in_the_state_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], state: str, code: str | None
) -> None:
    data = ("--data", tmp_path / "data")
    made = told(capsys, *data, "lab", "make", "--person", "plenty", "--state", state, "--out", tmp_path / "codes")
    sale = ("sell", "--image", made["pictures"][0], "--items", "100001=1", "--cash", "50")
    answer = told(capsys, *data, *sale, code=1 if code else 0)
    assert answer.get("refused", {}).get("code") == code


def test_a_sweep_tells_every_reader_at_every_strength(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "plots" / "crop.png"
    answer = told(capsys, "lab", "sweep", "inverted", "--samples", "1", "--out", picture)
    readers = {(point["contestant"], point["settings"]["inverted"]) for point in answer["points"]}
    assert readers == {(name, value) for name in ("pos_app", "zxing-cpp", "pyzbar", "opencv") for value in (0, 1)}
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_report_is_one_page_with_its_plots_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "lab", "report", "--factor", "inverted", "--samples", "1", "--out", tmp_path)
    assert Path(answer["report"]).read_text("utf-8").startswith("<!doctype html>")
    assert answer["factors"][0]["reads_half_up_to"]["pos_app"] == 1
    assert (tmp_path / "inverted.png").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ("make", "--name", "passport", "--out", "x"),
        ("degrade", "--factor", "fog=1", "--out", "x"),
        ("sweep", "fog"),
        ("report", "--factor", "fog", "--out", "x"),
    ],
)
def test_a_name_that_the_lab_does_not_know_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = told(capsys, "lab", *words, code=2)
    assert answer["refused"]["code"] == "lab_name_unknown"
    assert list(tmp_path.iterdir()) == []


def test_no_name_means_two_things() -> None:
    assert not set(SPECIMENS) & set(CATEGORIES)
