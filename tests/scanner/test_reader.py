"""The reader finds what is there, all of it, nothing else, and stops when its time is over."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pos_app.domain.scan import Reading
from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.decoders import Decoded, DecoderFault, ZXing
from pos_app.scanner.enhance import as_it_is
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.reader import EXHAUSTIVE, LIVE, STILL, Effort, Reader
from pos_app.scanner.stages import Look
from pos_app.scanner.symbology import ALL_SYMBOLOGIES, VOUCHER_SYMBOLOGIES, Symbology
from tests.scanner.pictures import (
    GOODS,
    OTHER_VOUCHER,
    VOUCHER,
    bars,
    degraded,
    noise_only,
    on_counter,
    qr,
    tilted,
)

TIMELESS = Effort(budget_ms=1.0)
"""With a clock that stands still, every look is taken."""


def reader(*looks: Look, tick: Callable[[], float] = lambda: 0.0) -> Reader:
    return Reader(tick=tick, is_plausible=is_counter_code, looks=looks or None)


def contents(reading: Reading) -> set[bytes]:
    return {code.payload for code in reading.codes}


def test_a_clean_code_is_read_plainly_with_its_place() -> None:
    reading = reader().read(on_counter(qr(), places=((300, 200),)), VOUCHER_SYMBOLOGIES, STILL)
    (code,) = reading.codes
    assert (code.payload, code.symbology, code.stage) == (VOUCHER.encode(), "QRCode", "S0 plain")
    assert (reading.width, reading.height) == (1280, 720)
    assert abs(code.corners[0].x - 324) < 4
    assert abs(code.corners[0].y - 224) < 4


def test_two_codes_are_both_told_and_one_content_once() -> None:
    two = reader().read(on_counter(qr(VOUCHER), qr(OTHER_VOUCHER)), VOUCHER_SYMBOLOGIES, STILL)
    assert contents(two) == {VOUCHER.encode(), OTHER_VOUCHER.encode()}
    twice = reader().read(on_counter(qr(), qr()), VOUCHER_SYMBOLOGIES, STILL)
    assert [code.payload for code in twice.codes] == [VOUCHER.encode()]
    assert [code.payload for code in twice.repeats] == [VOUCHER.encode()], "but both places are told"
    assert abs(twice.codes[0].corners[0].x - twice.repeats[0].corners[0].x) > 100


def test_a_code_that_is_drawn_inside_another_is_part_of_it() -> None:
    """As a logo may be; only a code beside another is a second one."""
    outer = qr(VOUCHER * 3, module=9).copy()
    middle, inner = outer.shape[0] // 2, qr("inside", module=2, quiet=3)
    place = slice(middle - inner.shape[0] // 2, middle - inner.shape[0] // 2 + inner.shape[0])
    outer[place, place] = inner
    assert contents(reader().read(on_counter(outer), VOUCHER_SYMBOLOGIES, TIMELESS)) == {(VOUCHER * 3).encode()}


@pytest.mark.parametrize("seed", range(12))
def test_a_degraded_code_is_read(seed: int) -> None:
    picture = degraded(on_counter(qr(module=7), places=((480, 200),)), seed)
    assert contents(reader().read(picture, VOUCHER_SYMBOLOGIES, TIMELESS)) == {VOUCHER.encode()}, f"seed {seed}"


@pytest.mark.parametrize("degrees", [0, 30, 45, 60])
def test_a_tilted_code_is_read(degrees: float) -> None:
    picture = tilted(on_counter(qr(module=10), places=((430, 150),)), degrees=degrees)
    assert contents(reader().read(picture, VOUCHER_SYMBOLOGIES, TIMELESS)) == {VOUCHER.encode()}


def test_what_the_engine_located_but_could_not_correct_is_pulled_straight() -> None:
    picture = tilted(on_counter(qr(module=10), places=((430, 150),)), degrees=71)
    assert ZXing().decode(picture, VOUCHER_SYMBOLOGIES).symbols == ()
    (code,) = reader().read(picture, VOUCHER_SYMBOLOGIES, STILL).codes
    assert (code.payload, code.stage) == (VOUCHER.encode(), "S1 straightened")
    assert 560 < sum(corner.x for corner in code.corners) / 4 < 680, "the place is told in pixels of the picture"


@pytest.mark.parametrize("shade", [8, 14])
def test_a_code_in_the_dark_is_read(shade: int) -> None:
    dark = np.asarray(on_counter(qr()) // (256 // shade), np.uint8)
    assert contents(reader().read(dark, VOUCHER_SYMBOLOGIES, TIMELESS)) == {VOUCHER.encode()}


@pytest.mark.parametrize("turned", range(4))
@pytest.mark.parametrize("is_inverted", [False, True])
def test_turned_and_inverted_codes_are_read(turned: int, *, is_inverted: bool) -> None:
    picture = np.ascontiguousarray(np.rot90(on_counter(qr()), turned))
    shown = 255 - picture if is_inverted else picture
    assert contents(reader().read(np.asarray(shown, np.uint8), VOUCHER_SYMBOLOGIES, STILL)) == {VOUCHER.encode()}


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_read_where_nothing_is(seed: int) -> None:
    reading = reader().read(noise_only(seed), ALL_SYMBOLOGIES, Effort(1.0, is_exhaustive=True))
    assert reading.codes == (), f"seed {seed}"


@given(text=some.text(some.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60))
def test_every_printed_text_comes_back_as_its_bytes(text: str) -> None:
    assert contents(reader().read(qr(text, module=3), VOUCHER_SYMBOLOGIES, TIMELESS)) == {text.encode()}


def test_a_bar_code_is_read_when_goods_are_expected_and_a_second_engine_agrees() -> None:
    scene = on_counter(bars())
    assert contents(reader().read(scene, VOUCHER_SYMBOLOGIES, STILL)) == set()
    (code,) = reader().read(scene, ALL_SYMBOLOGIES, STILL).codes
    assert (code.payload, code.symbology, code.stage) == (GOODS.encode(), "EAN13", "S1 zbar")


class _Clock:
    """Stands still unless an engine takes its time."""

    def __init__(self) -> None:
        self.now = 0.0


class _Recorded:
    """An engine that reads nothing and remembers that it was asked, or fails each time."""

    def __init__(self, name: str, *, fails: bool = False, takes_s: float = 0.0, clock: _Clock | None = None) -> None:
        self.name = name
        self.asked = 0
        self._fails = fails
        self._takes_s = takes_s
        self._clock = clock or _Clock()

    def decode(self, image: GreyImage, wanted: frozenset[Symbology]) -> Decoded:
        del image, wanted
        self.asked += 1
        self._clock.now += self._takes_s
        if self._fails:
            raise DecoderFault(self.name)
        return Decoded()


def test_an_engine_that_fails_is_counted_and_passed_over() -> None:
    broken, sound = _Recorded("broken", fails=True), _Recorded("sound")
    this = reader(Look("a", as_it_is, broken), Look("b", as_it_is, sound))
    readings = [this.read(noise_only(seed), VOUCHER_SYMBOLOGIES, STILL) for seed in (1, 2)]
    assert (dict(this.faults), sound.asked) == ({"broken": 2}, 2)
    assert [reading.failed for reading in readings] == [("broken",)] * 2, "of this picture, not of all before"


def test_looking_stops_when_the_time_is_over() -> None:
    clock = _Clock()
    engines = [_Recorded(str(number), takes_s=0.1, clock=clock) for number in range(9)]
    this = reader(*(Look(engine.name, as_it_is, engine) for engine in engines), tick=lambda: clock.now)
    this.read(noise_only(1), VOUCHER_SYMBOLOGIES, Effort(budget_ms=250))
    assert [engine.asked for engine in engines] == [1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_a_covered_code_is_read_by_its_modules() -> None:
    """A logo larger than what the engines can correct: its modules are known to be doubtful."""
    picture = on_counter(qr(module=10), places=((430, 150),))
    picture[230:310, 510:590] = np.random.default_rng(1).integers(90, 160, (80, 80))
    assert ZXing().decode(picture, VOUCHER_SYMBOLOGIES).symbols == ()
    (code,) = reader().read(picture, VOUCHER_SYMBOLOGIES, TIMELESS).codes
    assert (code.payload, code.stage[:2]) == (VOUCHER.encode(), "S4")


def test_our_own_reading_that_stumbles_is_counted_and_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_arguments: object, **_more: object) -> None:
        raise np.linalg.LinAlgError("singular")

    monkeypatch.setattr("pos_app.scanner.qr.search.framed", stumble)
    this = reader(Look("none", as_it_is, _Recorded("none")))
    assert this.read(noise_only(1), VOUCHER_SYMBOLOGIES, STILL).codes == ()
    assert dict(this.faults) == {"modules": 2}, "once by rings, once by runs"


def eyes_alone() -> GreyImage:
    """Give a code of which nothing is left but its eyes, so that it is seen and never read."""
    code = qr(module=8).copy()
    side, eye = len(code) - 2 * 32, 8 * 8
    inside = code[32 : 32 + side, 32 : 32 + side]
    inside[eye:, eye:], inside[eye:-eye, :], inside[:, eye:-eye] = 255, 255, 255
    return on_counter(code)


def test_live_frames_take_the_looks_where_a_code_seems_to_be() -> None:
    engines = [_Recorded(str(number)) for number in range(3)]
    this = reader(*(Look(engine.name, as_it_is, engine) for engine in engines))
    for _ in range(6):
        assert this.read(eyes_alone(), VOUCHER_SYMBOLOGIES, LIVE).codes == ()
    assert min(engine.asked for engine in engines) >= 6


def test_an_empty_live_frame_is_hardly_ever_looked_into() -> None:
    engine = _Recorded("one")
    this = reader(Look("one", as_it_is, engine))
    for _ in range(100):
        this.read(on_counter(), VOUCHER_SYMBOLOGIES, LIVE)
    assert engine.asked <= 5


def test_a_live_code_that_needed_a_look_is_read_in_the_next_frame_too() -> None:
    """Two of three frames must agree, so the look that helped is taken first from then on."""
    hard = np.asarray(on_counter(qr()) // 32, np.uint8)
    this = reader()
    assert ZXing().decode(hard, VOUCHER_SYMBOLOGIES).symbols == ()
    found = [bool(this.read(hard, VOUCHER_SYMBOLOGIES, LIVE).codes) for _ in range(30)]
    assert any(found)
    assert all(found[found.index(True) :])


def test_one_still_never_vouches_for_another() -> None:
    """A bar code that only one engine reads stays unread, however often its picture comes."""
    this = reader(Look("none", as_it_is, _Recorded("none")))
    assert [this.read(bars(), ALL_SYMBOLOGIES, STILL).codes for _ in range(3)] == [(), (), ()]
    live = [bool(this.read(bars(), ALL_SYMBOLOGIES, LIVE).codes) for _ in range(2)]
    assert live == [False, True], "of a live source, two frames vouch for each other"
    this.read(noise_only(1), ALL_SYMBOLOGIES, LIVE)
    assert this.read(bars(), ALL_SYMBOLOGIES, STILL).codes == (), "and not for a still"


def test_all_looks_together_add_nothing_to_a_clean_picture() -> None:
    reading = reader().read(on_counter(qr()), ALL_SYMBOLOGIES, EXHAUSTIVE)
    assert contents(reading) == {VOUCHER.encode()}
