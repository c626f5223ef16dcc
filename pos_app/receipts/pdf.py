"""The ticket as a PDF page, 80 mm wide and as long as it needs, its text real text."""

from datetime import datetime
from typing import assert_never

from pos_app.fonts import advance
from pos_app.pdf.file import write_pdf
from pos_app.pdf.font import DocumentFont
from pos_app.pdf.page import BLACK, PdfPage
from pos_app.qr import draw
from pos_app.receipts.typeset import (
    DASH,
    GAP,
    MARGIN,
    MODULE,
    PAPER_WIDTH,
    Anchor,
    BandMark,
    CodeMark,
    DashMark,
    Mark,
    Page,
    TextMark,
)

_DOTS_PER_MM = 8
_PAPER_MM = 80
_EDGE_MM = (_PAPER_MM - PAPER_WIDTH / _DOTS_PER_MM) / 2  # the print head does not reach the edges
_POINTS_PER_DOT = 72 / 25.4 / _DOTS_PER_MM
_WHITE = (255, 255, 255)
_BEFORE = {Anchor.LEFT: 0.0, Anchor.MIDDLE: 0.5, Anchor.RIGHT: 1.0}  # how much of a text stands before its place


def render_pdf(page: Page, *, title: str, made_at: datetime) -> bytes:
    """Draw a page; the same page, title and moment give the same bytes."""
    font = DocumentFont.of("".join(mark.text for mark in page.marks if isinstance(mark, TextMark)))
    paper = PdfPage(font, _PAPER_MM, _mm(page.height))
    for mark in page.marks:
        _draw(mark, paper)
    return write_pdf([paper], font, title=title, made_at=made_at)


def _draw(mark: Mark, paper: PdfPage) -> None:
    match mark:
        case TextMark():
            left = mark.x - _BEFORE[mark.anchor] * advance(mark.text, mark.size)
            paper.text(
                mark.text,
                _x(left),
                _mm(mark.baseline),
                points=mark.size * _POINTS_PER_DOT,
                colour=_WHITE if mark.is_inverse else BLACK,
                is_bold=mark.is_bold,
            )
        case BandMark(x, y, width, height):
            paper.box(_x(x), _mm(y), _mm(width), _mm(height))
        case DashMark(y):
            length = _mm(PAPER_WIDTH - 2 * MARGIN)
            paper.line(_x(MARGIN), _mm(y + 1), length, thickness=_mm(2), dash=(_mm(DASH), _mm(GAP)))
        case CodeMark(x, y, content):
            image = draw(content, module=MODULE, quiet_zone=0)
            paper.picture(image, _x(x), _mm(y), _mm(image.width), _mm(image.height))
        case _:
            assert_never(mark)


def _mm(dots: float) -> float:
    return dots / _DOTS_PER_MM


def _x(dots: float) -> float:
    return _EDGE_MM + _mm(dots)
