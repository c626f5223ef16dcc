"""The ticket as a picture and as a page: readable, complete, the same bytes for the same receipt."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import zxingcpp
from hypothesis import given, settings
from PIL import Image
from pypdf import PdfReader

from pos_app.domain.receipt import Receipt
from pos_app.fonts import GETA, advance
from pos_app.qr import QUIET_ZONE
from pos_app.receipts.layout import lay_out, receipt_code
from pos_app.receipts.pdf import render_pdf
from pos_app.receipts.raster import render_png
from pos_app.receipts.text import render_text
from pos_app.receipts.typeset import MARGIN, MODULE, PAPER_WIDTH, Anchor, CodeMark, Page, TextMark, typeset
from pos_app.wording import Language, Wording
from tests.receipts import samples
from tests.receipts.test_layout import receipts

if TYPE_CHECKING:
    from pypdf.generic import ArrayObject, DictionaryObject

CHINESE, ENGLISH = Wording(Language.CHINESE), Wording(Language.ENGLISH)


def page_of(receipt: Receipt, second: Wording | None = None) -> Page:
    return typeset(lay_out(receipt, CHINESE, second=second))


def pdf_of(receipt: Receipt, second: Wording | None = None) -> bytes:
    return render_pdf(page_of(receipt, second), title="模拟 SIMULATION", made_at=receipt.sold_at)


def picture_of(receipt: Receipt, second: Wording | None = None) -> Image.Image:
    return Image.open(io.BytesIO(render_png(page_of(receipt, second))))


@pytest.mark.parametrize("second", [None, ENGLISH], ids=["zh", "zh+en"])
@pytest.mark.parametrize("receipt", samples.ALL.values(), ids=samples.ALL)
def test_the_code_on_the_picture_is_the_sale_number(receipt: Receipt, second: Wording | None) -> None:
    picture = picture_of(receipt, second)
    assert picture.width == PAPER_WIDTH
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [receipt_code(receipt.sale_no)]


@pytest.mark.parametrize("receipt", samples.ALL.values(), ids=samples.ALL)
def test_the_picture_leaves_its_margins_white(receipt: Receipt) -> None:
    picture = picture_of(receipt)
    ink = picture.point(lambda grey: 255 - grey).getbbox()
    assert ink is not None
    left, _, right, bottom = ink
    assert (left, right) == (MARGIN, PAPER_WIDTH - MARGIN)
    assert bottom < picture.height


def with_pypdf(pdf: bytes) -> str:
    # it takes the high byte of each two-byte code of the embedded CMap for a character of its own
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text().replace("\x00", "")


def with_poppler(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("extract", [with_pypdf, with_poppler])
@pytest.mark.parametrize("second", [None, ENGLISH], ids=["zh", "zh+en"])
@pytest.mark.parametrize("receipt", samples.ALL.values(), ids=samples.ALL)
def test_the_text_of_the_page_is_complete(
    receipt: Receipt, second: Wording | None, extract: Callable[[bytes], str]
) -> None:
    extracted = "".join(extract(pdf_of(receipt, second)).split())
    marks = [mark.text for mark in page_of(receipt, second).marks if isinstance(mark, TextMark)]
    assert [text for text in marks if "".join(text.split()) not in extracted] == []
    said = render_text(lay_out(receipt, CHINESE, second=second)).replace(f"[{receipt_code(receipt.sale_no)}]", "")
    figures = {word for word in said.split() if any(character.isdigit() for character in word)}
    assert {word for word in figures if word not in extracted} == set()


def test_the_page_is_eighty_millimetres_wide_and_carries_its_own_font() -> None:
    page = PdfReader(io.BytesIO(pdf_of(samples.BY_FOUR))).pages[0]
    assert float(page.mediabox.width) == pytest.approx(80 / 25.4 * 72, abs=0.01)
    resources = cast("DictionaryObject", page["/Resources"])
    fonts = cast("DictionaryObject", resources["/Font"]).values()
    descendants = [
        cast("ArrayObject", cast("DictionaryObject", font.get_object())["/DescendantFonts"]) for font in fonts
    ]
    embedded = ["/FontFile3" in cast("DictionaryObject", fonts[0]["/FontDescriptor"]) for fonts in descendants]
    assert embedded == [True]


def test_bold_ends_with_the_bold_text() -> None:
    content = PdfReader(io.BytesIO(pdf_of(samples.BY_ACCOUNT))).pages[0].get_contents()
    assert content is not None
    depth, bold_depths = 0, []
    for word in content.get_data().split():
        depth += {b"q": 1, b"Q": -1}.get(word, 0)
        if word == b"Tr":
            bold_depths.append(depth)
    bold = [mark for mark in page_of(samples.BY_ACCOUNT).marks if isinstance(mark, TextMark) and mark.is_bold]
    assert len(bold_depths) == len(bold)
    assert min(bold_depths) > 0


def test_the_same_receipt_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "from hashlib import sha256; from tests.receipts import samples, test_faces as faces; "
        "from pos_app.receipts.raster import render_png; "
        "print(sha256(render_png(faces.page_of(samples.BY_FOUR)) + faces.pdf_of(samples.BY_FOUR)).hexdigest())"
    )
    here = sha256(render_png(page_of(samples.BY_FOUR)) + pdf_of(samples.BY_FOUR)).hexdigest()
    for seed in ("1", "2"):
        root = Path(__file__).parents[2]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "TZ": "America/New_York"}
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == here


def test_another_receipt_gives_other_bytes() -> None:
    other = replace(samples.BY_ACCOUNT, sale_no="0126112100099")
    assert pdf_of(other) != pdf_of(samples.BY_ACCOUNT)
    assert render_png(page_of(other)) != render_png(page_of(samples.BY_ACCOUNT))


def test_a_character_that_the_font_lacks_is_seen_to_be_missing() -> None:
    line = replace(samples.COLD_REMEDY, name="𠮷草丸😀")
    odd = replace(samples.BY_ACCOUNT, lines=(line, samples.ANTIBIOTIC))
    texts = [mark.text for mark in page_of(odd).marks if isinstance(mark, TextMark)]
    assert f"{GETA}草丸{GETA} 10g×9袋" in texts
    assert pdf_of(odd)


@settings(max_examples=60)
@given(receipts())
def test_nothing_reaches_over_the_margins_and_no_two_texts_of_a_row_touch(receipt: Receipt) -> None:
    rows: dict[int, list[tuple[float, float]]] = {}
    page = page_of(receipt, ENGLISH)
    for mark in page.marks:
        if isinstance(mark, TextMark) and mark.text:
            wide = advance(mark.text, mark.size)
            left = mark.x - {Anchor.LEFT: 0.0, Anchor.MIDDLE: 0.5, Anchor.RIGHT: 1.0}[mark.anchor] * wide
            rows.setdefault(mark.baseline, []).append((left, left + wide))
    for spans in rows.values():
        spans.sort()
        assert spans[0][0] >= MARGIN - 1
        assert spans[-1][1] <= PAPER_WIDTH - MARGIN + 1
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_the_code_has_its_quiet_zone() -> None:
    page = page_of(samples.BY_ACCOUNT)
    code = next(mark for mark in page.marks if isinstance(mark, CodeMark))
    quiet = QUIET_ZONE * MODULE
    above = [mark.baseline for mark in page.marks if isinstance(mark, TextMark) and mark.baseline < code.y]
    below = [mark.baseline - mark.size for mark in page.marks if isinstance(mark, TextMark) and mark.baseline > code.y]
    assert code.y - max(above) >= quiet
    assert min(below) - (code.y + 21 * MODULE) >= quiet


def test_wide_letters_are_set_smaller_before_any_is_lost() -> None:
    name = "W" * 40
    wide = replace(samples.BY_ACCOUNT, lines=(replace(samples.COLD_REMEDY, name=name), samples.ANTIBIOTIC))
    assert name in [mark.text for mark in page_of(wide).marks if isinstance(mark, TextMark)]
