"""Recorded keyboard-wedge scanners: which keys they send, how fast, and what they put around a code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pos_app.gui.alt_numpad import AltNumber
from pos_app.gui.wedge import Held, Hold, Pass, Restart, Scanned, Swallow, fall_silent, hear, touch

VOUCHER = "4243669509084040896099510000"
SOCIAL = "SSC1:2ABCDEFGH9"
GOODS = "6901234567892"
TRACE = "81234567890123456789"
BOX = "010690123456789217290630" + "10AB12\x1d21SN000417"
HALF = VOUCHER[:14]
ALT, ALT_UP = "alt", "alt-up"


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key: what it types, or `ALT` and `ALT_UP` around the digits of a number; when, in ms from the first."""

    sign: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Recording:
    """What a scanner sent and what the till must hear of it; `typed` is what must reach the field instead."""

    name: str
    strokes: tuple[Stroke, ...]
    heard: tuple[str, ...]
    typed: str = ""


def steady(text: str, gap_ms: int, *, start_ms: int = 0) -> tuple[Stroke, ...]:
    return tuple(Stroke(sign, start_ms + place * gap_ms) for place, sign in enumerate(text))


def uneven(text: str, gaps_ms: tuple[int, ...]) -> tuple[Stroke, ...]:
    at_ms, strokes = 0, []
    for place, sign in enumerate(text):
        at_ms += gaps_ms[place % len(gaps_ms)] if place else 0
        strokes.append(Stroke(sign, at_ms))
    return tuple(strokes)


def by_alt_numbers(text: str, gap_ms: int) -> tuple[Stroke, ...]:
    keys = [key for sign in text for key in (ALT, *f"{ord(sign):03d}", ALT_UP)]
    return tuple(Stroke(key, place * gap_ms) for place, key in enumerate(keys))


def in_packets(text: str, size: int, *, every_ms: int) -> tuple[Stroke, ...]:
    """Send a few keys at once, then nothing until the radio's next turn."""
    return tuple(Stroke(sign, place // size * every_ms + place % size) for place, sign in enumerate(text))


def after(first: tuple[Stroke, ...], pause_ms: int, rest: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    start_ms = first[-1].at_ms + pause_ms
    return (*first, *(Stroke(stroke.sign, start_ms + stroke.at_ms) for stroke in rest))


_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

_FRENCH = str.maketrans("1234567890", "&é\"'(-è_çà")

RECORDINGS = (
    Recording("fast, carriage return", steady(VOUCHER + "\r", 1), (VOUCHER,)),
    Recording("usual, carriage return and line feed", steady(VOUCHER + "\r\n", 8), (VOUCHER,)),
    Recording("usual, tab", steady(SOCIAL + "\t", 8), (SOCIAL,)),
    Recording("two line ends more", steady(GOODS + "\r\r\n", 6), (GOODS,)),
    Recording("slow, carriage return", steady(VOUCHER + "\r", 48), (VOUCHER,)),
    Recording("slow and uneven", uneven(TRACE + "\r", (30, 45, 12, 50, 8)), (TRACE,)),
    Recording("fast, no end at all", steady(VOUCHER, 3), (VOUCHER,)),
    Recording("identifier in front", steady("]Q1" + VOUCHER + "\r", 8), (VOUCHER,)),
    Recording("identifier of goods", steady("]E0" + GOODS + "\r\n", 8), (GOODS,)),
    Recording("start and end of text", steady("\x02" + VOUCHER + "\x03\r", 8), (VOUCHER,)),
    Recording("a shop's own signs", steady("~*" + SOCIAL + "#\r", 8), (SOCIAL,)),
    Recording("carriage return in the middle", steady(VOUCHER[:15] + "\r" + VOUCHER[15:] + "\r", 8), (VOUCHER,)),
    Recording("line ends in two places", steady(f"{SOCIAL[:7]}\r\n{SOCIAL[7:]}\r\n", 5), (SOCIAL,)),
    Recording(
        "a stumble in the middle", after(steady(VOUCHER[:12], 4), 220, steady(VOUCHER[12:] + "\r", 4)), (VOUCHER,)
    ),
    Recording("a late end", after(steady(VOUCHER, 4), 180, steady("\r", 1)), (VOUCHER,)),
    Recording("radio, three keys every 15 ms", in_packets(VOUCHER + "\r", 3, every_ms=15), (VOUCHER,)),
    Recording("radio, three keys every 90 ms", in_packets(SOCIAL + "\r", 3, every_ms=90), (SOCIAL,)),
    Recording("radio that sleeps, eight keys every 250 ms", in_packets(VOUCHER + "\r", 8, every_ms=250), (VOUCHER,)),
    Recording("radio, four keys every 120 ms, no end", in_packets(VOUCHER, 4, every_ms=120), (VOUCHER,)),
    Recording("radio, the whole code at once", in_packets(f"{TRACE}\r\n", 30, every_ms=30), (TRACE,)),
    Recording("Caps Lock is on", steady(SOCIAL.swapcase() + "\r", 8), (SOCIAL,)),
    Recording("Caps Lock is on, with identifier", steady(f"]Q1{SOCIAL}\r".swapcase(), 8), (SOCIAL,)),
    Recording("a French keyboard is set", steady(VOUCHER.translate(_FRENCH) + "\r", 8), (VOUCHER,)),
    Recording("a German keyboard is set", steady(SOCIAL.replace(":", "Ö") + "\r", 8), (SOCIAL,)),
    Recording("identifier and group separators", steady(f"]d2{BOX}\r", 8), (BOX,)),
    Recording("separator in front", steady(f"\x1d{BOX}\t", 12), (f"\x1d{BOX}",)),
    Recording(
        "end of one, start of the next in one packet", in_packets(f"{GOODS}\r{TRACE}\r", 50, every_ms=9), (GOODS, TRACE)
    ),
    Recording("so slow that it passes for a person", steady(VOUCHER + "\r", 140), (), VOUCHER + "\r"),
    Recording("half a code", steady(HALF, 6), (), HALF),
    Recording("half a code with an end", steady(HALF + "\r", 6), (HALF,)),
    Recording(
        "half a code, then the whole",
        after(steady(VOUCHER[:9], 6), 900, steady(VOUCHER + "\r", 6)),
        (VOUCHER,),
        VOUCHER[:9],
    ),
    Recording(
        "two codes one after another", after(steady(GOODS + "\r", 6), 90, steady(VOUCHER + "\r", 6)), (GOODS, VOUCHER)
    ),
    Recording("two codes at once", steady(GOODS + "\r" + VOUCHER + "\r", 6), (GOODS, VOUCHER)),
    Recording("numbers with Alt", (*by_alt_numbers(VOUCHER + "\r", 4),), (VOUCHER,)),
    Recording("numbers with Alt, slow", (*by_alt_numbers(SOCIAL + "\r", 12),), (SOCIAL,)),
    Recording("full-width signs of an input method", steady(SOCIAL.translate(_FULL_WIDTH) + "\r", 8), (SOCIAL,)),
    Recording("Chinese colon of an input method", steady(SOCIAL.replace(":", "：") + "\r", 8), (SOCIAL,)),
    Recording("a letter of a person before", after(steady("g", 1), 400, steady(GOODS + "\r", 8)), (GOODS,), "g"),
    Recording("a person", uneven("gmlkl100", (120, 95, 160)), (), "gmlkl100"),
    Recording("a quick person with Enter", steady("100001\r", 45), ("100001",)),
)


def play(strokes: tuple[Stroke, ...], is_code: Callable[[str], bool]) -> tuple[tuple[str, ...], str]:
    """Let the state machine hear a recording, silences included; give what was scanned and what was typed."""
    return _Listener(is_code).listen(strokes)


class _Listener:
    """What a filter of keys does with the verdicts, without Qt and without waiting."""

    def __init__(self, is_code: Callable[[str], bool]) -> None:
        self._is_code = is_code
        self._held, self._alt = Held(), AltNumber()
        self._scanned: list[str] = []
        self._typed: list[str] = []
        self._due_ms = 0

    def listen(self, strokes: tuple[Stroke, ...]) -> tuple[tuple[str, ...], str]:
        for stroke in strokes:
            if self._held.text and stroke.at_ms > self._due_ms:
                self._fall_silent()
            for sign in self._sign_of(stroke):
                self._hear(sign, stroke.at_ms)
            self._due_ms = stroke.at_ms + self._held.patience_ms
        self._fall_silent()
        return tuple(self._scanned), "".join(self._typed)

    def _sign_of(self, stroke: Stroke) -> Iterator[str]:
        if stroke.sign == ALT:
            self._alt = self._alt.press()
        elif stroke.sign == ALT_UP:
            sign, self._alt = self._alt.release(), AltNumber()
            yield sign
        elif self._alt.digits is not None:
            self._alt = self._alt.digit(stroke.sign)
        else:
            yield stroke.sign
            return
        self._held = touch(self._held, stroke.at_ms)

    def _hear(self, sign: str, at_ms: int) -> None:
        waiting = self._held.text
        self._held, verdict = hear(self._held, sign, at_ms, self._is_code)
        match verdict:
            case Hold() | Swallow():
                pass
            case Restart():
                self._typed.append(waiting)
            case Pass():
                self._typed += [waiting, sign]
            case Scanned(text):
                self._scanned.append(text)

    def _fall_silent(self) -> None:
        verdict = fall_silent(self._held, self._is_code)
        if isinstance(verdict, Scanned):
            self._scanned.append(verdict.text)
        else:
            self._typed.append(self._held.text)
        self._held = Held()
