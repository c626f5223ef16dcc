"""Pages of marks as a PDF file, its text real text."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from pos_app.pdf.file import write_pdf
from pos_app.pdf.font import DocumentFont
from pos_app.pdf.page import Colour, PdfPage
from pos_app.reports.marks import Box, Label, Mark, Stroke, texts_of
from pos_app.reports.page import PAGE_HEIGHT, PAGE_WIDTH


def render_pdf(pages: Sequence[Sequence[Mark]], *, title: str, made_at: datetime) -> bytes:
    """Draw pages; the same pages, title and moment give the same bytes."""
    font = DocumentFont.of("".join(texts_of(pages)))
    papers = [_drawn(page, PdfPage(font, PAGE_WIDTH, PAGE_HEIGHT)) for page in pages]
    return write_pdf(papers, font, title=title, made_at=made_at)


def _drawn(page: Sequence[Mark], paper: PdfPage) -> PdfPage:
    for mark in page:
        match mark:
            case Box(x, y, width, height, colour, radius):
                paper.box(x, y, width, height, colour=_rgb(colour), radius=radius)
            case Stroke(x, y, width, colour, thickness):
                paper.line(x, y, width, thickness=thickness, colour=_rgb(colour))
            case Label():
                shade, is_bold = _rgb(mark.colour), mark.is_bold
                paper.text(mark.text, mark.left, mark.baseline, points=mark.size, colour=shade, is_bold=is_bold)
            case _:
                assert_never(mark)
    return paper


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
