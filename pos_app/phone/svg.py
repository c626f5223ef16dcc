"""The customer's code as an SVG: text as outlines, so that it looks the same where no Chinese font is."""

from collections.abc import Iterator
from html import escape
from typing import assert_never

from pos_app.fonts import outline
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
from pos_app.qr import modules
from pos_app.wording import Wording

_BOLD = 0.04  # stroke over both sides of the outline, as a share of the size


def card_svg(card: VoucherCard, wording: Wording) -> str:
    """Draw the card; what it is stands in its title, the code's digits nowhere but in the symbol."""
    title = escape(f"{wording.say('voucher_card.simulation')} · {card.masked_name}")
    elements = "\n".join(element for shape in draw_card(card, wording) for element in _elements(shape))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">\n<title>{title}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>\n{elements}\n</svg>\n'
    )


def _elements(shape: Shape) -> Iterator[str]:
    match shape:
        case Box():
            yield _box(shape)
        case Hatch(height):
            yield f'<rect width="{WIDTH}" height="{height}" fill="{SIM}"/>'
            for stripe in stripes(shape):
                points = " ".join(f"{x},{y}" for x, y in stripe)
                yield f'<polygon points="{points}" fill="{SIM_HATCH}"/>'
        case Words():
            yield _words(shape)
        case Symbol():
            yield _symbol(shape)
        case _:
            assert_never(shape)


def _box(box: Box) -> str:
    inset = box.line_width / 2  # a stroke lies half on each side of its path
    return (
        f'<rect x="{box.x + inset}" y="{box.y + inset}" width="{box.width - box.line_width}" '
        f'height="{box.height - box.line_width}" rx="{box.radius - inset}" fill="{box.fill}" '
        f'stroke="{box.line}" stroke-width="{box.line_width}"/>'
    )


def _words(words: Words) -> str:
    path = outline(words.text, left=words.left, baseline=words.baseline, size=words.size)
    bold = f' stroke="{words.fill}" stroke-width="{words.size * _BOLD:.2f}"' if words.is_bold else ""
    return f'<path d="{path}" fill="{words.fill}"{bold}/>'


def _symbol(symbol: Symbol) -> str:
    """Draw the dark modules as one path, a run of them as one rectangle: no seams."""
    runs = [
        f"M{symbol.x + start * symbol.module} {symbol.y + row * symbol.module}"
        f"h{length * symbol.module}v{symbol.module}h-{length * symbol.module}z"
        for row, line in enumerate(modules(symbol.content))
        for start, length in _runs(line)
    ]
    return f'<path d="{"".join(runs)}" fill="#000000" shape-rendering="crispEdges"/>'


def _runs(line: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(line):
        end = start
        while end < len(line) and line[end] == line[start]:
            end += 1
        if line[start]:
            yield start, end - start
        start = end
