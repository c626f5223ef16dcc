"""What is known so far of one picture: codes, further sights of them, places where a code was seen but not read."""

from collections.abc import Sequence

from pos_app.domain.scan import FoundCode
from pos_app.scanner.belief import Ballot
from pos_app.scanner.decoders import Symbol
from pos_app.scanner.outline import Corners, is_same_place, is_within
from pos_app.scanner.symbology import Symbology

_PLACES_MAX = 8  # a page of print can look like dozens of finder patterns


class Attempt:
    """Collects what the stages see; one for each picture."""

    def __init__(self, wanted: frozenset[Symbology], ballot: Ballot) -> None:
        self.wanted = wanted
        self._sights: list[FoundCode] = []
        self._ballot = ballot
        self._places: list[Corners] = []
        self._untried: list[Corners] = []
        self._doubted: list[Corners] = []
        self.is_more_in_sight = False

    @property
    def found(self) -> tuple[FoundCode, ...]:
        """Each content once, with the first stage that read it; what is drawn inside of a code is part of that code."""
        whole = [code for code in self._sights if not any(is_within(code.corners, it.corners) for it in self._sights)]
        return tuple({code.payload: code for code in reversed(whole)}.values())[::-1]

    @property
    def repeats(self) -> tuple[FoundCode, ...]:
        """Further places of the contents that were found."""
        first = {id(code) for code in self.found}
        contents = {code.payload for code in self.found}
        return tuple(code for code in self._sights if code.payload in contents and id(code) not in first)

    @property
    def is_done(self) -> bool:
        """Whether something was read and no place is left where a code was seen but not read."""
        return bool(self._sights) and not (self.is_in_doubt or self.has_unread or self.is_more_in_sight)

    @property
    def is_in_doubt(self) -> bool:
        """Whether something was read that is not believed yet."""
        return not all(map(self._is_read, self._doubted))

    @property
    def has_unread(self) -> bool:
        """Whether a code was seen that nobody could read."""
        return bool(self.unread)

    @property
    def unread(self) -> tuple[Corners, ...]:
        """Where a code was seen that nobody could read."""
        return tuple(place for place in self._places if not self._is_read(place))

    def consider(self, symbol: Symbol, stage: str, *, is_enhanced: bool) -> bool:
        """Keep a symbol if it is believed."""
        if not self._ballot.is_believed(symbol, stage, is_enhanced=is_enhanced):
            self._doubted.append(symbol.corners)
            return False
        if not any(
            code.payload == symbol.payload and is_same_place(code.corners, symbol.corners) for code in self._sights
        ):
            self._sights.append(FoundCode(symbol.payload, symbol.symbology, symbol.corners, stage))
        return True

    def new_places(self, unread: Sequence[Corners], *, is_tried: bool = False) -> tuple[Corners, ...]:
        """Remember located places and give those that are neither read nor known yet."""
        fresh: list[Corners] = []
        for place in unread:
            is_known = any(is_same_place(place, known) for known in self._places)
            if not is_known and not self._is_read(place) and len(self._places) < _PLACES_MAX:
                self._places.append(place)
                self._untried += [] if is_tried else [place]
                fresh.append(place)
        return tuple(fresh)

    def take_unread(self) -> tuple[Corners, ...]:
        """Give each place once that is to be read by its modules."""
        places, self._untried = self._untried, []
        return tuple(place for place in places if not self._is_read(place))

    def _is_read(self, place: Corners) -> bool:
        return any(is_same_place(place, code.corners) for code in self._sights)
