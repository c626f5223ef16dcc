"""Tickets as files: whole or not at all, and never outside their folder."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_app.faults import PrinterFault
from pos_app.receipts.printers import ReceiptFiles
from tests.receipts import samples

if TYPE_CHECKING:
    from pos_app.services.ports import ReceiptPrinter


def test_a_ticket_is_three_files_named_by_its_sale(tmp_path: Path) -> None:
    printer: ReceiptPrinter = ReceiptFiles(tmp_path / "papers")
    paper = printer.print(samples.BY_ACCOUNT)
    assert [path.name for path in (paper.txt, paper.png, paper.pdf)] == [
        f"0126112100023.{suffix}" for suffix in ("txt", "png", "pdf")
    ]
    assert paper.png.read_bytes().startswith(b"\x89PNG")
    assert paper.pdf.read_bytes().startswith(b"%PDF-")
    assert "个人现金支付" in paper.txt.read_text(encoding="utf-8")
    assert len(list(paper.txt.parent.iterdir())) == 3


def test_printing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    papers = [ReceiptFiles(tmp_path / place).print(samples.BY_FOUR) for place in ("one", "two")]
    first, second = ([path.read_bytes() for path in (paper.txt, paper.png, paper.pdf)] for paper in papers)
    assert first == second


def test_a_reprint_leaves_the_original_alone(tmp_path: Path) -> None:
    printer = ReceiptFiles(tmp_path)
    original = printer.print(samples.BY_CASH)
    before = original.pdf.read_bytes()
    reprint = printer.print(samples.BY_CASH, copy=1)
    assert reprint.txt.name == "0126112100025-copy1.txt"
    assert "补打第 1 次" in reprint.txt.read_text(encoding="utf-8")
    assert original.pdf.read_bytes() == before


def test_a_folder_that_takes_nothing_is_a_printer_fault(tmp_path: Path) -> None:
    blocked = tmp_path / "papers"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(PrinterFault, match="0126112100023"):
        ReceiptFiles(blocked).print(samples.BY_ACCOUNT)


def test_a_place_that_cannot_be_replaced_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "0126112100023.pdf").mkdir()
    with pytest.raises(PrinterFault):
        ReceiptFiles(tmp_path).print(samples.BY_ACCOUNT)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("sale_no", ["", "../1", "a/b", "1\n", "x" * 41, "单"])
def test_a_sale_number_never_becomes_a_path(tmp_path: Path, sale_no: str) -> None:
    with pytest.raises(ValueError, match="sale number"):
        ReceiptFiles(tmp_path).print(replace(samples.BY_CASH, sale_no=sale_no))
    assert list(tmp_path.iterdir()) == []


def test_both_languages_on_request(tmp_path: Path) -> None:
    paper = ReceiptFiles(tmp_path, bilingual=True).print(samples.BY_CASH)
    assert "Customer pays" in paper.txt.read_text(encoding="utf-8")
