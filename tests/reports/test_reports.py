"""The faces of a day's report say what the day's value says, and do no harm to the program that opens them."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from pos_app.domain.money import ZERO, Money
from pos_app.domain.reconciliation import Difference, Entry, Kind, Reverse
from pos_app.faults import StoreFault
from pos_app.gui.tokens import LIGHT
from pos_app.reports import palette
from pos_app.reports.csv_file import render_csv, shown
from pos_app.reports.files import write_report
from pos_app.reports.marks import Box, Label, Stroke, fitted, width_mm
from pos_app.reports.page import PAGE_HEIGHT, PAGE_WIDTH, lay_out
from pos_app.reports.pdf import render_pdf
from pos_app.reports.workbook import render_workbook
from pos_app.services.day_report import DayReport, DaySales, GoodsSum, ReportedSale, TenderSum, day_report
from pos_app.services.hour_scale import tick_step
from pos_app.services.reconciliation import Explained, Group, Reconciled
from pos_app.wording import Language, Wording
from tests.doubles.clock import NOON
from tests.doubles.counter import SHOP

DAY = date(2026, 11, 21)
CHINESE = Wording(Language.CHINESE)
SETTLEMENT = "510100179522656000000000000001"


def sale(number: int, *, person: str = "李**", fen: int = 2560, at: datetime = NOON) -> ReportedSale:
    return ReportedSale(
        sale_no=f"01261121{number:05}",
        sold_at=at,
        person=person,
        pieces=2,
        total=Money(fen),
        fund=ZERO,
        account=Money(fen - 60),
        shared=ZERO,
        customer=Money(60),
        settlement_id=SETTLEMENT,
        msgid=f"P51010000001202611211200000{number:03}",
    )


def report(*sales: ReportedSale, reconciled: Reconciled | None = None) -> DayReport:
    tenders = (
        TenderSum("account", len(sales), Money(sum(one.account.fen for one in sales))),
        TenderSum("cash", len(sales), Money(sum(one.customer.fen for one in sales))),
    )
    goods = (GoodsSum("100001", "感冒灵颗粒", 2, Money(2560)), GoodsSum("100002", "=1+1", 1, Money(990)))
    return day_report(DAY, made_at=NOON, shop=SHOP, sales=DaySales(sales, tenders, goods, 1, 0), reconciled=reconciled)


def agreeing(*differences: Difference) -> Reconciled:
    group = Group("41", "310", 2, Money(5120), ZERO, Money(5000), agrees=not differences)
    return Reconciled(DAY, (group,), compared=False, differences=tuple(Explained(one, ()) for one in differences))


def lost() -> Difference:
    entry = Entry(SETTLEMENT, "V1", "1", "M1", Money(6100), ZERO, Money(6100))
    return Difference(Kind.MISSING_HERE, None, entry, Reverse("M1", "1"))


def _rows(report: DayReport) -> list[list[str]]:
    return list(csv.reader(StringIO(render_csv(report, CHINESE).decode("utf-8-sig"))))


def test_a_spreadsheet_knows_the_encoding_and_reads_every_sale() -> None:
    content = render_csv(report(sale(1), sale(2)), CHINESE)
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, second = _rows(report(sale(1), sale(2)))
    assert (head[0], head[-1]) == ("单号", "模拟 SIMULATION · 非真实账目")
    assert first[:5] == ["'0126112100001", "2026-11-21 12:00:00", "李**", "2", "25.60"]
    assert second[0] == "'0126112100002"
    assert SETTLEMENT in first[9]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    (_, row) = _rows(report(sale(1, person=text)))
    assert row[2].startswith("'")
    book = load_workbook(BytesIO(render_workbook(report(sale(1, person=text)), CHINESE)))
    assert [cell.data_type for row in book["销售明细"].iter_rows(min_row=3) for cell in row].count("f") == 0


@given(st.text())
def test_whatever_a_name_holds_it_is_no_formula(text: str) -> None:
    assert not shown(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_amount_below_nothing_stays_a_number() -> None:
    assert shown(Money(-2500)) == "-25.00"


def test_the_workbook_holds_numbers_and_times_under_a_heading_that_stays() -> None:
    book = load_workbook(BytesIO(render_workbook(report(sale(1)), CHINESE)))
    assert book.sheetnames == ["概览", "销售明细", "按小时", "付款方式", "商品", "与中心对账"]
    sheet = book["销售明细"]
    assert sheet.freeze_panes == "A3"
    assert all("SIMULATION" in str(page["A1"].value) for page in book)
    number, at, _, pieces, total, *_ = next(sheet.iter_rows(min_row=3))
    assert (number.value, number.data_type) == ("0126112100001", "s")
    assert at.value == datetime(2026, 11, 21, 12)  # noqa: DTZ001  a spreadsheet knows no zones
    assert (pieces.value, float(total.value)) == (2, 25.6)
    assert "0.00" in total.number_format
    assert sum(float(row[4].value) for row in book["按小时"].iter_rows(min_row=3)) == 25.6
    assert book["商品"].cell(4, 2).data_type == "s"
    assert sheet.column_dimensions["A"].width > 13


def test_the_page_says_every_sum_and_every_sale_as_text() -> None:
    made = report(sale(1), sale(2, at=NOON + timedelta(hours=5)), reconciled=agreeing())
    pages = lay_out(made, CHINESE)
    document = PdfReader(BytesIO(render_pdf(pages, title="x", made_at=NOON)))
    # pypdf takes the high byte of each two-byte code for a character of its own
    first, second = (page.extract_text().replace("\x00", "") for page in document.pages)
    for words in ("销售日报 2026-11-21", "51.20", "50.00", "1.20", "模拟 SIMULATION", "感冒灵颗粒", "2 笔医保结算"):
        assert words in first, words
    for words in ("0126112100001", "0126112100002", SETTLEMENT, "模拟 SIMULATION"):
        assert words in second, words


def test_the_page_tells_what_differs_and_what_was_not_asked() -> None:
    differing = "".join(_texts(report(sale(1), reconciled=agreeing(lost()))))
    assert "61.00" in differing
    assert "中心有，本店没有" in differing
    assert "未能与中心对账" in "".join(_texts(report(sale(1))))
    assert "与中心账目一致" not in differing


def test_what_was_given_back_is_told_beside_the_sales() -> None:
    made = report(sale(1))
    back = replace(made, sales=replace(made.sales, refunds=2, refunded=Money(4321)))
    assert "退货 2 笔 43.21" in _texts(back)
    rows = load_workbook(BytesIO(render_workbook(back, CHINESE)))["概览"].iter_rows(min_row=3, values_only=True)
    assert {"退货笔数": 2, "退货金额": 43.21}.items() <= dict(row[:2] for row in rows).items()
    assert not [text for text in _texts(made) if "退货" in text]


def test_the_same_day_gives_the_same_page() -> None:
    first, again = (render_pdf(lay_out(report(sale(1)), CHINESE), title="x", made_at=NOON) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("count", [0, 1, 44, 45, 130])
def test_nothing_is_off_the_page_or_over_its_neighbour(language: Language, count: int) -> None:
    dear = replace(sale(1, fen=99_999_999_99), person="乌**····**")
    sales = tuple(replace(dear, sold_at=NOON + timedelta(minutes=7 * number)) for number in range(count))
    pages = lay_out(report(*sales, reconciled=agreeing(*[lost()] * 9)), Wording(language))
    assert len(pages) == 1 + -(-count // 44)
    for mark in (mark for page in pages for mark in page):
        left, right, top, bottom = _extent(mark)
        assert left >= 0
        assert right <= PAGE_WIDTH + 0.01, mark
        assert top >= 0
        assert bottom <= PAGE_HEIGHT, mark


def test_a_day_of_very_many_sales_has_an_end() -> None:
    pages = lay_out(report(*(sale(number) for number in range(1000))), CHINESE)
    assert len(pages) == 21
    assert any("120" in text for text in (mark.text for mark in pages[-1] if isinstance(mark, Label)))


@given(st.integers(0, 10**13))
def test_the_scale_has_few_lines_at_round_amounts(fen: int) -> None:
    step = tick_step(Money(fen))
    assert fen <= 5 * step
    assert step == 100 or fen > step  # no finer one would do
    assert str(step).rstrip("0") in {"1", "2", "5"}


def test_a_text_is_made_to_fit() -> None:
    assert fitted("短", 10, 50) == ("短", 10)
    text, size = fitted("很长的文字" * 20, 10, 20)
    assert text.endswith("…")
    assert width_mm(text, size) <= 20


def test_paper_has_the_windows_colours() -> None:
    pairs = {"INK": "ink", "SOFT": "soft", "LINE": "line", "PANEL": "bg", "ACCENT": "accent", "BAD": "bad"}
    pairs |= {"ACCENT_SOFT": "accent_soft", "ON_ACCENT": "on_accent", "WARN": "warn", "BAD_SOFT": "bad_soft"}
    pairs |= {"FOCUS": "focus", "SIM": "sim", "ON_SIM": "on_sim"}
    for ours, theirs in pairs.items():
        assert getattr(palette, ours).upper() == getattr(LIGHT, theirs).upper(), ours


def test_the_files_are_whole_and_a_folder_that_cannot_take_them_is_a_fault(tmp_path: Path) -> None:
    files = write_report(report(sale(1)), tmp_path / "new", CHINESE)
    assert {path.name for path in (tmp_path / "new").iterdir()} == {files.csv.name, files.xlsx.name, files.pdf.name}
    assert all("SIMULATION" in path.name for path in (files.csv, files.xlsx, files.pdf))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFault, match="file"):
        write_report(report(sale(1)), tmp_path / "file", CHINESE)


def _texts(report: DayReport) -> list[str]:
    return [mark.text for page in lay_out(report, CHINESE) for mark in page if isinstance(mark, Label)]


def _extent(mark: Box | Stroke | Label) -> tuple[float, float, float, float]:
    match mark:
        case Box(x, y, width, height):
            return x, x + width, y, y + height
        case Stroke(x, y, width):
            return x, x + width, y, y
        case Label():
            return mark.left, mark.left + width_mm(mark.text, mark.size), mark.baseline - mark.size * 0.3, mark.baseline
