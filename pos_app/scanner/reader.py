"""Reads every code of a picture: the plain look first, costlier ones while codes are missing and time is left.

S0 is the picture as it is; S1 what S0 located but could not correct, pulled straight; S2 and S3 are the looks of
`stages`, each followed by S1 for the places it located. `belief` decides which reads are taken for true.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pos_app.domain.scan import FoundCode, Reading
from pos_app.scanner.belief import Ballot
from pos_app.scanner.decoders import NOTHING, Decoded, Decoder, DecoderFault, Symbol, ZXing
from pos_app.scanner.enhance import View, as_it_is
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners, is_same_place
from pos_app.scanner.rectify import rectified
from pos_app.scanner.stages import Look, standard_looks
from pos_app.scanner.symbology import BAR_SYMBOLOGIES, Symbology

PLAIN, STRAIGHTENED = "S0 plain", "S1 straightened"

_PLACES_MAX = 8  # a page of print can look like dozens of finder patterns


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a picture may cost; a live frame takes few looks, in turn, and remembers what frames before it gave."""

    budget_ms: float
    looks_per_frame: int | None = None
    is_exhaustive: bool = False


LIVE = Effort(budget_ms=40, looks_per_frame=1)
STILL = Effort(budget_ms=400)
EXHAUSTIVE = Effort(budget_ms=2_000, is_exhaustive=True)


class Reader:
    """Reads pictures one after another, from one thread; `tick` gives monotonic seconds."""

    def __init__(
        self,
        *,
        tick: Callable[[], float],
        is_plausible: Callable[[bytes], bool],
        looks: Sequence[Look] | None = None,
    ) -> None:
        self._tick = tick
        self._is_plausible = is_plausible
        self._plain = Look(PLAIN, as_it_is, ZXing())
        self._looks = tuple(standard_looks() if looks is None else looks)
        self._live_ballot = Ballot(is_plausible)
        self._turn = 0
        self._lucky: Look | None = None
        self._faults: Counter[str] = Counter()

    @property
    def faults(self) -> Mapping[str, int]:
        """How often each engine failed on a picture since the start."""
        return dict(self._faults)

    def read(self, image: GreyImage, wanted: frozenset[Symbology], effort: Effort) -> Reading:
        """Find what is in the picture; never raises for what is in it."""
        started = self._tick()
        deadline = started + effort.budget_ms / 1000
        attempt = _Attempt(image, wanted, self._ballot_for(effort))
        self._look(attempt, self._plain)
        for look in self._looks_for(attempt, effort):
            if (attempt.is_done and not effort.is_exhaustive) or self._tick() >= deadline:
                break
            self._look(attempt, look)
        height, width = image.shape
        return Reading(tuple(attempt.found.values()), (self._tick() - started) * 1000, int(width), int(height))

    def _ballot_for(self, effort: Effort) -> Ballot:
        if effort.looks_per_frame is None:
            return Ballot(self._is_plausible)  # one still never vouches for another
        self._live_ballot.next_frame()
        return self._live_ballot

    def _looks_for(self, attempt: "_Attempt", effort: Effort) -> Iterator[Look]:
        """Give all looks to a still; to a live frame the one that read last and the next few in turn."""
        looks = [look for look in self._looks if attempt.wanted & BAR_SYMBOLOGIES or not look.is_for_bars]
        if effort.looks_per_frame is None or not looks:
            yield from looks
            return
        turn = [looks[(self._turn + step) % len(looks)] for step in range(effort.looks_per_frame)]
        self._turn += effort.looks_per_frame
        witnesses = [look for look in looks if look.is_for_bars and attempt.is_in_doubt]
        yield from dict.fromkeys([*witnesses, *([self._lucky] if self._lucky in looks else []), *turn])

    def _look(self, attempt: "_Attempt", look: Look) -> None:
        view = look.change(attempt.image)
        decoded = self._decode(look.engine, view, attempt.wanted)
        for symbol in decoded.symbols:
            is_taken = attempt.consider(symbol, look.name, is_enhanced=look is not self._plain)
            if is_taken and look is not self._plain:
                self._lucky = look
        for place in attempt.new_places(decoded.unread):
            self._straighten(attempt, place)

    def _straighten(self, attempt: "_Attempt", place: Corners) -> None:
        for straight in rectified(attempt.image, place):
            decoded = self._decode(self._plain.engine, View(straight), frozenset({Symbology.QR}))
            if len(decoded.symbols) == 1:
                # The outline is that of the place: it is the picture's pixels that it must name.
                code = Symbol(decoded.symbols[0].payload, Symbology.QR, place)
                attempt.consider(code, STRAIGHTENED, is_enhanced=False)
                return

    def _decode(self, engine: Decoder, view: View, wanted: frozenset[Symbology]) -> Decoded:
        try:
            decoded = engine.decode(view.image, wanted)
        except DecoderFault:
            self._faults[engine.name] += 1
            return NOTHING
        return Decoded(
            tuple(
                Symbol(symbol.payload, symbol.symbology, view.to_picture(symbol.corners)) for symbol in decoded.symbols
            ),
            tuple(view.to_picture(corners) for corners in decoded.unread),
        )


class _Attempt:
    """What is known so far of one picture."""

    def __init__(self, image: GreyImage, wanted: frozenset[Symbology], ballot: Ballot) -> None:
        self.image = image
        self.wanted = wanted
        self.found: dict[bytes, FoundCode] = {}
        self._ballot = ballot
        self._places: list[Corners] = []
        self._doubted: list[Corners] = []

    @property
    def is_done(self) -> bool:
        """Whether something was read and no place is left where a code was seen but not read."""
        return bool(self.found) and not self.is_in_doubt and all(map(self._is_read, self._places))

    @property
    def is_in_doubt(self) -> bool:
        """Whether something was read that is not believed yet."""
        return not all(map(self._is_read, self._doubted))

    def consider(self, symbol: Symbol, stage: str, *, is_enhanced: bool) -> bool:
        """Keep a symbol if it is believed; the first stage that read a content gives its name to it."""
        if not self._ballot.is_believed(symbol, stage, is_enhanced=is_enhanced):
            self._doubted.append(symbol.corners)
            return False
        code = FoundCode(symbol.payload, symbol.symbology, symbol.corners, stage)
        self.found.setdefault(symbol.payload, code)
        return True

    def new_places(self, unread: Sequence[Corners]) -> tuple[Corners, ...]:
        """Remember located places and give those that are neither read nor known yet."""
        fresh: list[Corners] = []
        for place in unread:
            is_known = any(is_same_place(place, known) for known in self._places)
            if not is_known and not self._is_read(place) and len(self._places) < _PLACES_MAX:
                self._places.append(place)
                fresh.append(place)
        return tuple(fresh)

    def _is_read(self, place: Corners) -> bool:
        return any(is_same_place(place, code.corners) for code in self.found.values())
