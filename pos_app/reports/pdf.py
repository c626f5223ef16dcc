"""Pages of marks as a PDF file, its text real text."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import assert_never

from fpdf import FPDF
from fpdf.enums import TextMode

from pos_app.fonts import cut_down
from pos_app.reports.marks import Box, Label, Mark, Stroke, texts_of
from pos_app.reports.page import PAGE_HEIGHT, PAGE_WIDTH

_FONT = "NotoSansSC"
_BOLD = 0.03  # stroke, as a share of the size: the font has one weight


def render_pdf(pages: Sequence[Sequence[Mark]], *, title: str, made_at: datetime) -> bytes:
    """Draw pages; the same pages, title and moment give the same bytes."""
    pdf = FPDF(unit="mm", format=(PAGE_WIDTH, PAGE_HEIGHT))
    pdf.set_creation_date(made_at)
    pdf.set_title(title)
    pdf.set_auto_page_break(auto=False)
    with TemporaryDirectory(prefix="pos-app-font-") as folder:  # fpdf2 takes a font as a file only, and reads it late
        font = Path(folder) / f"{_FONT}.otf"
        font.write_bytes(cut_down("".join(texts_of(pages))))
        pdf.add_font(_FONT, fname=font)
        for page in pages:
            pdf.add_page()
            for mark in page:
                _draw(mark, pdf)
        return bytes(pdf.output())


def _draw(mark: Mark, pdf: FPDF) -> None:
    match mark:
        case Box(x, y, width, height, colour, radius):
            pdf.set_fill_color(*_rgb(colour))
            pdf.rect(x, y, width, height, style="F", round_corners=radius > 0, corner_radius=radius)
        case Stroke(x, y, width, colour, thickness):
            pdf.set_draw_color(*_rgb(colour))
            pdf.set_line_width(thickness)
            pdf.line(x, y, x + width, y)
        case Label():
            _draw_text(mark, pdf)
        case _:
            assert_never(mark)


def _draw_text(mark: Label, pdf: FPDF) -> None:
    with pdf.local_context():  # or the stroke of a bold text stays on for all that follow
        pdf.set_font(_FONT, size=mark.size)
        pdf.set_text_color(*_rgb(mark.colour))
        if mark.is_bold:
            pdf.set_draw_color(*_rgb(mark.colour))
            pdf.text_mode = TextMode.FILL_STROKE
            pdf.set_line_width(mark.size * _BOLD)  # in points: fpdf writes it beside the text without its unit
        pdf.text(mark.left, mark.baseline, mark.text)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
