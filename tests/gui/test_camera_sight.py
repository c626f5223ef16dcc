"""The words and outlines over a camera's picture follow from what the camera said last."""

from dataclasses import dataclass

import pytest

from pos_app.domain.scan import FoundCode, Point, Reading
from pos_app.gui.camera_feed import Feed, FeedState
from pos_app.gui.camera_sight import derive_camera_sight
from pos_app.scanner.source import SourceTrouble
from pos_app.wording import Language, Wording

ENGLISH = Wording(Language.ENGLISH)


@dataclass(frozen=True)
class Frame:
    width: int = 4
    height: int = 2
    rgb: bytes = bytes(24)
    dropped: int = 0


def found(payload: bytes, stage: str = "zxing") -> FoundCode:
    corners = (Point(100, 50), Point(300, 50), Point(300, 150), Point(100, 150))
    return FoundCode(payload, "QRCode", corners, stage)


def live(reading: Reading | None = None, *, dropped: int = 0) -> Feed:
    return Feed(FeedState.LIVE, "Camera 1", Frame(dropped=dropped), reading)


def test_a_found_code_is_outlined_with_its_stage_and_time() -> None:
    sight = derive_camera_sight(live(Reading((found(b"a"),), 3.4, 400, 200)), ENGLISH)
    assert sight.outlines == (((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)),)
    assert sight.finding == "zxing · 3 ms"
    assert sight.source == "Camera 1 · 400×200"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("clipboard", "剪贴板"),
        ("screen", "本机屏幕"),
        ("screen 700×500 +0+0", "本机屏幕 700×500 +0+0"),
        ("C920", "C920"),
    ],
)
def test_what_has_no_makers_name_is_named_in_the_persons_language(label: str, said: str) -> None:
    sight = derive_camera_sight(Feed(FeedState.STARTING, label), Wording(Language.CHINESE))
    assert sight.source == said


def test_no_code_yet_is_said_in_words() -> None:
    sight = derive_camera_sight(live(Reading((), 8.6, 400, 200)), ENGLISH)
    assert sight.finding == "No code yet · 9 ms"
    assert sight.outlines == ()


def test_a_reading_step_that_broke_is_named() -> None:
    sight = derive_camera_sight(live(Reading((found(b"a"),), 3.4, 400, 200, failed=("ZBar",))), ENGLISH)
    assert sight.finding == "zxing · 3 ms · broken, left out: ZBar"


def test_two_codes_are_both_outlined_and_one_is_asked_for() -> None:
    sight = derive_camera_sight(live(Reading((found(b"a"), found(b"b")), 5, 400, 200)), ENGLISH)
    assert len(sight.outlines) == 2
    assert sight.finding == "2 codes in view; show only one"


@pytest.mark.parametrize(("dropped", "said"), [(0, ""), (12, "12 frames passed over")])
def test_passed_over_frames_are_told_when_there_are_any(dropped: int, said: str) -> None:
    assert derive_camera_sight(live(dropped=dropped), ENGLISH).dropped == said


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", FeedState)
def test_without_a_picture_there_is_a_sentence_and_a_next_step(state: FeedState, language: Language) -> None:
    sight = derive_camera_sight(Feed(state, "Camera 1"), Wording(language))
    assert sight.frame is None
    assert sight.sentence
    assert sight.next_step
    assert sight.sentence in sight.description


def test_no_camera_names_the_two_other_ways() -> None:
    sight = derive_camera_sight(Feed(FeedState.ABSENT), ENGLISH)
    assert sight.sentence == "No camera"
    assert "picture" in sight.next_step
    assert "phone window" in sight.next_step


def test_what_was_read_is_in_no_word_and_no_repr() -> None:
    feed = live(Reading((found(b"4243669509084040896099510000"),), 3, 400, 200))
    assert "42436695" not in repr(feed)
    assert "42436695" not in repr(derive_camera_sight(feed, ENGLISH))


@pytest.mark.parametrize("trouble", SourceTrouble)
def test_every_trouble_of_a_source_has_its_sentence_and_next_step(trouble: SourceTrouble) -> None:
    feed = Feed(FeedState.SILENT, "Camera 1", trouble=trouble)
    for language in Language:
        wording = Wording(language)
        sight = derive_camera_sight(feed, wording)
        assert (sight.sentence, sight.next_step) == (
            wording.say(f"camera.{trouble}"),
            wording.say(f"camera.{trouble}_next"),
        )
