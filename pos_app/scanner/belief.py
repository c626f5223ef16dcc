"""When a read is believed: codes that correct themselves at once, everything else by agreement."""

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.code import UnknownCode, classify_bytes
from pos_app.scanner.decoders import Symbol
from pos_app.scanner.outline import is_same_place
from pos_app.scanner.symbology import Symbology

_SELF_CORRECTING = frozenset({Symbology.QR, Symbology.DATA_MATRIX, Symbology.GS1_DATA_MATRIX})
_LEAD = 2  # votes ahead of every other content that was read in the same place
_REMEMBERED_FRAMES = 30  # a second at camera speed
_HALF = 6  # digits right of the middle guard of an EAN-13


@dataclass(frozen=True, slots=True)
class _Vote:
    symbol: Symbol
    stage: str
    frame: int


def is_counter_code(payload: bytes) -> bool:
    """Whether the content has the shape of a code that this counter knows."""
    return not isinstance(classify_bytes(payload), UnknownCode)


class Ballot:
    """Counts who read what; one ballot for one still, or for the frames of one live source.

    Engines misread: one blurred bar code in twenty gave a wrong number with a right check digit, to the same engine
    twice. So a bar code needs a lead of two votes over any other number in its place. A QR code corrects itself and
    is believed as it is read, unless the picture was changed before and the content has no shape that we know.
    """

    def __init__(self, is_plausible: Callable[[bytes], bool]) -> None:
        self._is_plausible = is_plausible
        self._votes: list[_Vote] = []
        self._frame = 0

    def next_frame(self) -> None:
        self._frame += 1
        self._votes = [vote for vote in self._votes if self._frame - vote.frame < _REMEMBERED_FRAMES]

    def is_believed(self, symbol: Symbol, stage: str, *, is_enhanced: bool) -> bool:
        """Add a vote and say whether the symbol may be taken for true."""
        if symbol.symbology in _SELF_CORRECTING and not (is_enhanced and not self._is_plausible(symbol.payload)):
            return True
        if not any(self._is_repeated(vote, symbol, stage) for vote in self._votes):
            self._votes.append(_Vote(symbol, stage, self._frame))
        rivals = {vote.symbol.payload for vote in self._votes if _are_rivals(vote.symbol, symbol)}
        return self._count(symbol.payload) - max(map(self._count, rivals), default=0) >= _LEAD

    def _is_repeated(self, vote: _Vote, symbol: Symbol, stage: str) -> bool:
        return (vote.symbol.payload, vote.stage, vote.frame) == (symbol.payload, stage, self._frame)

    def _count(self, payload: bytes) -> int:
        return sum(vote.symbol.payload == payload for vote in self._votes)


def _are_rivals(one: Symbol, other: Symbol) -> bool:
    """Whether at most one of two contents can be true: read in one place, or one half of a bar code read alike."""
    if one.payload == other.payload:
        return False
    is_half_alike = one.symbology not in _SELF_CORRECTING and one.payload[-_HALF:] == other.payload[-_HALF:]
    return is_half_alike or is_same_place(one.corners, other.corners)
