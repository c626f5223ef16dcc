"""The customer's code as a PNG: the bare symbol for a scanner, the card for a person."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from pos_app.fonts import sans_path
from pos_app.phone.card import (
    GROUND,
    HEIGHT,
    SIM,
    SIM_HATCH,
    WIDTH,
    Box,
    Hatch,
    Shape,
    Symbol,
    VoucherCard,
    Words,
    draw_card,
    stripes,
)
from pos_app.qr import draw
from pos_app.wording import Wording

SMALLEST_MODULE = 6  # pixels; below that a camera has too little to hold on to

_DOTS = 2  # pixels a unit of the drawing, as on a phone
_FINE = 4  # edges that are round or slant are drawn so much larger, then made smaller
_BOLD = 0.02  # stroke, as a share of the size: the font has one weight


def code_png(text: str, *, module: int = 10) -> bytes:
    """Draw a code and nothing else, quiet zone included."""
    if module < SMALLEST_MODULE:
        raise ValueError(f"a module has at least {SMALLEST_MODULE} pixels")
    return _png(draw(text, module=module))


def card_png(card: VoucherCard, wording: Wording) -> bytes:
    """Draw the card as a phone would show it, at two pixels a unit; the same card gives the same bytes."""
    shapes = draw_card(card, wording)
    image = _surfaces(shapes)
    canvas = ImageDraw.Draw(image)
    for shape in shapes:
        if isinstance(shape, Words):
            _write(shape, canvas)
        elif isinstance(shape, Symbol):
            symbol = draw(shape.content, module=shape.module * _DOTS, quiet_zone=0)
            image.paste(symbol, (shape.x * _DOTS, shape.y * _DOTS))
    return _png(image)


def _surfaces(shapes: Iterable[Shape]) -> Image.Image:
    scale = _DOTS * _FINE
    image = Image.new("RGB", (WIDTH * scale, HEIGHT * scale), GROUND)
    canvas = ImageDraw.Draw(image)
    for shape in shapes:
        if isinstance(shape, Box):
            corners = [scale * edge for edge in (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)]
            canvas.rounded_rectangle(
                (corners[0], corners[1], corners[2] - 1, corners[3] - 1),
                radius=shape.radius * scale,
                fill=shape.fill,
                outline=shape.line,
                width=shape.line_width * scale,
            )
        elif isinstance(shape, Hatch):
            canvas.rectangle((0, 0, WIDTH * scale, shape.height * scale - 1), fill=SIM)
            for stripe in stripes(shape):
                canvas.polygon([(x * scale, y * scale) for x, y in stripe], fill=SIM_HATCH)
            canvas.rectangle((0, shape.height * scale, WIDTH * scale, (shape.height + 1) * scale), fill=GROUND)
    return image.resize((WIDTH * _DOTS, HEIGHT * _DOTS), Image.Resampling.BOX)


def _write(words: Words, canvas: ImageDraw.ImageDraw) -> None:
    size = words.size * _DOTS
    canvas.text(
        (words.left * _DOTS, words.baseline * _DOTS),
        words.text,
        fill=words.fill,
        font=_font(size),
        anchor="ls",
        stroke_width=size * _BOLD if words.is_bold else 0,
    )


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    # the basic engine everywhere: raqm is there on some machines only and would space differently
    return ImageFont.truetype(sans_path(), size, layout_engine=ImageFont.Layout.BASIC)


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
