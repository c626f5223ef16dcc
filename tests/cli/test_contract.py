"""Every command of this version, its JSON key by key, its two languages and its exit codes."""

import os
from pathlib import Path

import pytest

from pos_app import __version__
from pos_app.cli.answers import ExitCode
from tests.cli.terminal import Terminal, assert_shape

MAYBE_TEXT = (str, type(None))
MAYBE_INT = (int, type(None))
LANGUAGES = ("zh", "en")


def test_version_says_simulation(terminal: Terminal) -> None:
    said = terminal.type("--version")
    assert said.code == ExitCode.DONE
    assert __version__ in said.out
    assert "SIMULATION" in said.out


def test_people_lists_the_personas(terminal: Terminal) -> None:
    people = terminal("people", "--json").document
    assert people[0]["id"] == "plenty"
    assert len(people) >= 12
    for person in people:
        assert_shape(person, id=str, name=str, why=str, insurance=str, area=str, balance_fen=MAYBE_INT, family=list)
        assert "*" in person["name"]


def test_goods_finds_by_code_name_and_initials(terminal: Terminal) -> None:
    for text in ("100001", "感冒灵", "gmlkl"):
        found = terminal("goods", text, "--json").document
        assert_shape(found[0], code=str, name=str, spec=str, price_fen=int, payable=bool, barcode=str)
        assert "class" in found[0]
        assert found[0]["code"] == "100001"
    assert len(terminal("goods", "--json").document) >= 200
    assert terminal("goods", "nothing like it", "--json").document == []


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ((), "certificate"),
        (("--kind", "social-card"), "social-card"),
        (("--kind", "card"), "card"),
        (("--wallet", "alipay"), "pay-code"),
    ],
)
@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_code_draws_every_kind(
    terminal: Terminal, tmp_path: Path, options: tuple[str, ...], kind: str, suffix: str
) -> None:
    out = tmp_path / f"voucher{suffix}"
    said = terminal("code", "--person", "plenty", *options, "--out", out, "--json")
    assert_shape(said.document, person=str, kind=str, channel=str, member=MAYBE_TEXT, out=str, expires_at=str)
    assert said.document["kind"] == kind
    assert "code" not in said.document
    assert out.stat().st_size > 0


def test_a_drawn_pay_code_is_scanned_and_pays_once(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "pay.png"
    text = terminal("code", "--person", "short", "--wallet", "wechat", "--out", out, "--reveal", "--json").document[
        "code"
    ]
    read = terminal("scan", out, "--reveal", "--json").document[0]
    assert (read["kind"], read["payload"]) == ("pay-code", text)
    paid = ("sell", "--items", "100001", "--pay-code", text, "--json")
    assert terminal(*paid).code == ExitCode.DONE
    assert terminal(*paid).document["refused"]["code"] == "pay_code_used"
    stranger = terminal("code", "--person", "nobody", "--wallet", "wechat", "--out", out, "--json")
    assert stranger.document["refused"]["code"] == "person_unknown"


def test_scan_gives_one_result_a_file_and_never_stops(terminal: Terminal, tmp_path: Path) -> None:
    text = terminal.code_text()
    good, missing = terminal.picture(text), tmp_path / "missing.png"
    said = terminal("scan", missing, good, "--json")
    assert said.code == ExitCode.BAD_INPUT
    bad, read = said.document
    assert bad["refused"]["code"] == "picture_missing"
    assert_shape(read, file=str, kind=str, payload=str, corners=list, stage=str, ms=float)
    assert (read["kind"], len(read["corners"])) == ("certificate", 4)
    assert text not in said.out
    revealed = terminal("scan", good, "--json", "--reveal")
    assert revealed.code == ExitCode.DONE
    assert revealed.document[0]["payload"] == text


def test_a_sale_with_a_picture_keeps_the_contract(terminal: Terminal, tmp_path: Path) -> None:
    picture = terminal.picture(terminal.code_text("short"))
    out = tmp_path / "tickets"
    said = terminal("sell", "--image", picture, "--items", "100001=2,100003=2", "--cash", "50", "--out", out, "--json")
    assert said.code == ExitCode.DONE, said
    sale = said.document
    assert_shape(
        sale,
        **dict.fromkeys(("sale", "state", "setl_id", "msgid"), str),
        **dict.fromkeys(("total_fen", "fund_fen", "account_fen", "shared_fen", "cash_fen", "change_fen"), int),
        reduction_fen=int,
        balance_fen=int,
        receipt=dict,
    )
    assert (sale["state"], sale["total_fen"], sale["account_fen"], sale["cash_fen"]) == ("final", 3860, 837, 3023)
    assert (sale["change_fen"], sale["balance_fen"]) == (5000 - 3023, 0)
    assert {Path(face).suffix for face in sale["receipt"].values()} == {".txt", ".png", ".pdf"}
    assert all(Path(face).parent == out and Path(face).stat().st_size for face in sale["receipt"].values())
    assert set(sale["receipt"]) == {"txt", "png", "pdf"}


def test_journal_ledger_and_doctor_tell_the_same_sale(terminal: Terminal) -> None:
    sold = terminal("sell", "--code", terminal.code_text(), "--items", "100001", "--json").document
    (booked,) = terminal("journal", "--json").document
    assert_shape(booked, sale=str, state=str, at=str, person=str, reason=MAYBE_TEXT, setl_id=str, msgid=str)
    for key in ("sale", "state", "total_fen", "account_fen", "cash_fen", "setl_id", "msgid"):
        assert booked[key] == sold[key]
    ledger = terminal("ledger", "--json").document
    (settlement,) = ledger["settlements"]
    assert_shape(settlement, setl_id=str, msgid=str, kind=str, stands=bool, at=str, account_fen=int, person_no=str)
    assert (settlement["setl_id"], settlement["msgid"]) == (sold["setl_id"], sold["msgid"])
    assert sum(posting["amount_fen"] for posting in ledger["postings"]) == 0
    assert sum(account["balance_fen"] for account in ledger["accounts"]) == 0
    for line in (*ledger["accounts"], *ledger["postings"]):
        assert_shape(line, kind=str, holder=str)


def test_doctor_finds_a_whole_folder_well_and_a_broken_one_ill(terminal: Terminal) -> None:
    said = terminal("doctor", "--json")
    assert said.code == ExitCode.DONE
    assert said.document["ok"] is True
    for check in said.document["checks"]:
        assert_shape(check, name=str, ok=bool, detail=str, fix=MAYBE_TEXT)
        assert check["ok"]
    (terminal.data / "till.db").write_bytes(b"no database" * 1000)
    ill = terminal("doctor", "--json")
    assert ill.code == ExitCode.ENVIRONMENT
    assert ill.document["ok"] is False
    assert [check["fix"] for check in ill.document["checks"] if not check["ok"]] != [None]


def test_tasks_is_empty_after_honest_sales(terminal: Terminal) -> None:
    terminal("sell", "--items", "100001", "--cash", "20")
    said = terminal("tasks", "--json")
    assert (said.code, said.document) == (ExitCode.DONE, [])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["people", "goods", "journal", "ledger", "tasks", "doctor"])
def test_every_list_speaks_both_languages(terminal: Terminal, command: str, lang: str) -> None:
    said = terminal(command, lang=lang)
    assert said.code == ExitCode.DONE
    assert said.err == ""
    assert said.out != terminal(command, lang={"zh": "en", "en": "zh"}[lang]).out


def test_the_data_folder_may_come_from_the_environment(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POS_APP_DATA", str(tmp_path / "elsewhere"))
    assert terminal.type("journal", "--json").code == ExitCode.DONE
    assert (tmp_path / "elsewhere" / "till.db").is_file()
    terminal("journal")
    assert terminal.data.is_dir(), "--data goes before the environment"


@pytest.mark.parametrize(("setting", "known"), [("zh", "编码"), ("en", "code")])
def test_the_settings_file_chooses_the_language(terminal: Terminal, tmp_path: Path, setting: str, known: str) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'language = "{setting}"\n', encoding="utf-8")
    said = terminal.type("--data", terminal.data, "--config", settings, "goods", "100001")
    assert said.out.startswith(known)


ODD_NAMES = ("a\nb\r.png", "\x1b]0;owned\x07.png", "客户\u202egnp.png", os.fsdecode(b"bad\xff.png"))


def test_a_name_that_anybody_chose_stays_on_its_line_and_comes_back_from_the_document(terminal: Terminal) -> None:
    lines = terminal("scan", *ODD_NAMES).out.splitlines()
    assert len(lines) == len(ODD_NAMES)
    assert all(line.isprintable() for line in lines)
    assert [entry["file"] for entry in terminal("scan", *ODD_NAMES, "--json").document] == list(ODD_NAMES)
