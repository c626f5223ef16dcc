"""A camera's threads meet the GUI thread: newest frame only, nothing after the end, silence noticed."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from pos_app.gui.camera_feed import CameraFeed, FeedState
from pos_app.gui.jobs import JobRunner
from tests.gui.camera_double import NOTHING_READ, CameraDouble, Frame
from tests.gui.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos_app.domain.scan import Reading


@pytest.fixture
def camera() -> CameraDouble:
    return CameraDouble()


@pytest.fixture
def runner(qtbot: QtBot) -> JobRunner:
    del qtbot  # Qt must be up
    return JobRunner(lambda job: job())


@pytest.fixture
def feed(camera: CameraDouble, runner: JobRunner) -> CameraFeed:
    feed = CameraFeed(camera, runner)
    feed.start()
    return feed


def test_no_camera_is_a_state_and_starting_it_changes_nothing(runner: JobRunner) -> None:
    feed = CameraFeed(None, runner)
    feed.start()
    feed.stop()
    assert feed.feed.state is FeedState.ABSENT


def test_frames_and_readings_arrive_on_the_gui_thread(feed: CameraFeed, camera: CameraDouble) -> None:
    threads: list[QThread] = []
    readings: list[Reading] = []
    feed.changed.connect(lambda: threads.append(QThread.currentThread()))
    feed.read.connect(readings.append)
    camera.shoot(Frame(dropped=3))
    camera.read()
    assert readings == [], "delivered on the camera's own thread"
    settle()
    assert feed.feed.state is FeedState.LIVE
    assert feed.feed.frame == Frame(dropped=3)
    assert readings == [NOTHING_READ]
    assert set(threads) == {feed.thread()}


def test_a_camera_says_at_once_why_it_shows_nothing(feed: CameraFeed, camera: CameraDouble) -> None:
    camera.fail("lost")
    settle()
    assert (feed.feed.state, feed.feed.trouble) == (FeedState.SILENT, "lost")
    camera.fail("")
    camera.shoot(Frame())
    settle()
    assert (feed.feed.state, feed.feed.trouble) == (FeedState.LIVE, "")


def test_a_frame_is_let_go_while_the_last_is_not_painted(feed: CameraFeed, camera: CameraDouble) -> None:
    camera.shoot(Frame(1), Frame(2), Frame(3))
    settle()
    assert feed.feed.frame == Frame(1)
    camera.shoot(Frame(4))
    settle()
    assert feed.feed.frame == Frame(1)
    feed.painted()
    camera.shoot(Frame(5), Frame(6))
    settle()
    assert feed.feed.frame == Frame(5)


def test_painted_twice_lets_only_one_frame_through(feed: CameraFeed, camera: CameraDouble) -> None:
    feed.painted()
    feed.painted()
    camera.shoot(Frame(1), Frame(2))
    settle()
    assert feed.feed.frame == Frame(1)


def test_every_reading_arrives_whatever_is_painted(feed: CameraFeed, camera: CameraDouble) -> None:
    readings: list[Reading] = []
    feed.read.connect(readings.append)
    for _ in range(3):
        camera.read()
    settle()
    assert len(readings) == 3


def test_what_comes_after_the_stop_is_ignored(feed: CameraFeed, camera: CameraDouble) -> None:
    readings: list[Reading] = []
    feed.read.connect(readings.append)
    camera.shoot(Frame(1))
    camera.read()
    feed.stop()
    settle()
    assert feed.feed.state is FeedState.STOPPED
    assert feed.feed.frame is None
    assert readings == []


def test_a_late_frame_of_the_last_start_is_not_taken_for_this_one(feed: CameraFeed, camera: CameraDouble) -> None:
    late = camera.on_preview
    feed.stop()
    feed.start()
    late(Frame(1))
    settle()
    assert feed.feed.frame is None
    camera.shoot(Frame(2))
    settle()
    assert feed.feed.frame == Frame(2)


def test_starting_and_stopping_twice_is_done_once(feed: CameraFeed, camera: CameraDouble) -> None:
    feed.start()
    feed.stop()
    feed.stop()
    assert camera.calls == ["start", "stop"]


def test_a_device_is_opened_and_closed_off_the_gui_thread_in_order(camera: CameraDouble, qtbot: QtBot) -> None:
    del qtbot
    jobs: list[Callable[[], None]] = []
    runner = JobRunner(jobs.append)
    feed = CameraFeed(camera, runner)
    feed.start()
    feed.stop()
    assert camera.calls == []
    for job in jobs:
        job()
    assert camera.calls == ["start", "stop"]


def test_a_camera_that_says_nothing_is_called_silent_until_it_speaks(
    camera: CameraDouble, runner: JobRunner, qtbot: QtBot
) -> None:
    feed = CameraFeed(camera, runner, silence_ms=1)
    feed.start()
    qtbot.waitUntil(lambda: feed.feed.state is FeedState.SILENT, timeout=60_000)
    camera.shoot(Frame(1))
    with qtbot.waitSignal(feed.changed, check_params_cb=lambda: feed.feed.state is FeedState.LIVE, timeout=60_000):
        settle()


def test_a_fault_of_the_camera_s_adapter_is_seen(runner: JobRunner, qtbot: QtBot) -> None:
    class Broken(CameraDouble):
        def stop(self) -> None:
            raise LookupError("ours")

    feed = CameraFeed(Broken(), runner)
    feed.start()
    with qtbot.captureExceptions() as caught:
        feed.stop()
        settle()
    assert [kind for kind, _, _ in caught] == [LookupError]
