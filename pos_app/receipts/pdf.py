"""The ticket as a PDF page, 80 mm wide and as long as it needs, its text real text."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import assert_never

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from pos_app.fonts import advance, cut_down
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
_FONT = "NotoSansSC"
_BOLD = 0.03  # stroke, as a share of the size: the font has one weight
_BLACK, _WHITE = 0, 255


def render_pdf(page: Page, *, title: str, made_at: datetime) -> bytes:
    """Draw a page; the same page, title and moment give the same bytes."""
    pdf = FPDF(unit="mm", format=(_PAPER_MM, _mm(page.height)))
    pdf.set_creation_date(made_at)
    pdf.set_title(title)
    pdf.set_lang("zh-CN")
    pdf.set_auto_page_break(auto=False)
    with TemporaryDirectory(prefix="pos-app-font-") as folder:  # fpdf2 takes a font as a file only, and reads it late
        font = Path(folder) / f"{_FONT}.otf"
        font.write_bytes(cut_down("".join(mark.text for mark in page.marks if isinstance(mark, TextMark))))
        pdf.add_font(_FONT, fname=font)
        for added in pdf.fonts.values():
            if isinstance(added, TTFFont):
                added.ttfont.recalcBBoxes = False  # or the frame around all glyphs is worked out thrice, for no viewer
        pdf.add_page()
        for mark in page.marks:
            _draw(mark, pdf)
        return bytes(pdf.output())


def _draw(mark: Mark, pdf: FPDF) -> None:
    match mark:
        case TextMark():
            _draw_text(mark, pdf)
        case BandMark(x, y, width, height):
            pdf.set_fill_color(_BLACK)
            pdf.rect(_x(x), _mm(y), _mm(width), _mm(height), style="F")
        case DashMark(y):
            thick = 2
            pdf.set_draw_color(_BLACK)
            pdf.set_line_width(_mm(thick))
            pdf.set_dash_pattern(dash=_mm(DASH - thick), gap=_mm(GAP + thick))  # the caps add half of it at each end
            pdf.line(_x(MARGIN), _mm(y + 1), _x(PAPER_WIDTH - MARGIN), _mm(y + 1))
            pdf.set_dash_pattern()
        case CodeMark(x, y, content):
            # a picture with hard edges: rectangles side by side show seams in some viewers
            image = draw(content, module=MODULE, quiet_zone=0)
            pdf.image(image, _x(x), _mm(y), _mm(image.width), _mm(image.height))
        case _:
            assert_never(mark)


def _draw_text(mark: TextMark, pdf: FPDF) -> None:
    size = mark.size * _POINTS_PER_DOT
    before = {Anchor.LEFT: 0.0, Anchor.MIDDLE: 0.5, Anchor.RIGHT: 1.0}[mark.anchor]
    left = mark.x - before * advance(mark.text, mark.size)
    grey = _WHITE if mark.is_inverse else _BLACK
    with pdf.local_context():  # or the stroke of a bold text stays on for all that follow
        pdf.set_font(_FONT, size=size)
        pdf.set_text_color(grey)
        pdf.set_draw_color(grey)
        if mark.is_bold:
            pdf.text_mode = TextMode.FILL_STROKE
            pdf.set_line_width(size * _BOLD)  # in points: fpdf writes it beside the text without its unit
        pdf.text(_x(left), _mm(mark.baseline), mark.text)


def _mm(dots: float) -> float:
    return dots / _DOTS_PER_MM


def _x(dots: float) -> float:
    return _EDGE_MM + _mm(dots)
