"""When a live frame may cost more than the plain look: always where a code seems to be, seldom on an empty counter."""

from collections.abc import Callable

_EVERY_EMPTY = 45  # a second and a half, and few enough that nineteen frames in twenty cost nothing extra
_EVIDENCE_FRAMES = 30  # a second: as long as a person holds a code before trying differently
_MODULES_EVERY = 2
_HINTED_FRAMES = 8  # enough to lay a few over each other
_HINT_EVERY = 60  # seldom enough not to be felt on a counter with a logo on it


class LivePace:
    """Counts the frames of one live source."""

    def __init__(self) -> None:
        self._since_check = _EVERY_EMPTY
        self._evidence_left = 0
        self._checks = 0
        self._since_hint = _HINT_EVERY

    @property
    def is_turn_of_modules(self) -> bool:
        """Whether this check is for our own reading by modules, too."""
        return self._checks % _MODULES_EVERY == 1

    @property
    def has_evidence(self) -> bool:
        """Whether a code was seen less than a second ago."""
        return self._evidence_left > 0

    def rest(self) -> None:
        """Take in a frame that was read plainly."""
        self._since_check += 1
        self._evidence_left = _EVIDENCE_FRAMES

    def is_due(self, has_hint: Callable[[], bool]) -> bool:
        """Say whether this frame is looked into more closely; asked once for each frame that was not read."""
        self._since_check += 1
        self._since_hint += 1
        self._evidence_left = max(0, self._evidence_left - 1)
        is_due = self._evidence_left > 0 or self._since_check >= _EVERY_EMPTY or has_hint()
        if is_due:
            self._since_check = 0
            self._checks += 1
        return is_due

    def note(self, *, has_evidence: bool) -> None:
        """Take in whether the closer look saw a code, read or not."""
        if has_evidence:
            self._evidence_left = _EVIDENCE_FRAMES

    def hint(self) -> None:
        """Take in that something looked a little like a code."""
        if self._since_check == 0 and self._since_hint >= _HINT_EVERY:
            self._since_hint = 0
            self._evidence_left = max(self._evidence_left, _HINTED_FRAMES)
