"""What the customer's phone shows of one code, as shapes at places: one drawing for the PNG and the SVG."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.code import PayCode
from pos_app.domain.pay_code import ShownPayCode
from pos_app.domain.shanghai import local
from pos_app.domain.voucher import CodeKind, ShownCode
from pos_app.fonts import advance, drawable
from pos_app.qr import QUIET_ZONE, modules
from pos_app.wording import Wording

WIDTH, HEIGHT = 390, 634
BAND_HEIGHT, STRIPE = 34, 14

# the light set of the design tokens
GROUND, PANEL, LINE = "#F3F5F2", "#FFFFFF", "#DCE2DD"
INK, SOFT, ACCENT, ACCENT_SOFT = "#15211B", "#5A6A61", "#0B6E4F", "#E1F1EA"
SIM, SIM_HATCH, ON_SIM = "#F6B73C", "#FFD27A", "#3B2600"

_MIDDLE = WIDTH // 2
_EDGE = 16
_SYMBOL_SIDE = 262  # at most, without the quiet zone
_SYMBOL_TOP = 254


@dataclass(frozen=True, slots=True)
class VoucherCard:
    """A fresh code and whose it is; the name is masked already."""

    code: ShownCode | ShownPayCode
    masked_name: str

    @property
    def title_key(self) -> str:
        kind = self.code.kind if isinstance(self.code, ShownCode) else PayCode.kind
        return f"voucher_card.title.{kind}"

    @property
    def channel_key(self) -> str:
        where = "voucher_card.channel" if isinstance(self.code, ShownCode) else "phone.wallet"
        return f"{where}.{self.code.channel}"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners; a circle where the radius is half its side."""

    x: int
    y: int
    width: int
    height: int
    radius: int
    fill: str
    line: str
    line_width: int = 1


@dataclass(frozen=True, slots=True)
class Hatch:
    """The band across the top that nobody takes for the real thing: stripes between two heights."""

    height: int


@dataclass(frozen=True, slots=True)
class Words:
    left: float
    baseline: int
    text: str
    size: float
    fill: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its quiet zone, `module` to a module; the panel around it is white."""

    x: int
    y: int
    module: int
    content: str


Shape: TypeAlias = Box | Hatch | Words | Symbol


def draw_card(card: VoucherCard, wording: Wording) -> tuple[Shape, ...]:
    """Place the shapes of a card, the lowest first."""
    return (
        Hatch(BAND_HEIGHT),
        _centred(wording.say("voucher_card.simulation"), 23, 15, ON_SIM, is_bold=True),
        Words(_EDGE + 2, 68, drawable(wording.say(card.title_key)), 18, INK, is_bold=True),
        _channel(card, wording),
        Box(_EDGE, 86, WIDTH - 2 * _EDGE, HEIGHT - 86 - _EDGE, 14, PANEL, LINE),
        *_person(card),
        _centred(wording.say("voucher_card.show"), 205, 14, SOFT),
        _symbol(card.code.text),
        *_validity(card, wording),
    )


def stripes(band: Hatch) -> Iterable[tuple[tuple[int, int], ...]]:
    """Give the slanting stripes of a band, corner by corner; those at the ends reach over the picture's edge."""
    for left in range(-band.height, WIDTH, 2 * STRIPE):
        foot, top = left, left + band.height
        yield (foot, band.height), (top, 0), (top + STRIPE, 0), (foot + STRIPE, band.height)


def _channel(card: VoucherCard, wording: Wording) -> Words:
    text = drawable(wording.say(card.channel_key))
    return Words(WIDTH - _EDGE - 2 - advance(text, 13), 67, text, 13, SOFT)


def _person(card: VoucherCard) -> Iterator[Shape]:
    side, top = 52, 100
    yield Box(_MIDDLE - side // 2, top, side, side, side // 2, ACCENT_SOFT, ACCENT, line_width=2)
    yield _centred(card.masked_name[:1], top + 34, 22, ACCENT, is_bold=True)
    yield _centred(card.masked_name, 180, 20, INK, is_bold=True)


def _symbol(text: str) -> Symbol:
    count = len(modules(text))
    # the quiet zone counts too: it has to fit between the edges of the panel
    module = min(_SYMBOL_SIDE // count, (WIDTH - 2 * _EDGE - 4) // (count + 2 * QUIET_ZONE))
    side = module * count
    return Symbol(_MIDDLE - side // 2, _SYMBOL_TOP + (_SYMBOL_SIDE - side) // 2, module, text)


def _validity(card: VoucherCard, wording: Wording) -> Iterator[Shape]:
    if isinstance(card.code, ShownCode) and card.code.kind is CodeKind.CARD:
        yield _centred(wording.say("voucher_card.card_number"), 586, 14, SOFT)
        return
    until = f"{local(card.code.expires_at):%H:%M:%S}"
    yield _centred(wording.say("voucher_card.valid_until", time=until), 576, 17, ACCENT, is_bold=True)
    yield _centred(wording.say("voucher_card.once"), 599, 13, SOFT)


def _centred(text: str, baseline: int, size: float, fill: str, *, is_bold: bool = False) -> Words:
    shown = drawable(text)
    room = WIDTH - 2 * _EDGE - 8
    size = min(size, size * room / max(advance(shown, size), 1))
    return Words(_MIDDLE - advance(shown, size) / 2, baseline, shown, size, fill, is_bold=is_bold)
