"""What is written and drawn over a camera's picture, derived from what the camera said last."""

from dataclasses import dataclass, field
from typing import TypeAlias

from pos_app.domain.scan import FoundCode, Reading
from pos_app.gui.camera_feed import Feed, FeedState
from pos_app.gui.ports import PreviewFrame
from pos_app.wording import Wording

_OF_THIS_MACHINE = frozenset({"screen", "clipboard"})

Outline: TypeAlias = tuple[tuple[float, float], ...]
"""Corners as parts of the picture's width and height, 0 to 1, for the preview may be smaller than what was read."""


@dataclass(frozen=True, slots=True)
class CameraSight:
    """A picture with words in three corners, or, without one, a sentence and a next step in the middle."""

    name: str
    frame: PreviewFrame | None = field(default=None, repr=False)
    outlines: tuple[Outline, ...] = ()
    source: str = ""
    finding: str = ""
    dropped: str = ""
    sentence: str = ""
    next_step: str = ""

    @property
    def description(self) -> str:
        """All the words, for those who hear them."""
        return " ".join(word for word in (self.source, self.finding, self.sentence, self.next_step) if word)


def derive_camera_sight(feed: Feed, wording: Wording) -> CameraSight:
    say = wording.say
    if feed.frame is None:
        state = FeedState.STARTING if feed.state is FeedState.LIVE else feed.state  # read before it was shown
        reason = feed.trouble or str(state)
        return CameraSight(
            name=say("camera.name"),
            source=source_name(feed.label, wording),
            sentence=say(f"camera.{reason}"),
            next_step=say(f"camera.{reason}_next"),
        )
    # The frame may be a smaller copy; what was read is what the camera gives.
    width, height = _size_of(feed.reading or feed.frame)
    return CameraSight(
        name=say("camera.name"),
        frame=feed.frame,
        outlines=tuple(_outline(code, feed.reading) for code in feed.reading.codes) if feed.reading else (),
        source=say("camera.caption", label=source_name(feed.label, wording), width=width, height=height),
        finding=_finding(feed.reading, wording) if feed.reading else "",
        dropped=say("camera.dropped", count=feed.frame.dropped) if feed.frame.dropped else "",
    )


def source_name(label: str, wording: Wording) -> str:
    """Say in the person's language what has no name of a maker: the screen, or a part of it, and the clipboard."""
    kind, _, rest = label.partition(" ")
    if kind not in _OF_THIS_MACHINE:
        return label
    return " ".join(filter(None, (wording.say(f"camera.menu.{kind}"), rest)))


def _size_of(picture: Reading | PreviewFrame) -> tuple[int, int]:
    return picture.width, picture.height


def _finding(reading: Reading, wording: Wording) -> str:
    broken = wording.say("camera.failed", steps=", ".join(reading.failed)) if reading.failed else ""
    return _found(reading, wording) + broken


def _found(reading: Reading, wording: Wording) -> str:
    milliseconds = round(reading.elapsed_ms)
    match reading.codes:
        case ():
            return wording.say("camera.no_code_yet", milliseconds=milliseconds)
        case (code,):
            return wording.say("camera.read", stage=code.stage, milliseconds=milliseconds)
        case codes:
            return wording.say("camera.several", count=len(codes))


def _outline(code: FoundCode, reading: Reading) -> Outline:
    return tuple((corner.x / reading.width, corner.y / reading.height) for corner in code.corners)
