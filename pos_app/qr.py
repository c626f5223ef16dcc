"""QR symbols for paper and for the phone: the one place that asks `qrcode` for the modules of a text."""

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules of white on every side, ISO/IEC 18004
CONTENT_LIMIT = 512  # characters; a longer text is never one of our codes


def modules(content: str) -> tuple[tuple[bool, ...], ...]:
    """Give the dark modules of a symbol with error correction M, row by row, without the quiet zone."""
    if not 0 < len(content) <= CONTENT_LIMIT:
        raise ValueError(f"a code holds 1 to {CONTENT_LIMIT} characters, not {len(content)}")
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(content, optimize=0)  # one segment, in the densest mode that fits the whole text
    symbol.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in symbol.get_matrix())


def draw(content: str, *, module: int, quiet_zone: int = QUIET_ZONE) -> Image.Image:
    """Draw a symbol in black and white, `module` pixels a module, the quiet zone counted in modules."""
    rows = modules(content)
    side = len(rows) + 2 * quiet_zone
    image = Image.new("1", (side, side), color=1)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + quiet_zone, y + quiet_zone), 0)
    return image.resize((side * module, side * module), Image.Resampling.NEAREST)
