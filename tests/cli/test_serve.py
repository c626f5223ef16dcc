"""`serve` says where it listens, is a whole platform there, and ends cleanly when told."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import simplejson

from pos_app.cli.answers import ExitCode
from pos_app.verifier.store.sqlite import SqliteStore
from tests.cli.terminal import MANAGER, Said, Terminal
from tests.contracts.till_driver import TillDriver


@contextmanager
def served(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `pos-app serve` at a free port, and give its process and address."""
    command = [sys.executable, "-m", "pos_app", "--lang", "en", "--data", str(data), "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(tmp_path: Path, number: signal.Signals) -> None:
    with served(tmp_path, "--region", "national", "--strict") as (process, address):
        assert httpx.get(f"{address}/health", trust_env=False, timeout=300).json()["status"] == "ok"
        told = httpx.get(f"{address}/control", trust_env=False, timeout=300).json()
        assert (told["region"], told["strict"]) == ("990000", True)
        os.kill(process.pid, number)
        out, err = process.communicate(timeout=300)
    assert (process.returncode, out) == (ExitCode.DONE, "")
    assert "SIMULATION" in err
    assert "stopped" in err
    assert "Traceback" not in err


def _agreement(said: Said) -> dict[str, Any]:
    (check,) = [one for one in said.document["checks"] if "agree on every settlement" in one["name"]]
    return dict(check)


def _cancel_at(address: str, setl_id: str, books: Path) -> None:
    """Cancel a settlement behind the till's back, as another client of the platform would."""
    with httpx.Client(base_url=address, trust_env=False, timeout=300) as client:

        def call(text: str) -> str:
            return client.post("/fsi/api/rsfComIfsService/callService", content=text.encode()).text

        with closing(SqliteStore(books / "verifier.db")) as store, store.read() as reader:
            bill = reader.bill(setl_id)
        assert bill is not None
        till = TillDriver(call, call)
        till.sign_in()
        assert till.cancel({"setl_id": setl_id, "mdtrt_id": bill.mdtrt_id, "psn_no": bill.psn_no}).output


def test_a_sale_at_a_distant_platform_is_kept_there_and_here(terminal: Terminal, tmp_path: Path) -> None:
    books = tmp_path / "platform"
    with served(books) as (process, address):
        said = terminal("--verifier", address, "code", "--person", "plenty", "--out", tmp_path / "c.png", "--json")
        assert said.code == ExitCode.DONE
        sold = terminal(
            "--verifier", address, "sell", "--image", tmp_path / "c.png", "--items", "100001=1", "--json"
        ).document
        assert (sold["state"], sold["account_fen"]) == ("final", 1280)
        assert terminal("--verifier", address, "people", "--json").document[0]["balance_fen"] == 120433 - 1280
        agreed = _agreement(terminal("--verifier", address, "doctor", "--json"))
        assert (agreed["ok"], agreed["detail"]) == (True, "asked by 3202: 1 settlements")
        process.terminate()
        process.communicate(timeout=300)
    assert terminal("ledger", "--json").document["settlements"] == []
    (settled,) = terminal("ledger", "--json", data=books).document["settlements"]
    assert (settled["msgid"], settled["account_fen"]) == (sold["msgid"], 1280)
    checks = terminal("doctor", "--json", data=books).document["checks"]
    assert {check["ok"] for check in checks if check["name"].startswith("platform")} == {True}


def test_the_doctor_finds_what_was_undone_at_the_served_platform_alone(terminal: Terminal, tmp_path: Path) -> None:
    books = tmp_path / "platform"
    with served(books) as (process, address):
        terminal("--verifier", address, "code", "--person", "plenty", "--out", tmp_path / "c.png")
        sold = terminal(
            "--verifier", address, "sell", "--image", tmp_path / "c.png", "--items", "100001=1", "--json"
        ).document
        _cancel_at(address, sold["setl_id"], books)
        said = terminal("--verifier", address, "doctor", "--json")
        process.terminate()
        process.communicate(timeout=300)
    assert said.code != ExitCode.DONE
    agreed = _agreement(said)
    assert not agreed["ok"]
    assert "reconcile" in agreed["fix"]


def test_two_tills_of_one_pharmacy_compare_each_its_own(terminal: Terminal, tmp_path: Path) -> None:
    with served(tmp_path / "platform") as (process, address):
        sold: dict[str, Any] = {}
        for number in ("01", "02"):
            (tmp_path / f"{number}.toml").write_text(f'till = "{number}"\n', "utf-8")

        def at_till(number: str, *words: str | Path) -> Said:
            settings = ("--verifier", address, "--config", str(tmp_path / f"{number}.toml"))
            return terminal(*settings, *words, "--json", data=tmp_path / number)

        for number, person in (("01", "plenty"), ("02", "exact")):
            at_till(number, "code", "--person", person, "--out", tmp_path / "c.png")
            sold[number] = at_till(number, "sell", "--image", tmp_path / "c.png", "--items", "100001=1").document
            assert sold[number]["sale"].startswith(number)
            assert sold[number]["msgid"][26:28] == number
        agreed = _agreement(at_till("01", "doctor"))
        assert (agreed["ok"], agreed["detail"]) == (True, "asked by 3202: 1 settlements; 1 more are other tills'")
        (day,) = at_till("02", "reconcile").document["days"]
        assert (day["agrees"], day["compared"], day["others"]) == (True, True, 1)
        _cancel_at(address, sold["01"]["setl_id"], tmp_path / "platform")
        told = at_till("01", "reconcile")
        assert told.code == ExitCode.REFUSED
        (difference,) = told.document["days"][0]["differences"]
        assert (difference["kind"], difference["sale"]) == ("undone_there", sold["01"]["sale"])
        assert at_till("02", "reconcile").document["days"][0]["others"] == 2
        process.terminate()
        process.communicate(timeout=60)


def test_an_access_log_line_is_json_and_names_nobody(tmp_path: Path) -> None:
    with served(tmp_path, "--store", f"sqlite:///{tmp_path}/elsewhere.db") as (process, address):
        httpx.post(f"{address}/fsi/api/rsfComIfsService/callService", content=b"{}", trust_env=False, timeout=300)
        process.terminate()
        _, err = process.communicate(timeout=300)
    (line,) = [simplejson.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert (line["method"], line["status"], line["code"]) == ("POST", 200, "message_invalid")
    assert (tmp_path / "elsewhere.db").exists()
    assert not (tmp_path / "verifier.db").exists()


def test_faults_of_a_file_are_armed_before_the_first_request(tmp_path: Path) -> None:
    file = tmp_path / "monday.toml"
    file.write_text(
        '[[faults]]\nname = "PLATFORM_BUSY"\ntimes = 0\nprobability = 0.5\nseed = 7\n'
        '[[faults]]\npoint = "reply_doubled"\ninfno = "2102"\nperson = "exact"\ntimes = 3\n',
        "utf-8",
    )
    with served(tmp_path, "--faults", str(file)) as (process, address):
        armed = httpx.get(f"{address}/control/faults", trust_env=False, timeout=300).json()
        process.terminate()
        process.communicate(timeout=300)
    told = {one["name"]: (one["point"], one["times"], one["probability"], one["seed"]) for one in armed}
    assert told["PLATFORM_BUSY"] == ("refusal", None, 0.5, 7)
    assert told["reply_doubled 2"] == ("reply_doubled", 3, 1.0, 0)


@pytest.mark.parametrize(
    "text",
    ["faults", "[[faults]]\npoint = 'nowhere'", "[[faults]]\nname = 'nothing'", "x = 1", "[[faults]]\ntimes = -1"],
)
def test_a_file_of_faults_that_makes_no_sense(terminal: Terminal, tmp_path: Path, text: str) -> None:
    (tmp_path / "faults.toml").write_text(text, "utf-8")
    said = terminal("serve", "--port", "0", "--faults", tmp_path / "faults.toml")
    assert said.code == ExitCode.BAD_INPUT
    assert "faults.toml" in said.err


def test_an_address_that_is_taken(terminal: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = terminal("serve", "--port", port)
    assert said.code == ExitCode.ENVIRONMENT
    assert port in said.err


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--store", "postgresql://x/y"), "postgresql"),
        (("--keys", "/nowhere/keys.toml"), "keys.toml"),
        (("--faults", "/nowhere/faults.toml"), "faults.toml"),
        (("--region", "atlantis"), "atlantis"),
    ],
)
def test_settings_that_cannot_be_used(terminal: Terminal, options: tuple[str, str], named: str) -> None:
    said = terminal("serve", "--port", "0", *options)
    assert said.code == ExitCode.BAD_INPUT
    assert named in said.err


def test_a_pay_code_pays_the_rest_at_one_till_of_a_served_platform_and_at_no_other(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Sell in one program what insurance and a wallet of another pay together; both tills share one channel."""
    with served(tmp_path / "platform") as (process, address):
        tills: dict[str, tuple[str | Path, ...]] = {}
        for number in ("01", "02"):
            config = tmp_path / f"{number}.toml"
            config.write_text(f'till = "{number}"\n', "utf-8")
            tills[number] = ("--config", config, "--data", tmp_path / number, "--lang", "en", "--verifier", address)
        shown = ("code", "--person", "short", "--out", tmp_path / "c.png", "--reveal", "--json")
        pay_code = terminal.type(*tills["01"], *shown, "--wallet", "wechat").document["code"]
        voucher = terminal.type(*tills["01"], *shown).document["code"]
        by_code = ("sell", "--items", "100001=5", "--json", "--pay-code", pay_code)
        sold = terminal.type(*tills["01"], *by_code, "--code", voucher).document
        assert (sold["state"], sold["account_fen"] + sold["mobile_fen"]) == ("final", sold["total_fen"])
        assert sold["account_fen"] > 0 < sold["mobile_fen"]
        assert terminal.type(*tills["02"], *by_code).refusal["code"] == "pay_code_used"
        card = terminal.type(*tills["02"], "sell", "--items", "100001=1", "--card", "--json").document
        assert card["card_fen"] == 1280
        for options in tills.values():
            assert terminal.type(*options, "doctor").code == ExitCode.DONE
            day = terminal.type(*options, "reconcile", "--json")
            assert (day.code, day.document["agrees"]) == (ExitCode.DONE, True)
        back = terminal.type(*tills["01"], "refund", sold["sale"], "--json").document
        assert (back["insured_fen"], back["mobile_fen"]) == (sold["account_fen"], sold["mobile_fen"])
        assert terminal.type(*tills["01"], "doctor").code == ExitCode.DONE
        process.terminate()
        process.communicate(timeout=300)
    assert not (tmp_path / "01" / "wallet.db").exists()
    checks = terminal("doctor", "--json", data=tmp_path / "platform").document["checks"]
    assert {check["ok"] for check in checks if check["id"].startswith("channel.")} == {True}


@pytest.mark.long
def test_what_a_refund_closed_by_hand_left_apart_is_told_and_repaired(terminal: Terminal, tmp_path: Path) -> None:
    """Let the platform cancel and never say so: closed by a manager, the day is put right by reconciling it."""
    lost = {"point": "reply_garbled", "infno": "2103", "times": 0}
    with served(tmp_path / "platform") as (process, address):
        there = ("--verifier", address)
        terminal(*there, "code", "--person", "plenty", "--out", tmp_path / "c.png")
        sold = terminal(*there, "sell", "--image", tmp_path / "c.png", "--items", "100001=1", "--json").document
        httpx.post(f"{address}/control/faults", json=lost, trust_env=False, timeout=300)
        pending = terminal(*there, "refund", sold["sale"], "--json")
        assert pending.code == ExitCode.UNKNOWN_OUTCOME
        resolve = ("tasks", "resolve", pending.document["refund"], "--reason", "nobody answers", *MANAGER, "--json")
        assert terminal(*there, *resolve).document["outcome"] == "resolved"
        httpx.delete(f"{address}/control/faults", trust_env=False, timeout=300)
        assert not _agreement(terminal(*there, "doctor", "--json"))["ok"]
        (found,) = terminal(*there, "reconcile", "--json").document["days"][0]["differences"]
        assert (found["kind"], found["repair"]) == ("undone_there", "take_over")
        repaired = terminal(*there, "reconcile", "--repair", found["id"], "--yes", *MANAGER, "--json")
        assert repaired.document["agrees"]
        assert terminal(*there, "doctor").code == ExitCode.DONE
        process.terminate()
        process.communicate(timeout=300)
