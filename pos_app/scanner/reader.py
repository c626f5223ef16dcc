"""Reads every code of a picture: the plain look first, costlier ones while codes are missing and time is left.

S0 is the picture as it is; S1 what S0 located but could not correct, pulled straight; S2 and S3 are the looks of
`stages`, each followed by S1 for the places it located. S4 reads by modules (`qr`): where an engine located a code,
wherever three eyes stand, and from several live frames together; S5 the last live frames laid over each other
(`overlay`), which then is one more picture for all of these. `belief` decides which reads are taken for true.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pos_app.domain.scan import Reading
from pos_app.scanner.attempt import Attempt
from pos_app.scanner.belief import Ballot
from pos_app.scanner.cut import Cut
from pos_app.scanner.decoders import NOTHING, Decoded, Decoder, DecoderFault, Symbol, ZXing
from pos_app.scanner.enhance import View, as_it_is
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners
from pos_app.scanner.overlay import Overlay
from pos_app.scanner.pacing import LivePace
from pos_app.scanner.qr.reading import ModuleFault, ModuleReader, ModuleSight
from pos_app.scanner.qr.search import Search
from pos_app.scanner.rectify import rectified
from pos_app.scanner.spots import Spotlight, cut_around
from pos_app.scanner.stages import Bounded, Look, standard_looks
from pos_app.scanner.symbology import BAR_SYMBOLOGIES, Symbology

PLAIN, STRAIGHTENED, OVERLAID = "S0 plain", "S1 straightened", "S5 overlaid"
MODULES_PLACED, MODULES_FOUND, MODULES_FUSED = "S4 modules placed", "S4 modules found", "S4 modules fused"

_QUICK_LOOKS = 3  # what they read costs less than a search


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a picture may cost; a live frame takes few looks, in turn, and remembers what frames before it gave.

    No look is begun when the budget is spent; reading by modules has a limit of its own, because it can stop midway.
    """

    budget_ms: float
    looks_per_frame: int | None = None
    is_exhaustive: bool = False
    modules_ms: float = 250.0

    @property
    def is_live(self) -> bool:
        return self.looks_per_frame is not None


LIVE = Effort(budget_ms=45, looks_per_frame=1)
STILL = Effort(budget_ms=400)
STILL_AGAIN = Effort(budget_ms=250)
"""For a still in which what was expected first is not."""
EXHAUSTIVE = Effort(budget_ms=4_000, is_exhaustive=True, modules_ms=1_500)


_LOOKS_EVERY = 3  # spots in which a code seems to be: the engines look at the others last
_CALM_LOOKS = 7  # the cheap ones
_CALM_SHARE = 0.5  # of what the plain look cost is spent where nothing seems to be


class Reader:
    """Reads pictures one after another, from one thread; `tick` gives monotonic seconds, `patience` what counts."""

    def __init__(
        self,
        *,
        tick: Callable[[], float],
        is_plausible: Callable[[bytes], bool],
        looks: Sequence[Look] | None = None,
        patience: Callable[[], float] | None = None,
    ) -> None:
        self._now = tick
        self._tick = patience or tick
        self._is_plausible = is_plausible
        self._plain = Look(PLAIN, as_it_is, ZXing())
        self._bounded = Bounded()
        self._plain_of_bars = Look(PLAIN, self._bounded(as_it_is), ZXing())
        self._plain_of_overlaid = Look(OVERLAID, as_it_is, ZXing())
        self._looks = tuple(standard_looks(self._bounded) if looks is None else looks)
        self._modules = ModuleReader()
        self._live_ballot = Ballot(is_plausible)
        self._pace, self._bar_pace = LivePace(), LivePace()
        self._spotlight = Spotlight()
        self._overlay = Overlay()
        self._aim: Corners | None = None
        self._turn = 0
        self._lucky: Look | None = None
        self._faults: Counter[str] = Counter()
        self._failed: dict[str, None] = {}

    @property
    def faults(self) -> Mapping[str, int]:
        """How often each engine failed on a picture since the start."""
        return dict(self._faults)

    def read(self, image: GreyImage, wanted: frozenset[Symbology], effort: Effort) -> Reading:
        """Find what is in the picture; never raises for what is in it."""
        started = self._now()
        self._failed.clear()
        begun = self._tick()
        attempt = Attempt(wanted, self._ballot_for(effort))
        whole = Cut(image)
        self._look(attempt, whole, self._plain if Symbology.QR in wanted else self._plain_of_bars)
        if effort.is_live:
            self._read_on_live(attempt, whole, effort, self._tick() - begun)
        else:
            self._read_on_still(attempt, whole, effort, begun + effort.budget_ms / 1000)
        self._bounded.forget()
        height, width = image.shape
        codes, repeats = attempt.found, attempt.repeats
        return Reading(codes, (self._now() - started) * 1000, int(width), int(height), repeats, tuple(self._failed))

    def _read_on_still(self, attempt: Attempt, whole: Cut, effort: Effort, deadline: float) -> None:
        """Search all of the picture, for two codes in view are one too many; change it only while codes are missing."""
        is_late = self._limit(effort, deadline)
        search = self._modules.search(whole) if Symbology.QR in attempt.wanted else None
        if search is not None:
            self._search(attempt, partial(self._modules.by_rings, search, is_late=is_late, fuses=False))
            attempt.is_more_in_sight = search.has_lonely_eyes
        looks = self._looks_for(attempt)
        self._read_places(attempt, whole, is_late, fuses=False)
        self._take_looks(attempt, whole, looks[:_QUICK_LOOKS], effort, deadline)
        if search is not None and not attempt.is_done:
            is_late = self._limit(effort, deadline)
            self._search(attempt, partial(self._modules.by_runs, search, is_late=is_late, fuses=False))
        self._take_looks(attempt, whole, looks[_QUICK_LOOKS:], effort, deadline)

    def _take_looks(self, attempt: Attempt, whole: Cut, looks: Sequence[Look], effort: Effort, deadline: float) -> None:
        for look in looks:
            if (attempt.is_done and not effort.is_exhaustive) or self._tick() >= deadline:
                return
            self._look(attempt, whole, look)
            self._read_places(attempt, whole, self._limit(effort, deadline), fuses=False)

    def _read_on_live(self, attempt: Attempt, whole: Cut, effort: Effort, plain_s: float) -> None:
        """Go on as long as the plain look took, and for the whole budget only where a code seems to be."""
        self._modules.next_frame()
        if attempt.is_done:
            self._pace.rest()
            return
        if Symbology.QR in attempt.wanted:
            self._read_spots(attempt, whole, effort, plain_s)
        if attempt.wanted & BAR_SYMBOLOGIES:
            self._read_bars_on_live(attempt, whole, effort, self._tick() + effort.budget_ms / 1000)
        if attempt.found:
            self._modules.forget()
            self._overlay.forget()
            self._aim = None
            self._bar_pace.rest()

    def _read_spots(self, attempt: Attempt, whole: Cut, effort: Effort, plain_s: float) -> None:
        begun = self._tick()
        is_due = self._pace.is_due(lambda: attempt.has_unread)
        calm, full = begun + _CALM_SHARE * plain_s, begun + effort.budget_ms / 1000

        def is_late() -> bool:
            return self._tick() >= (full if is_due or self._pace.has_evidence else calm)

        if self._pace.is_turn_of_modules:
            self._read_places(attempt, whole, is_late, fuses=True)
        self._turn += 1
        again = self._turn % 2 == 1 and not (is_due or self._pace.has_evidence)
        for number, cut in enumerate(self._spotlight.cuts(whole.image, attempt.unread, again=again)):
            if attempt.is_done or (number and is_late()):
                return
            if not number and self._pace.has_evidence:
                self._read_overlaid(attempt, whole, cut, is_late)
            self._read_spot(attempt, cut, is_late)
        self._read_places(attempt, whole, is_late, fuses=True)

    def _read_overlaid(self, attempt: Attempt, whole: Cut, cut: Cut, is_late: Callable[[], bool]) -> None:
        """Lay the last frames of a spot over each other, and read every other time what comes of it."""
        aimed = cut if self._aim is None else cut_around(whole.image, self._aim)
        overlaid = self._overlay.over(whole.image, aimed, is_aimed=self._aim is not None)
        if overlaid is None:
            return
        self._look(attempt, overlaid, self._plain_of_overlaid)
        self._take_live_looks(attempt, overlaid, is_late)
        if self._turn % 2 or attempt.is_done or is_late():
            return
        search = self._modules.search(overlaid)
        self._search(attempt, partial(self._modules.by_rings, search, is_late=is_late, fuses=False))
        if not self._note_eyes(search):
            self._overlay.forget()

    def _read_spot(self, attempt: Attempt, cut: Cut, is_late: Callable[[], bool]) -> None:
        """Look at a spot in turn with the engines and for eyes; where there are two, do all that the time allows."""
        search = self._modules.search(cut)
        is_calm = not self._pace.has_evidence
        if (not is_calm or self._turn % 2) and self._sees_eyes(search):
            self._note(cut)
        steps: list[Callable[[], None]] = [
            lambda: self._take_live_looks(attempt, cut, is_late),
            lambda: self._search(attempt, partial(self._modules.by_rings, search, is_late=is_late, fuses=True)),
            lambda: self._take_all(attempt, partial(self._modules.by_pairs, search, is_late=is_late, fuses=True)),
        ]
        if not is_calm and self._turn % _LOOKS_EVERY:
            steps = [*steps[1:], steps[0]]
        for step in steps:
            if not (attempt.is_done or is_late()):
                step()
        self._note_eyes(search)
        if attempt.found:
            self._note(cut)

    def _take_live_looks(self, attempt: Attempt, cut: Cut, is_late: Callable[[], bool]) -> None:
        """Take looks in turn, beginning with the one that read last."""
        looks = [look for look in self._looks if not look.is_for_bars]
        if not self._pace.has_evidence:
            looks = looks[:_CALM_LOOKS]
        turn = self._turn % max(1, len(looks))
        first = [self._lucky] if self._lucky in looks else []
        for look in dict.fromkeys([*first, *looks[turn:], *looks[:turn]]):
            if attempt.is_done or is_late():
                return
            self._look(attempt, cut, look)

    def _note(self, cut: Cut) -> None:
        self._pace.note(has_evidence=True)
        self._spotlight.note(cut)

    def _note_eyes(self, search: Search) -> bool:
        """Follow what eyes may belong to; say whether there are any."""
        square = search.around_two_eyes()
        if square is not None:
            self._pace.note(has_evidence=True)
        else:
            square = search.around_one_eye()
            if square is not None:
                self._pace.hint()
        self._aim = square or self._aim
        return square is not None

    def _read_bars_on_live(self, attempt: Attempt, whole: Cut, effort: Effort, deadline: float) -> None:
        if not self._bar_pace.is_due(lambda: attempt.is_in_doubt):
            return
        for look in self._live_looks(attempt, effort):
            if attempt.is_done or self._tick() >= deadline:
                break
            self._look(attempt, whole, look)
        self._bar_pace.note(has_evidence=bool(attempt.found))

    def _sees_eyes(self, search: Search) -> bool:
        try:
            return self._modules.sees_eyes(search)
        except ModuleFault:
            self._note_fault("modules")
            return False

    def _ballot_for(self, effort: Effort) -> Ballot:
        if not effort.is_live:
            return Ballot(self._is_plausible)  # one still never vouches for another
        self._live_ballot.next_frame()
        return self._live_ballot

    def _looks_for(self, attempt: Attempt) -> list[Look]:
        return [look for look in self._looks if attempt.wanted & BAR_SYMBOLOGIES or not look.is_for_bars]

    def _live_looks(self, attempt: Attempt, effort: Effort) -> Iterator[Look]:
        """Give to a live frame the look that read last and the next few in turn."""
        looks = self._looks_for(attempt)
        if not looks or effort.looks_per_frame is None:
            return
        wide = effort.looks_per_frame
        turn = [looks[(self._turn + step) % len(looks)] for step in range(wide)]
        self._turn += wide
        witnesses = [look for look in looks if look.is_for_bars and attempt.is_in_doubt]
        yield from dict.fromkeys([*witnesses, *([self._lucky] if self._lucky in looks else []), *turn])

    def _look(self, attempt: Attempt, cut: Cut, look: Look) -> None:
        decoded = self._decode(look.engine, cut, look.change(cut.image), attempt.wanted)
        for symbol in decoded.symbols:
            is_enhanced = look.name != PLAIN
            is_taken = attempt.consider(symbol, look.name, is_enhanced=is_enhanced)
            if is_taken and is_enhanced:
                self._lucky = look
        for place in attempt.new_places(decoded.unread):
            self._straighten(attempt, cut, place)

    def _straighten(self, attempt: Attempt, cut: Cut, place: Corners) -> None:
        for straight in rectified(cut.image, cut.inside(place)):
            decoded = self._decode(self._plain.engine, Cut(straight), View(straight), frozenset({Symbology.QR}))
            if len(decoded.symbols) == 1:
                # The outline is that of the place: it is the picture's pixels that it must name.
                code = Symbol(decoded.symbols[0].payload, Symbology.QR, place)
                attempt.consider(code, STRAIGHTENED, is_enhanced=False)
                return

    def _read_places(self, attempt: Attempt, whole: Cut, is_late: Callable[[], bool], *, fuses: bool) -> None:
        """Read by modules what an engine located and nobody could read."""
        for place in attempt.take_unread():
            if is_late():
                return
            here = partial(self._modules.at, whole, place, is_late=is_late, fuses=fuses)
            for sight in self._sights(here):
                self._take(attempt, sight, MODULES_PLACED)

    def _search(self, attempt: Attempt, by: Callable[..., tuple[ModuleSight, ...]]) -> None:
        """Look for eyes all over the picture."""
        self._take_all(attempt, partial(by, known=self._known(attempt)))

    def _take_all(self, attempt: Attempt, by: Callable[[], tuple[ModuleSight, ...]]) -> None:
        for sight in self._sights(by):
            self._take(attempt, sight, MODULES_FOUND)

    def _known(self, attempt: Attempt) -> list[Corners]:
        return [code.corners for code in (*attempt.found, *attempt.repeats)]

    def _sights(self, read: Callable[[], tuple[ModuleSight, ...]]) -> tuple[ModuleSight, ...]:
        try:
            return read()
        except ModuleFault:
            self._note_fault("modules")
            return ()

    def _take(self, attempt: Attempt, sight: ModuleSight, stage: str) -> None:
        if sight.symbol is None:
            attempt.new_places((sight.corners,), is_tried=True)
            return
        self._lucky = None
        # The modules themselves were read, not a picture that was changed until something came out.
        attempt.consider(sight.symbol, MODULES_FUSED if sight.is_fused else stage, is_enhanced=False)

    def _note_fault(self, step: str) -> None:
        self._faults[step] += 1
        self._failed[step] = None

    def _limit(self, effort: Effort, deadline: float) -> Callable[[], bool]:
        end = self._tick() + effort.modules_ms / 1000
        if not effort.is_live:
            end = min(end, deadline)
        return lambda: self._tick() >= end

    def _decode(self, engine: Decoder, cut: Cut, view: View, wanted: frozenset[Symbology]) -> Decoded:
        try:
            decoded = engine.decode(view.image, wanted)
        except DecoderFault:
            self._note_fault(engine.name)
            return NOTHING

        def placed(corners: Corners) -> Corners:
            return cut.to_picture(view.to_picture(corners))

        return Decoded(
            tuple(Symbol(symbol.payload, symbol.symbology, placed(symbol.corners)) for symbol in decoded.symbols),
            tuple(map(placed, decoded.unread)),
        )
