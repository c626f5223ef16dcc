"""X and Z reports on paper: every sum, in both languages, on every face, none wider than the paper."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pos_app.domain.audit import AuditHead
from pos_app.domain.money import Money
from pos_app.domain.shift import CashCount, Drawer, DrawerKind, Ending, Shift, ShiftFigures, ShiftReport, Takings
from pos_app.receipts.columns import width
from pos_app.receipts.printers import ReceiptFiles
from pos_app.receipts.rows import COLUMNS
from pos_app.receipts.shift_slip import lay_out_report
from pos_app.receipts.text import render_text
from pos_app.wording import Language, Wording
from tests.doubles.clock import NOON

HEAD = AuditHead(128, "3f9a0c5d7e218b46" * 4)
SHIFT = Shift("0126112101", "1001", "1001 陈*", NOON, is_automatic=False)
MOVED = ("float", 200_00), ("taken", 1_234_50), ("change", 87_60), ("in", 100_00), ("out", 500_00), ("refund", 32_80)
DRAWER = Drawer.of_rows((DrawerKind(kind), Money(fen)) for kind, fen in MOVED)
TAKINGS = Takings(
    sales=17,
    sold=Money(2_345_60),
    refunds=1,
    refunded=Money(32_80),
    tenders={"account": Money(1_198_70), "cash": Money(1_146_90), "coupon": Money(1)},
    returns={"account": Money(20_40), "cash": Money(12_40)},
    open_sales=1,
    parked_bills=2,
)
COUNT = CashCount.parse("100=9,10=1,0.1=4")
ENDING = Ending(12, NOON + timedelta(hours=8), COUNT, COUNT.total - DRAWER.expected, "少找一张", "8001 赵**", HEAD)


def report(ending: Ending | None = ENDING, shift: Shift = SHIFT) -> ShiftReport:
    at = ending.closed_at if ending else NOON
    return ShiftReport("成都示范药房", "P51010000001", "01", at, ShiftFigures(shift, DRAWER, TAKINGS, ending), HEAD)


def paper(of: ShiftReport, language: Language = Language.CHINESE) -> str:
    return render_text(lay_out_report(of, Wording(language)))


def test_a_z_report_says_every_sum() -> None:
    said = paper(report())
    for part in (
        *("Z000012", "0126112101", "1001 陈*", "2026-11-21", "20:00:00", "2,345.60", "1,198.70", "1,146.90"),
        *("+200.00", "+1,234.50", "\u221287.60", "+100.00", "\u2212500.00", "\u221232.80", "￥914.10"),
        *("\u221220.40", "\u221212.40"),
        *("×9", "900.00", "×4", "￥910.40", "\u22123.70", "少找一张", "8001 赵**", "128:3f9a0c5d7e218b46"),
    ):
        assert part in said, part
    assert "coupon" in said, "a tender without words of its own is said by its code"


def test_an_x_report_says_that_nothing_was_reset_and_has_no_count() -> None:
    said = paper(report(None))
    assert "X0126112101-120000" in said
    assert "未清零" in said
    assert "实点" not in said


def test_a_shift_that_nobody_signed_in_for_says_so() -> None:
    assert "无人登录" in paper(report(shift=replace(SHIFT, is_automatic=True)))
    assert "无人登录" not in paper(report())


@pytest.mark.parametrize("language", Language)
def test_no_line_is_wider_than_the_paper(language: Language) -> None:
    crowded = replace(ENDING, reason="很长的原因" * 16)
    for of in (report(crowded), report(None), report(shift=replace(SHIFT, is_automatic=True))):
        said = paper(of, language)
        assert "SIMULATION" in said
        assert max(width(line) for line in said.splitlines()) <= COLUMNS


def test_every_face_is_made_and_the_same_again(tmp_path: Path) -> None:
    first = ReceiptFiles(tmp_path / "first").print_report(report())
    again = ReceiptFiles(tmp_path / "again").print_report(report())
    for face in ("txt", "png", "pdf"):
        content = getattr(first, face).read_bytes()
        assert content
        assert content == getattr(again, face).read_bytes()
