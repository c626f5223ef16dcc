"""One code, one purchase: shown twice at once, sold twice at once, from one folder by two processes."""

import json
import subprocess
import sys
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from pos_app.bootstrap import open_back_office
from pos_app.cli import run
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.wire.code_lists import EC_PHARMACY_PURCHASE
from pos_app.wire.voucher_decode import TRANS_TYPE, DecodeQuery, DecodeRequest, dump_decode, parse_decode_response
from tests.end_to_end.seller import config_of

PATIENCE_S = 300
ROUNDS = 5
AT_ONCE = 4


def test_the_same_picture_sold_by_two_processes_at_once_pays_once(tmp_path: Path) -> None:
    data, picture = tmp_path / "data", tmp_path / "voucher.png"
    assert run(["--data", str(data), "code", "--person", "plenty", "--out", str(picture)]) == 0
    sales = [_start_sale(data, "--image", str(picture), "--items", "100001=1") for _ in range(2)]
    ends = [_end_of(sale) for sale in sales]
    assert sorted(code for code, _ in ends) == [0, 1], ends
    paid, refused = (document for _, document in sorted(ends, key=lambda end: end[0]))
    assert paid["account_fen"] == 1280
    assert refused["refused"]["code"] == "code_used"
    with open_back_office(config_of(data)) as office:
        assert [sale.state for sale in office.books.sales()] == ["final"]
        assert len(office.platform.ledger.settled()) == 1


def test_two_sales_at_once_from_one_folder_both_end_well(tmp_path: Path) -> None:
    sales = [_start_sale(tmp_path, "--items", "100001=1", "--cash", "20") for _ in range(2)]
    ends = [_end_of(sale) for sale in sales]
    assert [code for code, _ in ends] == [0, 0], ends
    assert len({document["sale"] for _, document in ends}) == 2


@pytest.mark.skipif("forkserver" not in get_all_start_methods(), reason="no cheap processes here")
def test_a_code_decoded_by_several_platforms_at_once_gives_one_authorisation(tmp_path: Path) -> None:
    """Without the folder's lock: several processes of the platform on one database, all at the same moment."""
    forks = get_context("forkserver")
    forks.set_forkserver_preload(["tests.end_to_end.test_double_use"])
    for _ in range(ROUNDS):
        code = _fresh_code(tmp_path)
        barrier, (ours, theirs) = forks.Barrier(AT_ONCE), forks.Pipe(duplex=False)
        askers = [forks.Process(target=_decode, args=(tmp_path, code, barrier, theirs)) for _ in range(AT_ONCE)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join(PATIENCE_S)
        assert [asker.exitcode for asker in askers] == [0] * AT_ONCE
        assert sum(ours.recv() for _ in askers) == 1


def _decode(data: Path, code: str, barrier: Barrier, line: Connection) -> None:
    """Ask once for the person behind a code, when all the others ask too; tell whether this one was told."""
    with open_back_office(config_of(data)) as office:
        pharmacy = office.profile.pharmacy.code
        query = DecodeQuery(
            ecQrCode=code,
            orgId=pharmacy,
            businessType=EC_PHARMACY_PURCHASE,
            operatorId="0001",
            operatorName="收银员",
        )
        message = dump_decode(DecodeRequest(orgId=pharmacy, transType=TRANS_TYPE, data=query))
        barrier.wait(PATIENCE_S)
        response = parse_decode_response(office.platform.verifier.decode(message))
        line.send(getattr(response, "is_success", False))


def _fresh_code(data: Path) -> str:
    with open_back_office(config_of(data)) as office:
        shown = office.platform.customer_app.show("plenty", kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL)
    assert not isinstance(shown, Refusal), shown
    return shown.text


def _start_sale(data: Path, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "pos_app", "--data", str(data), "sell", *arguments, "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _end_of(sale: "subprocess.Popen[str]") -> tuple[int, dict[str, Any]]:
    out, _ = sale.communicate(timeout=PATIENCE_S)
    return sale.returncode, json.loads(out)
