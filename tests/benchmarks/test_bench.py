"""The benchmarks run and count right; how fast this machine is, no test asserts."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pos_app.cli import run
from pos_app.domain.ledger import AccountKind, AccountRef
from pos_app.domain.money import Money
from pos_app.qr import draw
from pos_app.resources import asset
from pos_app.verifier.instants import epoch_ms
from pos_app.verifier.invariants import broken
from pos_app.verifier.opening import open_books
from pos_app.verifier.people import parse_people
from pos_app.verifier.store.bulk import write_past
from pos_app.verifier.store.sqlite import SqliteStore

NOW = datetime(2026, 11, 22, tzinfo=UTC)
VOUCHER = "4243669509084040896099510000"


@pytest.mark.parametrize(
    ("words", "settled"), [(("settle", "--count", "5"), 5), (("serve", "--tills", "4", "--each", "3"), 12)]
)
def test_every_settlement_of_a_benchmark_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], settled: int
) -> None:
    assert run(["--data", str(tmp_path), "--lang", "en", "bench", *words]) == 0
    assert f"{settled} settled (SIMULATION)" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_with_a_past_keeps_every_law(tmp_path: Path) -> None:
    path = tmp_path / "verifier.db"
    store = SqliteStore(path)
    people = parse_people(asset("personas.toml").read_text("utf-8"))
    open_books(store, people, at=NOW)
    told: list[int] = []
    write_past(path, settlements=12_000, pharmacy="P51010000001", until_ms=epoch_ms(NOW), tell=told.append)
    assert told == [10_000, 12_000]
    assert {law: rows for law, rows in broken(store).items() if rows} == {}
    with store.read() as books:
        assert books.balance(AccountRef(AccountKind.PHARMACY, "P51010000001")) == Money(12_000)
    store.close()


def test_growth_is_measured_on_both_ledgers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("settle", "--count", "5", "--settlements", "50", "--people", "1000", "--json")
    assert run(["--data", str(tmp_path), "--lang", "en", "bench", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["settlements"], told["people"], told["measured"]) == (50, 1000, 5)
    assert list(tmp_path.iterdir()) == []


READERS = {"pos_app", "zxing-cpp", "pyzbar", "opencv"}


def answer_of(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = run(["--lang", "en", "bench", "read", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def photo_set(folder: Path, truth: dict[str, object], image: Image.Image) -> None:
    folder.mkdir()
    image.save(folder / "a.png")
    (folder / "truth.json").write_text(json.dumps({"images": [{"file": "a.png", **truth}]}))


def test_every_reader_is_scored_on_the_same_photographs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo_set(tmp_path / "desk-plain", {"texts": [VOUCHER]}, draw(VOUCHER, module=6))
    photo_set(tmp_path / "desk-blank", {"texts": []}, Image.new("L", (300, 300), 200))
    code, document = answer_of(capsys, "--photos", str(tmp_path))
    assert code == 0
    assert document["wrong"] == []
    assert {(line["family"], line["contestant"]) for line in document["families"]} == {
        (family, reader) for family in ("desk", "desk texts") for reader in READERS
    }
    with_codes = [line for line in document["families"] if line["codes"]]
    assert [(line["codes"], line["read"], line["percent"]) for line in with_codes] == [(1, 1, 100.0)] * len(READERS)


@pytest.mark.parametrize("truth", [{"texts": ["something else"]}, {"texts": []}])
def test_a_payload_that_the_truth_does_not_name_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], truth: dict[str, object]
) -> None:
    photo_set(tmp_path / "desk", truth, draw(VOUCHER, module=6))
    code, document = answer_of(capsys, "--photos", str(tmp_path))
    assert code == (1 if truth["texts"] == [] else 0)  # where codes are, two engines that agree are believed
    assert {(one["contestant"], one["payload"]) for one in document["wrong"]} == {(name, VOUCHER) for name in READERS}
    assert all(one["is_empty"] is (truth["texts"] == []) is not one["is_unnamed"] for one in document["wrong"])


def test_photographs_without_truth_are_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, document = answer_of(capsys, "--photos", str(tmp_path))
    assert (code, document["refused"]["code"]) == (2, "photos_without_truth")


def test_generated_counters_need_no_photographs(capsys: pytest.CaptureFixture[str]) -> None:
    few = ("--scenes", "1", "--clips", "1", "--seconds", "0", "--seed", "3", "--category", "moiré", "--category", "far")
    code, document = answer_of(capsys, *few)
    assert code == 0
    assert {line["family"] for line in document["families"]} == {"scenes", "clips"}
    ours = {line["family"]: line for line in document["families"] if line["contestant"] == "pos_app"}
    assert {name: line["codes"] for name, line in ours.items()} == {"scenes": 2, "clips": 2}
    assert [line["wrong"] + line["false_reads"] for line in ours.values()] == [0] * len(ours)


def test_a_category_that_nobody_knows_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    code, document = answer_of(capsys, "--category", "sunny")
    assert (code, document["refused"]["code"]) == (2, "category_unknown")
