"""What is as good as cash or names a person stays out of outputs, receipts and the till's files."""

import re
from pathlib import Path

import pytest

from pos_app.bootstrap import load_profile, open_counter
from pos_app.config import read_config
from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import Tendering
from pos_app.domain.code import CertificateCode
from pos_app.resources import asset
from pos_app.verifier.people import parse_people
from pos_app.wording import Language
from tests.cli.terminal import Terminal

PEOPLE = parse_people(asset("personas.toml").read_text(encoding="utf-8"))
AREA = load_profile("sichuan-chengdu").platform_area
TOKEN = re.compile(rf"{AREA}ec[0-9A-Za-z_-]{{32}}".encode())  # a looser one finds itself in the digests now and then
COMMANDS = (("journal",), ("ledger",), ("tasks",), ("people",), ("doctor",))


@pytest.fixture
def busy_day(terminal: Terminal) -> tuple[Terminal, list[str]]:
    """Sell by text and by picture, be refused, and look at everything; give the codes that were shown."""
    codes = [terminal.code_text(kind, "--kind", "certificate") for kind in ("plenty", "short", "rare-name")]
    terminal.heard.clear()
    picture = terminal.picture(codes[0])
    terminal("scan", picture)
    terminal("scan", picture, "--json")
    assert terminal("sell", "--image", picture, "--items", "100001", "--json").code == 0
    assert terminal("sell", "--code", codes[1], "--items", "100001=2", "--cash", "50").code == 0
    assert terminal("sell", "--code", codes[1], "--items", "100001=2", "--cash", "50").code == 1
    assert terminal("sell", "--code", codes[2][:-1], "--items", "100001").code == 1
    terminal("code", "--person", "plenty", "--out", terminal.data.parent / "next.png")
    for command in COMMANDS:
        terminal(*command)
    for command in COMMANDS:
        terminal(*command, "--json")
    return terminal, codes


def test_no_code_token_or_person_is_in_clear_anywhere(busy_day: tuple[Terminal, list[str]]) -> None:
    terminal, codes = busy_day
    said = "\n".join(terminal.heard).encode()
    files = {path: path.read_bytes() for path in terminal.data.rglob("*") if path.is_file()}
    assert {"till.db", "verifier.db"} <= {path.name for path in files}
    spots = {Path("what was said"): said, **files}
    leaks = [
        f"{path.name}: {what}"
        for path, content in spots.items()
        for what, secret in _secrets(codes, path)
        if secret in content
    ]
    leaks += [f"{path.name}: a token" for path, content in spots.items() if TOKEN.search(content)]
    assert leaks == []


def test_a_token_would_be_recognised(terminal: Terminal) -> None:
    """The search above must be able to find one, as the platform hands it out."""
    code = terminal.code_text()
    config = read_config(data=terminal.data, file=None, language=Language.ENGLISH, locale="", camera=None)
    with open_counter(config) as counter:
        till = counter.open_till(lambda _state: None)
        product = counter.office.catalogue.find("100001")
        assert product is not None
        till.handle(events.BasketChanged(EMPTY.with_item(product)))
        state = till.handle(events.VoucherScanned(CertificateCode(code), attempt=1))
    assert isinstance(state, Tendering)
    assert state.payer is not None
    assert TOKEN.fullmatch(state.payer.insured.identity.credential.encode())


def _secrets(codes: list[str], path: Path) -> list[tuple[str, bytes]]:
    """List what must not be in a file; the platform's own database holds its generated people by design."""
    shown = [("a code", code.encode()) for code in codes]
    if path.name.startswith("verifier.db"):
        return shown
    people = [(f"the name of {person.id}", person.name.encode()) for person in PEOPLE]
    return [*shown, *people, *((f"the ID number of {person.id}", person.certno.encode()) for person in PEOPLE)]
