"""The ticket as a picture, 576 dots wide: what an 80 mm printer burns and what the preview shows."""

from functools import cache
from io import BytesIO
from typing import assert_never

from PIL import Image, ImageDraw, ImageFont

from pos_app.fonts import sans_path
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

_BLACK, _WHITE = 0, 255
_ANCHORS = {Anchor.LEFT: "ls", Anchor.MIDDLE: "ms", Anchor.RIGHT: "rs"}
_BOLD = 0.022  # stroke, as a share of the size: the font has one weight


def render_png(page: Page) -> bytes:
    """Paint a page in shades of grey; the same page gives the same bytes."""
    image = Image.new("L", (PAPER_WIDTH, page.height), _WHITE)
    canvas = ImageDraw.Draw(image)
    for mark in page.marks:
        _paint(mark, image, canvas)
    file = BytesIO()
    image.save(file, "PNG", dpi=(203, 203))
    return file.getvalue()


def _paint(mark: Mark, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    match mark:
        case TextMark():
            _paint_text(mark, canvas)
        case BandMark(x, y, width, height):
            canvas.rectangle((x, y, x + width - 1, y + height - 1), fill=_BLACK)
        case DashMark(y):
            for x in range(MARGIN, PAPER_WIDTH - MARGIN, DASH + GAP):
                canvas.rectangle((x, y, min(x + DASH, PAPER_WIDTH - MARGIN) - 1, y + 1), fill=_BLACK)
        case CodeMark(x, y, content):
            image.paste(draw(content, module=MODULE, quiet_zone=0), (x, y))
        case _:
            assert_never(mark)


def _paint_text(mark: TextMark, canvas: ImageDraw.ImageDraw) -> None:
    canvas.text(
        (mark.x, mark.baseline),
        mark.text,
        fill=_WHITE if mark.is_inverse else _BLACK,
        font=_font(mark.size),
        anchor=_ANCHORS[mark.anchor],
        stroke_width=mark.size * _BOLD if mark.is_bold else 0,
    )


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    # the basic engine everywhere: raqm is there on some machines only and would space differently
    return ImageFont.truetype(sans_path(), size, layout_engine=ImageFont.Layout.BASIC)
