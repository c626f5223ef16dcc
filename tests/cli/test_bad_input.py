"""Whatever is handed in that cannot be used: one sentence in the person's language, the right code, nothing lost."""

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from pos_app.bootstrap import open_back_office, open_counter
from pos_app.cli import sale as sale_command
from pos_app.cli.answers import ExitCode
from pos_app.config import read_config
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.wording import Language
from tests.cli.terminal import Said, Terminal
from tests.doubles.clock import FixedClock

DONE, REFUSED, BAD_INPUT, ENVIRONMENT = ExitCode.DONE, ExitCode.REFUSED, ExitCode.BAD_INPUT, ExitCode.ENVIRONMENT
SELL = ("sell", "--items", "100001=1")
WECHAT = "134567890123456789"

PICTURES: dict[str, tuple[Callable[[Terminal], Path], ExitCode]] = {
    "no_code": (lambda terminal: terminal.picture(), REFUSED),
    "several_codes": (lambda terminal: terminal.picture(terminal.code_text(), WECHAT), REFUSED),
    "pay_code_not_voucher": (lambda terminal: terminal.picture(WECHAT), REFUSED),
    "goods_code_not_voucher": (lambda terminal: terminal.picture("6901234567892"), REFUSED),
    "code_unknown": (lambda terminal: terminal.picture(_tampered(terminal.code_text())), REFUSED),
    "picture_not_a_picture": (lambda terminal: _file(terminal, b"just text, whatever the name says"), BAD_INPUT),
    "picture_empty": (lambda terminal: _file(terminal, b""), BAD_INPUT),
    "picture_too_many_pixels": (lambda terminal: _file(terminal, _png_of(30_000, 30_000)), BAD_INPUT),
    "picture_damaged": (lambda terminal: _file(terminal, _png_of(400, 400)[:50]), BAD_INPUT),
    "picture_missing": (lambda terminal: terminal.data / "nothing.png", BAD_INPUT),
}

WORDS: list[tuple[tuple[str, ...], str, ExitCode]] = [
    (("--items", "999999=1"), "goods_unknown", BAD_INPUT),
    (("--items", ""), "goods_unknown", BAD_INPUT),
    (("--items", "100001=0"), "quantity_not_whole", BAD_INPUT),
    (("--items", "100001=-1"), "quantity_not_whole", BAD_INPUT),
    (("--items", "100001=1.5"), "quantity_not_whole", BAD_INPUT),
    (("--items", "100001="), "quantity_not_whole", BAD_INPUT),
    (("--items", "100001=²"), "quantity_not_whole", BAD_INPUT),
    (("--items", "100001=10000"), "basket_full", BAD_INPUT),
    (("--items", "100001=1", "--cash", "abc"), "cash_not_an_amount", BAD_INPUT),
    (("--items", "100001=1", "--cash", "-5"), "cash_not_an_amount", BAD_INPUT),
    (("--items", "100001=1", "--cash", "1.005"), "cash_not_an_amount", BAD_INPUT),
    (("--items", "100001=1", "--cash", "1e3"), "cash_not_an_amount", BAD_INPUT),
    (("--items", "100001=1", "--cash", "٣٠"), "cash_not_an_amount", BAD_INPUT),
    (("--items", "100001=1", "--cash", "NaN"), "cash_not_an_amount", BAD_INPUT),
    (("--items", "100001=1", "--cash", "0.01"), "cash_short", REFUSED),
    (("--items", "100001=1"), "cash_short", REFUSED),
    (("--items", "100001=1", "--pay-code", "6901234567892"), "not_a_pay_code", BAD_INPUT),
    (("--items", "100001=1", "--code", WECHAT), "pay_code_not_voucher", REFUSED),
    (("--items", "100001=1", "--code", "4240000000000000000099510000"), "code_unknown", REFUSED),
    (("--items", "100001=1", "--code", "SIM999999999"), "person_unknown", REFUSED),
    (("--items", "100001=1", "--code", ""), "not_a_voucher", REFUSED),
    (("--items", "100001=1", "--code", "x" * 5000), "not_a_voucher", REFUSED),
]


@pytest.mark.parametrize("refusal", PICTURES)
def test_a_picture_that_cannot_be_sold_with(terminal: Terminal, refusal: str) -> None:
    make, code = PICTURES[refusal]
    path = make(terminal)
    _assert_refused(partial(terminal, *SELL, "--cash", "50", "--image", path), refusal, code)
    assert terminal.sales() == []
    assert terminal("tasks", "--json").document == []


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_ordinary_file_is_not_even_opened(terminal: Terminal, kind: str) -> None:
    path = terminal.data.parent / "strange.png"
    if kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    _assert_refused(partial(terminal, *SELL, "--image", path), "picture_not_a_file", BAD_INPUT)
    said = terminal("scan", path, "--json")
    assert (said.code, said.document[0]["refused"]["code"]) == (BAD_INPUT, "picture_not_a_file")


@pytest.mark.parametrize(("arguments", "refusal", "code"), WORDS, ids=str)
def test_words_that_cannot_be_sold_with(
    terminal: Terminal, arguments: tuple[str, ...], refusal: str, code: ExitCode
) -> None:
    _assert_refused(partial(terminal, "sell", *arguments), refusal, code)
    assert terminal.sales() == []


def test_an_expired_code_is_refused_and_nothing_is_charged(terminal: Terminal) -> None:
    a_while_ago = FixedClock(datetime.now(UTC) - timedelta(minutes=2))  # noqa: TID251  the till has the real time
    config = read_config(data=terminal.data, file=None, language=Language.ENGLISH, locale="", camera=None)
    with open_back_office(config, clock=a_while_ago) as office:
        shown = office.platform.customer_app.show("plenty", kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL)
    assert not isinstance(shown, Refusal), shown
    _assert_refused(partial(terminal, *SELL, "--code", shown.text), "code_expired", REFUSED)
    assert terminal.sales() == []


def test_a_used_code_and_a_replaced_one_are_told_apart(terminal: Terminal) -> None:
    used = terminal.code_text()
    assert terminal(*SELL, "--code", used).code == DONE
    _assert_refused(partial(terminal, *SELL, "--code", used), "code_used", REFUSED)
    replaced = terminal.code_text()
    terminal.code_text()
    _assert_refused(partial(terminal, *SELL, "--code", replaced), "code_replaced", REFUSED)
    assert [sale["state"] for sale in terminal.sales()] == ["final"]


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        (("--person", "nobody"), "person_unknown"),
        (("--person", "plenty", "--member", "nobody"), "not_in_family"),
        (("--person", "plenty", "--member", "family-father"), "not_in_family"),
    ],
    ids=str,
)
def test_a_code_that_nobody_can_show(terminal: Terminal, options: tuple[str, ...], refusal: str) -> None:
    out = terminal.data.parent / "voucher.png"
    _assert_refused(partial(terminal, "code", *options, "--out", out), refusal, REFUSED)
    assert not out.exists()


def test_a_task_that_does_not_exist(terminal: Terminal) -> None:
    _assert_refused(partial(terminal, "tasks", "resolve", "0126112299999"), "task_unknown", BAD_INPUT)


@pytest.mark.parametrize(
    "arguments",
    [
        ("sell",),
        ("no-such-command",),
        ("people", "--no-such-option"),
        ("code", "--person", "plenty", "--out", "voucher.pdf"),
        ("code", "--person", "plenty", "--kind", "passport", "--out", "voucher.png"),
        (*SELL, "--code", "1", "--image", "1.png"),
        ("scan",),
    ],
    ids=str,
)
def test_bad_usage(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    said = terminal(*arguments)
    assert (said.code, said.out) == (BAD_INPUT, "")
    assert "Error: " in said.err


def test_a_platform_that_is_no_address(terminal: Terminal) -> None:
    said = terminal.type("--data", terminal.data, "--lang", "en", "--verifier", "somewhere", "people")
    assert said.code == BAD_INPUT
    assert "somewhere" in said.out


def test_a_platform_that_does_not_answer(terminal: Terminal) -> None:
    said = terminal.type("--data", terminal.data, "--lang", "en", "--verifier", "http://127.0.0.1:9", "people")
    _assert_environment(said, "http://127.0.0.1:9")
    said = terminal.type("--data", terminal.data, "--lang", "en", "--verifier", "http://127.0.0.1:9", "ledger")
    assert said.code == BAD_INPUT


@pytest.mark.parametrize(
    ("content", "named"),
    [("theem = 'dark'", "theem"), ("language = 'fr'", "language"), ("= =", "settings.toml"), ('region = "x"', "'x'")],
)
def test_settings_that_make_no_sense_are_named(terminal: Terminal, content: str, named: str) -> None:
    settings = terminal.data.parent / "settings.toml"
    settings.write_text(content, encoding="utf-8")
    for lang in ("zh", "en"):
        said = terminal.type("--data", terminal.data, "--lang", lang, "--config", settings, "people")
        assert (said.code, said.out) == (BAD_INPUT, "")
        _assert_one_sentence(said.err)
        assert named in said.err


def test_a_data_folder_that_is_a_file(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    file = terminal.data.parent / "a-file"
    file.write_text("")
    assert terminal("people", data=file).code == BAD_INPUT
    monkeypatch.setenv("POS_APP_DATA", str(file))
    _assert_environment(terminal.type("--lang", "en", "people"), str(file))


@pytest.mark.parametrize("name", ["till.db", "verifier.db", "verifier.key"])
@pytest.mark.parametrize("damage", ["garbage", "folder"])
def test_a_file_of_the_folder_that_cannot_be_used(terminal: Terminal, name: str, damage: str) -> None:
    terminal.data.mkdir()
    victim = terminal.data / name
    if damage == "folder":
        victim.mkdir()
    else:
        victim.write_bytes(b"this is no database" * 500)
    for lang in ("zh", "en"):
        _assert_environment(terminal(*SELL, "--cash", "20", lang=lang), name)
    if damage == "garbage":
        assert victim.read_bytes() == b"this is no database" * 500, "nothing of what was there is lost"


def test_a_folder_where_another_till_is_at_work(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sale_command, "open_counter", partial(open_counter, lock_wait_s=0.1))
    terminal("journal")
    hold = (
        "import sys; from filelock import FileLock; "
        "lock = FileLock(sys.argv[1]); lock.acquire(); print('held'); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(terminal.data / "till.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        for lang in ("zh", "en"):
            _assert_environment(terminal(*SELL, "--cash", "20", lang=lang), str(terminal.data))
        assert terminal("journal").code == DONE, "looking does not disturb the other till"
        other.communicate("\n")
    assert terminal(*SELL, "--cash", "20").code == DONE


def test_receipts_that_cannot_be_copied_stop_the_sale_before_it_begins(terminal: Terminal) -> None:
    terminal.data.mkdir()
    blocked = terminal.data / "file"
    blocked.write_text("")
    _assert_environment(terminal(*SELL, "--cash", "20", "--out", blocked / "tickets"), "tickets")
    assert terminal.sales() == []


def test_a_disk_that_fills_up_loses_no_sale_and_makes_none(terminal: Terminal) -> None:
    """The limit on the size of a file stands in for a full disk; it needs a process of its own."""
    terminal(*SELL, "--cash", "20")
    before = terminal.sales()
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)); "
        "from pos_app.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    arguments = ["--data", str(terminal.data), "--lang", "en", *SELL, "--cash", "20"]
    done = subprocess.run([sys.executable, "-c", limited, *arguments], capture_output=True, text=True, check=False)
    _assert_environment(Said(done.returncode, done.stdout, done.stderr), "till.db")
    assert terminal.sales() == before
    assert terminal("doctor", "--json").document["ok"] is True


def _assert_refused(again: Callable[..., Said], refusal: str, code: ExitCode) -> None:
    """Hold the code of the refusal in JSON, and that both languages say it in one line and differently."""
    as_json = again("--json")
    assert (as_json.refusal["code"], as_json.code, as_json.err) == (refusal, code, "")
    chinese, english = again(lang="zh"), again(lang="en")
    assert (chinese.code, english.code) == (code, code)
    assert (chinese.err, english.err) == ("", "")
    assert chinese.out != english.out
    for said in (chinese, english):
        _assert_one_sentence(said.out)
        assert "F12" not in said.out, "a key of the window means nothing here"


def _assert_environment(said: Said, named: str) -> None:
    assert (said.code, said.out) == (ENVIRONMENT, ""), said
    _assert_one_sentence(said.err)
    assert named in said.err


def _assert_one_sentence(text: str) -> None:
    assert text.strip()
    assert text.count("\n") == 1
    assert "Traceback" not in text


def _tampered(code: str) -> str:
    return f"{code[:10]}{(int(code[10]) + 1) % 10}{code[11:]}"


def _file(terminal: Terminal, content: bytes) -> Path:
    path = terminal.data.parent / "voucher.png"
    path.write_bytes(content)
    return path


def _png_of(width: int, height: int) -> bytes:
    """Give a small PNG file that says it is this large, one bit a pixel and all white."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * -(-width // 8)
    pixels = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), b"IDAT" + pixels, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


@pytest.mark.parametrize("folder", [r"\\server\share\till", "//server/share"])
def test_a_share_is_no_place_for_the_books(terminal: Terminal, folder: str) -> None:
    for lang in ("zh", "en"):
        said = terminal.type("--data", folder, "--lang", lang, "journal")
        assert (said.code, folder in said.err, len(said.err.splitlines())) == (ExitCode.BAD_INPUT, True, 1)
    assert not terminal.data.exists()
